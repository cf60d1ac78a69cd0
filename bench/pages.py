"""Where the pages end: issues of forty lengths, and those of an archive, as the press and LibreOffice set them.

``python -m bench pages [--files ISSUE.txt …]``. Each row is an issue: its pages, the setting that was chosen, rows of
text above the imprint, pages that end early, and the pages of its Word file in LibreOffice where that is installed.
Below the table stands what must not be: blank pages, an imprint alone, a page of one row.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from bench.press import SAMPLE
from bench.read import issue as invented
from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import DEFAULT_TEMPLATE, Press, Typeset, write_docx
from tests.press.test_page_ends import of_length

LENGTHS = range(300, 6_001, 146)
ARCHIVE = 20  # invented issues beside the lengths


@dataclass(frozen=True, slots=True)
class Ended:
    """An issue as it was set, with the pages of its Word file (0: not known)."""

    name: str
    done: Typeset
    word: int

    @property
    def faults(self) -> list[str]:
        """What an editor would not print."""
        form, fit = self.done.form, self.done.form.fit
        named = {
            "form": not form.ok,
            "blank page": not all(form.lines),
            "imprint alone": fit["last_rows"] == 0,
            "one row above the imprint": fit["last_rows"] == 1,
            "pages not as counted": fit["pages"] != form.pages,
            "Word file": self.word not in (0, form.pages),
        }
        return [name for name, holds in named.items() if holds]

    def row(self) -> str:
        fit = self.done.form.fit
        early = "、".join(f"{end['page']}−{end['rows']}" for end in fit["early"]) or "–"
        grid = f"{fit['setting']['lines']}×{fit['setting']['cells']}"
        word = str(self.word or "–")
        return (
            f"| {self.name} | {fit['pages']} | {grid} | {fit['last_rows']} | {early} | {word} | "
            f"{'; '.join(self.faults) or 'none'} |"
        )


def issues(files: list[Path]) -> dict[str, Bulletin]:
    """The sample where it is at hand, the lengths, invented issues of an archive, and the files."""
    made = {"sample": SAMPLE.read_text("utf-8")} if SAMPLE.exists() else {}
    made |= {f"archive {n}": invented(n, 2_000 + n) for n in range(1, ARCHIVE + 1)}
    made |= {path.stem: path.read_text("utf-8") for path in files}
    read = {name: for_setting(read_bulletin(text)) for name, text in made.items()}
    return read | {f"{n} characters": of_length(n) for n in LENGTHS}


def word_pages(copies: dict[str, bytes]) -> dict[str, int]:
    """The pages of Word files in LibreOffice; empty where it is not installed."""
    if not shutil.which("soffice"):
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n, content in enumerate(copies.values()):
            (folder / f"{n}.docx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        files = [str(folder / f"{n}.docx") for n in range(len(copies))]
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        return {key: len(pypdfium2.PdfDocument(folder / f"{n}.pdf")) for n, key in enumerate(copies)}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument("--files", type=Path, nargs="*", default=[])
    texts = issues(parser.parse_args(argv).files)
    with Press() as press:
        set_now = {name: press.typeset(text, DEFAULT_TEMPLATE) for name, text in texts.items()}
    copies = {
        name: write_docx(text, DEFAULT_TEMPLATE, set_now[name].form.fit) for name, text in texts.items()
    }
    words = word_pages(copies)
    rows = [Ended(name, done, words.get(name, 0)) for name, done in set_now.items()]
    print("| Issue | pages | setting | rows above the imprint | early ends | Word | faults |")
    print("|---|---:|---|---:|---|---:|---|")
    print(*(row.row() for row in rows), sep="\n")
    faults = sum(bool(row.faults) for row in rows)
    print(f"\n{len(rows)} issues, {faults} with a fault.")
    return int(faults > 0)
