"""Proofreading: an article of 1,500 characters beside a public linter, and what each class of rules finds and costs.

``python -m bench proof [--gold DIR]`` (X.txt, with X.jsonl where slips are planted). Without the public texts the slips
of the tests are read, a text each. The peer, autocorrect-py (signs and blanks between Chinese and Latin only), is left
out and named where it is not installed. CPU time, best of several rounds in one run.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bench.machine import described
from taizhang.core.proof import RULES, NameRegister, ProofClass, ProofContext, proofread, register_from_json
from taizhang.core.proof.catalogue import EXAMPLE_CONTEXT
from taizhang.core.proof.model import ProofText

ROOT = Path(__file__).parent.parent
PUBLIC = ROOT.parent / "shared" / "eval" / "proof"
OWN = ROOT / "tests" / "core" / "proof" / "slips.txt"
ARTICLE = 1_500


class Slip(NamedTuple):
    """A planted slip: the classes it may be asked in, and its places; no place: anywhere in the text."""

    kinds: frozenset[str]
    places: tuple[tuple[int, int], ...]


def texts_in(folder: Path) -> tuple[list[tuple[str, list[Slip]]], NameRegister]:
    """The texts with their slips, and the register they are read with."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        gold = path.with_suffix(".jsonl")
        rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()] if gold.exists() else []
        found.append((path.read_bytes().decode("utf-8"), [_slip(row) for row in rows]))
    register = folder / "register.json"
    if found:
        known = json.loads(register.read_text("utf-8")) if register.exists() else {}
        return found, register_from_json(known)
    lines = [line.split("|", 1) for line in OWN.read_text("utf-8").splitlines() if line[0] != "#"]
    own = [(text.replace("\\n", "\n"), [Slip(frozenset({kind}), ())]) for kind, text in lines]
    return own, EXAMPLE_CONTEXT.register


def _slip(row: dict[str, object]) -> Slip:
    also, alt = row.get("also", []), row.get("alt", [])
    places = [(row["start"], row["end"]), *alt]  # type: ignore[misc]
    return Slip(frozenset({row["class"], *also}), tuple((start, end) for start, end in places))  # type: ignore[misc]


def score(
    texts: list[tuple[str, list[Slip]]], context: ProofContext, kinds: set[ProofClass]
) -> tuple[int, int]:
    """How many slips are found, and how many questions touch none, with the rules of these classes."""
    found = false = 0
    for text, slips in texts:
        asked = [q for q in proofread(text, context, certain_ends=True) if q.rule.kind in kinds]
        found += sum(any(_is_hit(slip, q.span, q.rule.kind) for q in asked) for slip in slips)
        false += sum(not any(_touches(slip, q.span) for slip in slips) for q in asked)
    return found, false


def _is_hit(slip: Slip, span: tuple[int, int], kind: str) -> bool:
    return kind in slip.kinds and _touches(slip, span)


def _touches(slip: Slip, span: tuple[int, int]) -> bool:
    return not slip.places or any(start < span[1] and span[0] < end for start, end in slip.places)


def peer() -> Callable[[str], object] | None:
    """The public linter, where it is installed."""
    try:
        from autocorrect_py import lint_for
    except ImportError:
        return None
    return lambda text: lint_for(text, "text")


def cpu(act: Callable[[], object], rounds: int = 15) -> float:
    """Milliseconds of CPU time, the best round."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        act()
        best = min(best, time.process_time() - begun)
    return 1000 * best


def ablation(texts: list[tuple[str, list[Slip]]], context: ProofContext, article: str) -> Iterable[str]:
    """A row for each class: its rules, the slips found and false questions without it, its share of the time."""
    every = set(ProofClass)
    total = sum(len(slips) for _text, slips in texts)
    found, false = score(texts, context, every)
    yield f"| all | {len(RULES)} | {found} of {total} | {false} | |"
    for kind in ProofClass:
        rules = [rule for rule in RULES if rule.kind is kind]
        found, false = score(texts, context, every - {kind})
        read = ProofText(article, context, certain_ends=True)
        _warm = read.plain, read.figures, read.paragraphs
        spent = cpu(lambda rules=rules, read=read: [list(rule.find(read)) for rule in rules], 5)
        yield f"| without {kind.value} | −{len(rules)} | {found} of {total} | {false} | {spent:.1f} ms |"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench proof", description=__doc__)
    parser.add_argument("--gold", type=Path, default=PUBLIC, help="directory of X.txt, some with X.jsonl")
    texts, register = texts_in(parser.parse_args(argv).gold)
    context = ProofContext(register)
    article = "\n".join(text for text, _slips in texts)[:ARTICLE]
    print(described("autocorrect-py"))
    mine = cpu(lambda: proofread(article, context, certain_ends=True))
    print(f"\nAn article of {len(article):,} characters: {mine:.1f} ms ({len(RULES)} rules)")
    theirs = peer()
    if theirs is None:
        print("autocorrect-py is not installed: no ratio.")
    else:
        other = cpu(lambda: theirs(article))
        print(f"autocorrect-py (signs and blanks only): {other:.2f} ms; ratio {mine / other:.1f}")
    print("\n| rules | number | slips found | false questions | time of the class |\n|---|---|---|---|---|")
    for row in ablation(texts, context, article):
        print(row)
    return 0
