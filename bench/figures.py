"""Figures: this reader against public ones, F1 and kB/s on the same texts in one run.

``python -m bench figures [--gold DIR]`` (X.txt with X.jsonl beside it). Without the public sets the invented passages
of the tests are read. Peers that are not installed are left out and named. Then the speed at 30 figures per 1,000
characters and on dense text (70), as a ratio to one digit expression in the same run, in CPU time.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

from bench.machine import described
from taizhang.core.figures import figure_to_json, read_figures

Found = dict[str, object]
Reader = Callable[[str], list[Found]]
ROOT = Path(__file__).parent.parent
PUBLIC = ROOT.parent / "shared" / "eval"
INVENTED = ROOT / "tests" / "core" / "figures" / "invented.jsonl"
NUMERAL = re.compile(r"[0-9０-９零〇一二两三四五六七八九十百千万亿几数]")


def ours(text: str) -> list[Found]:
    return [dict(record) for record in map(figure_to_json, read_figures(text)) if "value" in record]


def digits(text: str) -> list[Found]:
    """One expression for digits."""
    pattern = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
    return [_found(m.start(), m.end(), m[0].replace(",", "")) for m in pattern.finditer(text)]


def with_cn2an() -> Reader:
    import cn2an

    pattern = re.compile(r"(?:\d+(?:\.\d+)?[万亿]*|[零一二两三四五六七八九十百千万亿]+)(?=[余多]?[一-龥%％])")

    def read(text: str) -> list[Found]:
        found = []
        for match in pattern.finditer(text):
            try:
                found.append(_found(match.start(), match.end(), str(cn2an.cn2an(match[0], "smart"))))
            except ValueError:
                continue
        return found

    return read


def with_recognizers() -> Reader:
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    recognizers = (recognize_dimension, recognize_currency, recognize_percentage, recognize_number)

    def read(text: str) -> list[Found]:
        found: list[Found] = []
        for recognize in recognizers:
            for result in recognize(text, Culture.Chinese):
                start, end = result.start, result.end + 1
                if all(end <= f["start"] or start >= f["end"] for f in found):  # type: ignore[operator]
                    value = str((result.resolution or {}).get("value") or "").rstrip("%")
                    found.append(_found(start, end, value))
        return sorted(found, key=lambda f: int(str(f["start"])))

    return read


def _found(start: int, end: int, value: str) -> Found:
    return {"start": start, "end": end, "value": value, "relation": "eq"}


def gold_sets(directories: Iterable[Path]) -> list[tuple[str, list[Found]]]:
    """(text, figures) of every text that has gold beside it, else the invented passages."""
    sets = []
    for directory in directories:
        for path in sorted(directory.glob("*.jsonl")):
            text = path.with_suffix(".txt")
            if text.exists():
                rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
                sets.append(
                    (
                        text.read_bytes().decode("utf-8"),
                        [_of_gold(row) for row in rows if row["cls"] not in "VU"],
                    )
                )
    if sets:
        return sets
    for line in INVENTED.read_text("utf-8").splitlines():
        passage = json.loads(line)
        rows = [
            {
                "start": start,
                "end": start + len(surface),
                "relation": relation,
                "value": value,
                "surface": surface,
            }
            for start, surface, relation, value, _ in passage["figures"]
            if value
        ]
        sets.append((passage["text"], rows))
    return sets


def _of_gold(row: dict[str, object]) -> Found:
    value = str(row["base"]) if row["rel"] != "range" else f"{row['lo']}..{row['hi']}"
    return {**row, "relation": row["rel"], "value": value}


def score(sets: list[tuple[str, list[Found]]], reader: Reader) -> tuple[dict[str, float], float]:
    """F1 of span, exact span, value, value and relation; and kB of UTF-8 a second of CPU time."""
    hits = dict.fromkeys(("span", "exact", "value", "sem"), 0)
    total = 0
    started = time.process_time()
    read = [reader(text) for text, _ in sets]
    seconds = time.process_time() - started
    for (_, gold), found in zip(sets, read, strict=True):
        total += len(gold) + len(found)
        used: set[int] = set()
        for figure in gold:
            match = _match(figure, found, used)
            if match is None:
                continue
            used.add(id(match))
            value = _number(match["value"]) == _number(figure["value"])
            hits["span"] += 1
            hits["exact"] += (match["start"], match["end"]) == (figure["start"], figure["end"])
            hits["value"] += value
            hits["sem"] += value and match["relation"] == figure["relation"]
    size = sum(len(text.encode()) for text, _ in sets) / 1000
    return {key: 2 * count / total for key, count in hits.items()}, size / seconds


def _match(figure: Found, found: list[Found], used: set[int]) -> Found | None:
    surface, start = str(figure["surface"]), int(str(figure["start"]))
    places = [start + k for k, sign in enumerate(surface) if NUMERAL.match(sign)] or [start]
    near = [
        f
        for f in found
        if id(f) not in used and int(str(f["start"])) <= places[-1] and int(str(f["end"])) > places[0]
    ]
    return min(near, key=lambda f: (f["start"], f["end"]) != (figure["start"], figure["end"]), default=None)


def _number(value: object) -> tuple[float, ...]:
    try:
        return tuple(round(float(Fraction(part)), 6) for part in str(value).split(".."))
    except (ValueError, ZeroDivisionError):
        return ()


PROSE = "各级各部门坚持以人民为中心的发展思想，扎实推进各项民生实事，群众获得感、幸福感、安全感不断增强。"
CLAUSE = re.compile(r"(?<=[，。；、])")


def at_density(passages: list[tuple[str, list[Found]]], rate: int) -> str:
    """A text of the clauses of the passages with about so many figures per 1,000 characters, filled up with prose."""
    pieces: list[str] = []
    figures = size = 0
    for text, gold in passages:
        surfaces = [str(figure["surface"]) for figure in gold]
        for clause in CLAUSE.split(text):
            held = sum(surface in clause for surface in surfaces)
            if not held and rate * size > 1000 * figures:
                continue
            pieces.append(clause)
            figures, size = figures + held, size + len(clause)
            while rate * size < 1000 * (figures - 1):
                pieces.append(PROSE)
                size += len(PROSE)
    return "".join(pieces)


def speeds(passages: list[tuple[str, list[Found]]], rounds: int = 7) -> Iterable[str]:
    """A row of the table for each density: figures per 1,000 characters, MB/s of ours and of digits, their ratio."""
    for rate in (30, 70):
        text = (at_density(passages, rate) + "\n") * 8
        size = len(text.encode()) / 1e6
        mine, theirs = (min(_cpu(reader, text) for _ in range(rounds)) for reader in (read_figures, digits))
        held = 1000 * len(read_figures(text)) / len(text)
        yield f"| {held:.0f} | {size / mine:.2f} | {size / theirs:.1f} | {mine / theirs:.0f} |"


def _cpu(reader: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    reader(text)
    return time.process_time() - begun


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench figures", description=__doc__)
    parser.add_argument("--gold", type=Path, action="append", help="directory of X.txt with X.jsonl")
    directories = parser.parse_args(argv).gold or [PUBLIC / "figures", PUBLIC / "seed"]
    sets = gold_sets(directories)
    readers: list[tuple[str, Callable[[], Reader]]] = [
        ("taizhang", lambda: ours),
        ("Microsoft Recognizers-Text (zh)", with_recognizers),
        ("cn2an + expression", with_cn2an),
        ("one digit expression", lambda: digits),
    ]
    print(f"{len(sets)} texts, {sum(len(gold) for _, gold in sets)} figures; ", end="")
    print(described("recognizers-text-suite", "cn2an"))
    print("\n| | span | exact | value | value + relation | kB/s |\n|---|---|---|---|---|---|")
    for name, make in readers:
        try:
            reader = make()
        except ImportError:
            print(f"| {name} | not installed | | | | |")
            continue
        reader(sets[0][0])  # warm
        f1, speed = score(sets, reader)
        print(f"| {name} | " + " | ".join(f"{f1[key]:.3f}" for key in f1) + f" | {speed:,.0f} |")
    print(
        "\n| figures per 1,000 characters | taizhang MB/s | one digit expression MB/s | ratio |\n|---|---|---|---|"
    )
    for row in speeds(sets):
        print(row)
    return 0
