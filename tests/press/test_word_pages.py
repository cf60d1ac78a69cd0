"""The Word file as LibreOffice sets it, beside the pages of the press."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import DEFAULT_TEMPLATE, HouseTemplate, Press, Typeset, write_docx

from .test_page_ends import ADDRESS, FREE_OF_BOUNDS, TIGHT, of_length
from .test_qr import SEED

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
LENGTHS = (300, 585, 870, 1_155, 1_440, 2_010, 2_295, 2_580, 3_150, 4_290, 5_430)
HOUSES = (FREE_OF_BOUNDS, DEFAULT_TEMPLATE, HouseTemplate(qr=ADDRESS), TIGHT)
LAST = "（共印80份）"  # of the imprint
MOST_AWAY = 12  # points: the height of a rule with the white around it


@dataclass(frozen=True)
class Both:
    """An issue as the press has set it, and its Word file as LibreOffice has."""

    done: Typeset
    word: bytes


@pytest.fixture(scope="module")
def both(press: Press, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Both]:
    """Every issue; one process of LibreOffice converts them all."""
    folder = tmp_path_factory.mktemp("word")
    issues: dict[str, tuple[Bulletin, HouseTemplate]] = {
        str(n): (of_length(n), HOUSES[k % len(HOUSES)]) for k, n in enumerate(LENGTHS)
    }
    listed = HouseTemplate(contents=True, contents_pages=True, note_label="编者按")
    issues["listed"] = (of_length(2_600), listed)
    if SEED.exists():
        issues["sample"] = (for_setting(read_bulletin(SEED.read_text("utf-8"))), DEFAULT_TEMPLATE)
    made: dict[str, Typeset] = {}
    for name, (issue, house) in issues.items():
        made[name] = press.typeset(issue, house)
        (folder / f"{name}.docx").write_bytes(write_docx(issue, house, made[name].form.fit))
    _convert(folder, list(issues))
    return {name: Both(done, (folder / f"{name}.pdf").read_bytes()) for name, done in made.items()}


def _convert(folder: Path, names: list[str]) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = [str(folder / f"{name}.docx") for name in names]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)


def words_on(pdf: bytes) -> list[str]:
    """What each page says, without blanks, quotation marks (which LibreOffice writes in another order) and page numbers."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"\s|—[0-9]+—|[\ufffe\u0002“”]", "", text) for text in texts]


def foot_of(pdf: bytes, words: str) -> float:
    """How high the words stand on the last page, in points from below."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[len(document) - 1].get_textpage()
    found = text.search(words).get_next()
    assert found is not None
    return float(text.get_charbox(found[0])[1])


def test_the_pages_are_as_many(both: dict[str, Both]) -> None:
    counts = {name: (each.done.pages, len(words_on(each.word))) for name, each in both.items()}
    assert all(press == word for press, word in counts.values()), counts


def test_a_page_that_ends_early_does_so_at_the_same_words(both: dict[str, Both]) -> None:
    seen = 0
    for name, each in both.items():
        mine, word = words_on(each.done.pdf), words_on(each.word)
        for end in each.done.form.fit["early"]:
            seen += 1
            assert word[end["page"]][:16] == mine[end["page"]][:16], (name, end)
    assert seen >= 8


def test_the_imprint_stands_at_the_same_foot(both: dict[str, Both]) -> None:
    for name, each in both.items():
        if name != "sample":
            assert foot_of(each.word, LAST) == pytest.approx(foot_of(each.done.pdf, LAST), abs=MOST_AWAY), (
                name
            )


def test_the_list_of_contents_has_the_same_pages(both: dict[str, Both]) -> None:
    listed = both["listed"]
    pages = listed.done.form.fit["pages_of"]
    for pdf in (listed.done.pdf, listed.word):
        said = words_on(pdf)[0]
        assert [int(n) for n in re.findall(r"[….]{2,}([0-9])(?=[0-9]\.|【|编者按)", said)] == pages
        assert "编者按：" in said
