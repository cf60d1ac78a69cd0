"""List marks that Word counts by itself come back as text."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from taizhang.core.gongwen import read_bulletin
from taizhang.intake import Limits, reading
from tests.intake import packages

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(depth: int, form: str, pattern: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def word_file(levels: list[str], paragraphs: list[tuple[str, str]], nums: str = "") -> str:
    """The text read from a file whose list 71 has ``levels``; each paragraph is (properties, text)."""
    document = docx.Document()
    root = document.part.numbering_part.element
    root.append(parse_xml(f'<w:abstractNum {SPACE} w:abstractNumId="70">{"".join(levels)}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {SPACE} w:numId="71"><w:abstractNumId w:val="70"/></w:num>'))
    if nums:
        root.append(parse_xml(nums.replace("<w:num ", f"<w:num {SPACE} ")))
    for properties, text in paragraphs:
        made = document.add_paragraph(text)
        if properties:
            made._p.insert(0, parse_xml(f"<w:pPr {SPACE}>{properties}</w:pPr>"))
    out = io.BytesIO()
    document.save(out)
    return reading.read(out.getvalue(), Limits()).text


def at(depth: int, number: int = 71) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def test_levels_are_counted_and_begin_anew_below() -> None:
    levels = [
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
    ]
    depths = [0, 1, 1, 2, 0, 1]
    text = word_file(levels, [(at(d), "甲") for d in depths] + [("", "正文"), (at(0), "乙"), (at(0), " ")])
    assert text.split("\n") == [
        "一、甲", "（一）甲", "（二）甲", "1.甲", "二、甲", "（一）甲", "正文", "三、乙", " ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "pattern", "start", "expected"),
    [
        ("decimalEnclosedCircle", "%1", 2, "②"),
        ("decimalEnclosedCircle", "%1", 21, "21"),
        ("decimalFullWidth", "%1．", 12, "１２．"),
        ("upperLetter", "%1.", 3, "C."),
        ("lowerLetter", "%1)", 27, "aa)"),
        ("upperRoman", "%1.", 4, "IV."),
        ("lowerRoman", "%1.", 5000, "5000."),
        ("chineseLegalSimplified", "%1、", 12, "壹拾贰、"),
        ("ideographTraditional", "%1、", 11, "甲、"),
        ("decimalEnclosedParen", "%1", 3, "⑶"),
        ("decimalZero", "%1.", 7, "07."),
        ("taiwaneseDigital", "%1", 12, "一二"),
        ("none", "%1", 1, ""),
        ("bullet", "\uf06c", 1, "●"),
        ("bullet", "", 1, "●"),
        ("bullet", "◆", 1, "◆"),
        ("bullet", "◆" * 1000, 1, "●"),
        ("decimal", "第%1项" + "长" * 30, 1, ""),
        ("decimal", "%1.%2.", 3, "3.%2."),
    ],
)
def test_formats_in_use_are_written(form: str, pattern: str, start: int, expected: str) -> None:
    assert word_file([level(0, form, pattern, start)], [(at(0), "甲")]) == expected + "甲"


def test_an_inner_mark_names_the_outer_one() -> None:
    levels = [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")]
    assert word_file(levels, [(at(1), "甲"), (at(0), "乙"), (at(1), "丙")]).split("\n") == [
        "1.1甲",
        "1.乙",
        "1.1丙",
    ]


def test_a_list_may_begin_anew_or_be_unknown() -> None:
    nums = (
        '<w:num w:numId="72"><w:abstractNumId w:val="70"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride><w:lvlOverride w:ilvl="1"/></w:num>'
    )
    paragraphs = [
        (at(0), "甲"),
        (at(0, 72), "乙"),
        (at(0, 72), "丙"),
        (at(0, 99), "丁"),
        (at(8), "戊"),
        (at(0, 0), "己"),
    ]
    got = word_file([level(0, "decimal", "%1.")], paragraphs, nums)
    assert got.split("\n") == ["1.甲", "5.乙", "6.丙", "丁", "戊", "己"]


def test_a_style_may_bring_the_list() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    out = io.BytesIO()
    document.save(out)
    assert reading.read(out.getvalue(), Limits()).text == "1.甲\n2.乙"


def test_styles_that_rest_on_each_other_end_somewhere() -> None:
    document = docx.Document()
    for name, base in (("List Number", "ListBullet"), ("List Bullet", "ListNumber")):
        style = document.styles[name].element
        style.find(f"{{{style.nsmap['w']}}}pPr").clear()
        style.basedOn_val = base
    document.add_paragraph("甲", style="List Number")
    out = io.BytesIO()
    document.save(out)
    assert reading.read(out.getvalue(), Limits()).text == "甲"


def test_a_start_that_is_no_number_is_one() -> None:
    broken = level(0, "decimal", "%1.").replace('w:start w:val="1"', 'w:start w:val="x"')
    assert word_file([broken], [(at(0), "甲")]) == "1.甲"


def test_items_numbered_by_word_are_items() -> None:
    sentence = "市局走访商户四百余户，收集意见五十七条，逐条登记、限时办理，群众满意。"
    heads = ["市局办好便民早市", "区局开好市民夜校"]
    paragraphs = [("", "海川工作简报"), ("", "第1期"), ("", "海川市文明办  2024年6月1日")]
    for head in heads:
        paragraphs += [(at(0), head), ("", sentence), ("", "（市局）")]
    got = read_bulletin(word_file([level(0, "chineseCounting", "%1、")], paragraphs))
    assert [item.title for item in got.items] == heads


def test_numbers_of_a_list_style_are_counted() -> None:
    """The list of the paragraphs refers to a style, the style to its own list."""
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="GW"/>{level(0, "chineseCountingThousand", "%1、")}'
        f"{level(1, 'chineseCountingThousand', '（%2）')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="GW"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="none"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    )
    style = '<w:style w:type="numbering" w:styleId="GW"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    rows = ((0, 2), (1, 2), (1, 2), (0, 2), (0, 3))
    body = "".join(packages.paragraph("甲", properties=at(depth, number)) for depth, number in rows)
    data = packages.word(body, numbering=numbering, styles=style)
    assert reading.read(data, Limits()).text.split("\n") == ["一、甲", "（一）甲", "（二）甲", "二、甲", "甲"]


def test_a_style_may_stand_for_a_level_of_its_list() -> None:
    linked = level(1, "decimal", "%1.%2").replace("<w:start", '<w:pStyle w:val="H2"/><w:start')
    plain = level(2, "upperRoman", "%1-%3").replace("</w:lvl>", '<w:isLgl/><w:lvlRestart w:val="0"/></w:lvl>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}{linked}{plain}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1)")}'
        "</w:lvlOverride></w:num>"
    )
    style = '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = "".join(
        packages.paragraph("甲", properties=properties)
        for properties in (at(0, 1), '<w:pStyle w:val="H2"/>', at(2, 1), at(0, 1), at(2, 1), at(0, 2))
    )
    data = packages.word(body, numbering=numbering, styles=style)
    assert reading.read(data, Limits()).text.split("\n") == [
        "一、甲", "一.1甲", "1-1甲", "二、甲", "2-2甲", "3)甲",
    ]  # fmt: skip
