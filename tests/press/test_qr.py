"""The QR code: an address as modules, and the same modules on the last page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import segno

from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.core.gongwen.copyfit import PageSetting
from taizhang.press import HouseTemplate, Press, PressError, Typeset
from taizhang.press.pdfium import opened
from taizhang.press.typeset.geometry import MM
from taizhang.press.typeset.qr import CAPTION, code

from .samples import bulletin
from .test_pool import said_on

ADDRESS = "https://jianbao.example.cn/v/AbCdEf0123456789AbCdEf/"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "bulletin-2023-10.txt"


@pytest.fixture(scope="module")
def marked(press: Press) -> Typeset:
    return press.typeset(bulletin(4), HouseTemplate(qr=ADDRESS))


def drawn_modules(pdf: bytes, side: int) -> list[list[bool]]:
    """What the last page shows in its 16 mm square, at the middle of each module."""
    with opened(pdf) as document:
        page = document[len(document) - 1]
        left, _, right, top = next(
            bounds
            for thing in page.get_objects(max_depth=8)
            if isinstance(thing, pypdfium2.PdfObject)
            and abs((bounds := thing.get_bounds())[2] - bounds[0] - 16 * MM) < 0.5
            and abs(bounds[3] - bounds[1] - 16 * MM) < 0.5
        )
        scale = 6
        picture = page.render(scale=scale).to_pil().convert("L")
        height = page.get_height()
    step = (right - left) / side
    return [
        [
            picture.getpixel(
                (int((left + (x + 0.5) * step) * scale), int((height - top + (y + 0.5) * step) * scale))
            )
            < 128
            for x in range(side)
        ]
        for y in range(side)
    ]


def alternatives(node: Any) -> Iterator[str]:
    """The words a screen reader says instead of a picture."""
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for part in node:
            yield from alternatives(part)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alternatives(node.get("/K"))


def test_the_runs_are_the_dark_modules() -> None:
    drawn = code(ADDRESS)
    dark = {(x + n, y) for x, y, length in drawn["runs"] for n in range(length)}
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    assert drawn["side"] == len(matrix)
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, value in enumerate(row) if value}


def test_the_last_page_shows_the_code_with_its_caption(marked: Typeset) -> None:
    matrix = [[bool(value) for value in row] for row in segno.make_qr(ADDRESS, error="m").matrix]
    assert drawn_modules(marked.pdf, len(matrix)) == matrix
    assert said_on(marked.pdf).count(CAPTION) == 1


def test_a_screen_reader_hears_the_address(marked: Typeset, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(marked.pdf)
    with pypdf.PdfReader(path) as reader:
        root = reader.trailer["/Root"]
        assert isinstance(root, pypdf.generic.DictionaryObject)
        tree = root["/StructTreeRoot"]
        assert list(alternatives(tree["/K"])) == [f"二维码：扫码核对本期及更正，网址 {ADDRESS}"]


@pytest.mark.parametrize("paragraphs", [1, 3, 7])
@pytest.mark.parametrize("even", [True, False])
def test_the_form_holds_with_the_code(press: Press, paragraphs: int, even: bool) -> None:
    house = HouseTemplate(imprint_on_even_page=even, setting=PageSetting())
    plain = press.typeset(bulletin(paragraphs), house)
    done = press.typeset(bulletin(paragraphs), replace(house, qr=ADDRESS))
    assert done.form.ok, done.form.findings
    assert done.form.full_lines == plain.form.full_lines
    if not plain.form.fit["early"] + done.form.fit["early"]:
        assert done.form.lines[: plain.pages - 1] == plain.form.lines[: plain.pages - 1]


@pytest.mark.skipif(not SEED.exists(), reason="the sample is not here")
def test_the_form_of_the_sample_holds_with_the_code(press: Press) -> None:
    done = press.typeset(for_setting(read_bulletin(SEED.read_text("utf-8"))), HouseTemplate(qr=ADDRESS))
    assert done.form.ok, done.form.findings


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("javascript:alert(1)", "二维码的网址不规范"),
        ("https://海川.cn/", "二维码的网址不规范"),
        ("https://a.cn/\n", "二维码的网址不规范"),
        ("https://a.cn/" + "x" * 140, "二维码的网址有153个字符，太长"),
        ("https://a.cn/" + "x" * 9000, "二维码的网址有9013个字符，太长"),
    ],
)
def test_an_address_that_makes_no_code_is_refused(address: str, told: str) -> None:
    with pytest.raises(PressError, match=told):
        code(address)


def test_the_worker_tells_why_it_draws_no_code(press: Press) -> None:
    with pytest.raises(PressError, match="二维码的网址不规范"):
        press.compile(bulletin(1), HouseTemplate(qr="ftp://a.cn/"))
