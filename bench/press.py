"""The press: one issue through our worker, through warm Typst alone, and through LibreOffice.

``python -m bench press [--rounds N] [--file BULLETIN.txt]``

The ways take turns; before each turn one paragraph is edited, so that nothing comes from a cache. Warm Typst compiles
the very lines that our worker compiles, with the same fonts and PDF standards: what stands between the two is reading
and writing JSON, the line breaking and the pipe.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.machine import described
from bench.read import issue
from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import DEFAULT_TEMPLATE, Press, installed, write_docx
from taizhang.press.typeset.pack import Packer
from taizhang.press.typeset.worker import _FOLIO_DROP, STANDARDS, Setter, _stamp

SAMPLE = Path(__file__).parents[2] / "shared" / "seed" / "bulletin-2023-10.txt"
COPIES = 6
Way = Callable[[Bulletin], None]


def edited(bulletin: Bulletin, turn: int) -> Bulletin:
    """The bulletin with one word more in one paragraph, another paragraph each turn."""
    items = list(bulletin.items)
    at = turn % len(items)
    body = list(items[at].body)
    spot = turn % len(body)
    body[spot] = replace(body[spot], text=f"（第{turn}次修改）{body[spot].text}")
    items[at] = replace(items[at], body=tuple(body))
    return replace(bulletin, items=tuple(items))


def raw_typst() -> Callable[[Bulletin], float]:
    """Seconds of Typst alone, warm and in this process; the packing before it is not counted."""
    fonts = installed()
    compiler = Setter(fonts).compiler

    def seconds(bulletin: Bulletin) -> float:
        packed = Packer(DEFAULT_TEMPLATE, fonts).pack(bulletin)
        data = json.dumps({**packed.data, "folio_drop": _FOLIO_DROP}, ensure_ascii=False)
        start = time.perf_counter()
        compiler.compile_with_warnings(
            sys_inputs={"data": data}, format="pdf", pdf_standards=STANDARDS, timestamp=_stamp(bulletin)
        )
        return time.perf_counter() - start

    return seconds


def timed(way: Callable[[Bulletin], object]) -> Callable[[Bulletin], float]:
    def seconds(bulletin: Bulletin) -> float:
        start = time.perf_counter()
        way(bulletin)
        return time.perf_counter() - start

    return seconds


def office(bulletins: list[Bulletin], folder: Path) -> float:
    """Seconds of one LibreOffice process that converts these bulletins from Word to PDF."""
    names = []
    for n, bulletin in enumerate(bulletins):
        path = folder / f"{n}.docx"
        path.write_bytes(write_docx(bulletin))
        names.append(str(path))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    start = time.perf_counter()
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return time.perf_counter() - start


def office_times(bulletin: Bulletin, rounds: int) -> tuple[list[float], list[float]]:
    """Cold seconds (a process for one copy) and warm seconds (what each further copy takes in one process)."""
    cold, warm = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office([bulletin], folder)  # the profile is made once
        for turn in range(rounds):
            one = office([edited(bulletin, turn)], folder)
            many = office([edited(bulletin, turn * COPIES + n) for n in range(COPIES)], folder)
            cold.append(one)
            warm.append((many - one) / (COPIES - 1))
    return cold, warm


def interleaved(
    ways: dict[str, Callable[[Bulletin], float]], bulletin: Bulletin, rounds: int
) -> dict[str, list[float]]:
    """Seconds of each way, turn about; the first two turns warm up and do not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    turn = 0
    for count in range(rounds + 2):
        for n in range(len(ways)):
            name = list(ways)[(n + count) % len(ways)]
            turn += 1
            took = ways[name](edited(bulletin, turn))
            if count >= 2:
                times[name].append(took)
    return times


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench press", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--file", type=Path, default=SAMPLE)
    options = parser.parse_args(argv)
    text = options.file.read_text("utf-8") if options.file.exists() else issue(2, 2222)
    bulletin = for_setting(read_bulletin(text))
    with Press() as press:
        ways = {
            "Typst alone, warm": raw_typst(),
            "ours: worker, breaking, PDF": timed(press.compile),
            "ours with the form check": timed(press.typeset),
        }
        times = interleaved(ways, bulletin, options.rounds)
        pages = press.typeset(bulletin).pages
    if shutil.which("soffice"):
        cold, warm = office_times(bulletin, max(3, options.rounds // 5))
        times |= {f"LibreOffice, each of {COPIES} in one process": warm, "LibreOffice, a process each": cold}
    print(f"{described('typst', 'pypdfium2')}{'; ' + _office_version() if shutil.which('soffice') else ''}\n")
    print(f"{len(text):,} characters, {pages} pages, {options.rounds} rounds.\n")
    show(times)
    return 0


def _office_version() -> str:
    said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=False, timeout=60)
    return " ".join(said.stdout.split()[:2])


def show(times: dict[str, list[float]]) -> None:
    base = median(next(iter(times.values())))
    print("| Way | rounds | median ms | best | worst | × |\n|---|---:|---:|---:|---:|---:|")
    for name, all_ in times.items():
        low, middle, high = (1000 * f(all_) for f in (min, median, max))
        print(
            f"| {name} | {len(all_)} | {middle:.0f} | {low:.0f} | {high:.0f} | {middle / 1000 / base:.2f} |"
        )
    if not shutil.which("soffice"):
        print("\nLibreOffice is not installed here: left out.")
