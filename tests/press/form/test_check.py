"""The form check: what we set passes, and what departs from the form is named."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.press import FormReport, Grid, HouseTemplate, Press, PressError, Typeset, check_form, edge_lines
from tests.press.samples import bulletin, drawn

# A page in form, as plain Typst: each test spoils one thing of it.
PAGE = (
    "(paper: {paper}, margin: (top: 37mm, bottom: 35mm, left: {left}, right: 26mm), "
    "footer-descent: 0pt, footer: {footer})"
)
FOLIO = "context { let p = here().page(); place(top + if calc.odd(p) {SIDES}, dy: {DROP}, text(size: 14pt)[— #p —]) }"
SOURCE = """
#set page{page}
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em,
  costs: (widow: 0%, orphan: 0%))
#set par(leading: {leading}, spacing: {leading}, justify: true, linebreaks: "simple")
{rule}
#text(tracking: {tracking}, "海川" * 695)
{imprint}
"""
RULE = "#line(length: 156mm, stroke: 1.4pt + red)"
END_RULE = "#block(spacing: 0pt, line(length: {width}, stroke: {thick}))"
IMPRINT = f"#v(1fr){END_RULE}#v(20pt){END_RULE}#v({{up}})"


def spoiled(folder: Path, **changes: str) -> FormReport:
    """The check of a document in form but for the changes."""
    v = {
        "paper": '"a4"', "left": "28mm", "leading": "13.609pt", "sides": "{ right } else { left }", "drop": "14.8pt",
        "tracking": "-0.2146pt", "rule": RULE, "width": "156mm", "thick": "0.35mm", "up": "0pt",
    } | changes  # fmt: skip
    footer = v.get("footer") or FOLIO.replace("{SIDES}", v["sides"]).replace("{DROP}", v["drop"])
    page = PAGE.format(paper=v["paper"], left=v["left"], footer=footer)
    imprint = v.get("imprint") or IMPRINT.format(width=v["width"], thick=v["thick"], up=v["up"])
    source = SOURCE.format(
        page=page, leading=v["leading"], rule=v["rule"], tracking=v["tracking"], imprint=imprint
    )
    return check_form(drawn(folder, source))


def said(report: FormReport) -> str:
    return "\n".join(f"{f.page} {f.sentence}" for f in report.findings)


def test_the_edges_are_the_lines_that_stand_on_paper(typeset: Typeset) -> None:
    first, last = edge_lines(typeset.pdf)
    assert first.startswith("现将有关情况编发如下")  # not 【创建动态】, under which many issues begin
    assert last.endswith("（含县区）。")


def test_without_text_there_are_no_edges(tmp_path: Path) -> None:
    assert edge_lines(drawn(tmp_path, "#line(length: 156mm)")) == ("", "")


def test_a_document_in_form_passes(tmp_path: Path) -> None:
    report = spoiled(tmp_path)
    assert report.ok, said(report)
    assert report.pages == 3
    assert report.full_pages == (2,)
    assert report.lines[1] == 22
    assert report.exact == report.full_lines > 40
    assert (report.top_mm, report.left_mm) == (pytest.approx(37, abs=0.2), pytest.approx(28, abs=0.2))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"paper": '"us-letter"'}, "纸张为216×279毫米，应为A4"),
        ({"left": "24mm"}, "2 订口为24.0毫米，应为28±1毫米。"),
        ({"sides": "{ left } else { right }"}, "1 页码位置不对：单页码居右，双页码居左。"),
        ({"drop": "4pt"}, "毫米，应为7毫米。"),
        ({"footer": "none"}, "2 没有页码，或页码不是“— 2 —”的形式。"),
        ({"leading": "16.5pt"}, "2 本页20行，应为22行。"),
        ({"rule": ""}, "1 报头下没有与版心等宽的分隔线。"),
        ({"imprint": "海川"}, "3 末页没有版记的首末分隔线。"),
        ({"up": "9mm"}, "3 版记末条分隔线与版心下边缘相差-9."),
        ({"thick": "0.7mm"}, "3 版记分隔线粗细为0.70、0.70毫米"),
        ({"width": "120mm"}, "3 版记分隔线应与版心等宽（156毫米）。"),
        ({"tracking": "0.4pt"}, "超过每行28字，且不是避头尾所致，首处：“海川海川海川海川海川海川…”"),
        ({"rule": RULE + "#place(dx: 150mm)[海川海川]"}, "1 文字超出版心右边"),
        ({"rule": RULE + "#set page(margin: (top: 45mm))"}, "2 天头为45.0毫米，应为37±1毫米。"),
    ],
)  # fmt: skip
def test_each_departure_is_named(tmp_path: Path, changes: dict[str, str], wanted: str) -> None:
    report = spoiled(tmp_path, **changes)
    assert not report.ok
    assert wanted in said(report)


def unembedded() -> bytes:
    """A page with a font that is only named."""
    content = b"BT /F1 16 Tf 100 700 Td (Haichuan) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"


def test_a_font_that_is_not_embedded_is_named() -> None:
    assert "1 字体没有嵌入，换一台机器会变样：Helvetica。" in said(check_form(unembedded()))


@pytest.mark.parametrize("paragraphs", [1, 3, 4, 6, 8, 10, 12, 14, 16])
def test_what_the_press_sets_is_in_form(press: Press, paragraphs: int) -> None:
    done = press.typeset(bulletin(paragraphs, run_in=paragraphs % 4 == 0))
    form = done.form
    assert form.ok, said(form)
    short = {each["page"]: each["rows"] for each in form.fit["early"]}
    assert all(form.lines[page - 1] == form.grid[0] - short.get(page, 0) for page in form.full_pages)
    assert form.imprint_bottom_mm == pytest.approx(262, abs=1)
    assert form.imprint_rules_mm == (0.35, 0.25, 0.35)
    assert all(form.lines), "no page is blank"
    assert form.fit["last_rows"] >= 2, "text stands above the imprint"
    assert form.exact + form.moved == form.full_lines
    if form.full_pages:
        assert form.top_mm == pytest.approx(37, abs=1)


def test_an_imprint_may_follow_on_an_odd_page(press: Press) -> None:
    house = HouseTemplate(imprint_on_even_page=False)
    pages = {press.typeset(bulletin(n), house).pages for n in (1, 4, 7, 10)}
    assert pages & {1, 3, 5}


def test_a_single_page_is_in_form(press: Press) -> None:
    short = bulletin(1, sentences=1)
    done = press.typeset(short, HouseTemplate(imprint_on_even_page=False))
    assert done.pages == 1
    assert done.form.ok, said(done.form)


def test_another_grid_is_held_against_its_own_numbers(press: Press, typeset: Typeset) -> None:
    report = check_form(typeset.pdf, Grid(23, 29))
    assert "应为23行" in said(report)


def test_a_report_survives_json(typeset: Typeset) -> None:
    for report in (typeset.form, check_form(unembedded())):
        assert FormReport.from_json(json.loads(json.dumps(report.to_json()))) == report


@given(st.binary(max_size=300))
@settings(max_examples=30)
def test_what_is_no_pdf_is_a_sentence(data: bytes) -> None:
    for bytes_ in (data, b"%PDF-1.7\n" + data):
        with pytest.raises(PressError, match="PDF 文件"):
            check_form(bytes_)


@given(st.data())
@settings(max_examples=40)
def test_a_damaged_pdf_is_a_report_or_a_sentence(data: st.DataObject) -> None:
    pdf = bytearray(unembedded())
    for _ in range(data.draw(st.integers(1, 12))):
        pdf[data.draw(st.integers(0, len(pdf) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PressError):
        assert not check_form(bytes(pdf)).ok
