"""PDF pages as they look: reading order by place, letter-spacing, turned pages, fonts that tell nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from taizhang.core.gongwen import read_bulletin
from taizhang.intake import IntakeRefused, Limits, portable, reading, rows
from taizhang.intake.glyphs import PrintedGlyph, PrintedRow
from tests.intake import hostile

FILES = Path(__file__).parent / "files"


def text_of(name: str) -> str:
    return reading.read((FILES / f"{name}.pdf").read_bytes(), Limits()).text


def line(text: str, left: float, level: float, step: float = 10.0, size: float = 10.0) -> PrintedRow:
    """A row of glyphs ``step`` apart; a blank stands before a glyph that is not next to the one before it."""
    glyphs, at = [], left
    for sign in text:
        if sign != " ":
            before = " " if glyphs and at - glyphs[-1].right > 0.2 * size else ""
            glyphs.append(PrintedGlyph(sign, at, at + size, level, size, before))
        at += step
    row = PrintedRow(glyphs, 0)
    row.measure()
    return row


def test_a_masthead_drawn_last_is_read_first() -> None:
    got = read_bulletin(text_of("masthead-drawn-last"))
    assert (got.name, got.annual_no, got.cumulative_no) == ("海川市文明建设简报", 7, 215)
    assert got.recipients.up == ("市委、市政府",)


def test_letter_spaced_lines_are_closed_up() -> None:
    text = text_of("letter-spaced")
    assert "开展宣讲24场，参加居民1300余人次。" in text
    assert "（总第215期）" in text
    assert "报：市委、市政府" in text
    assert [part for part in text.split("\n")[3].split(" ") if part] == ["海川市文明办", "2024年5月20日"]


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_a_turned_page_is_read_along_its_writing(turns: int) -> None:
    """However the sheet is turned, the writing on it stays the same."""
    writer = PdfWriter(clone_from=PdfReader(FILES / "turned.pdf"))
    writer.pages[0].rotate(turns)
    out = io.BytesIO()
    writer.write(out)
    got = read_bulletin(reading.read(out.getvalue(), Limits()).text)
    assert [item.title for item in got.items] == ["平安街道深入开展宣讲活动。", "和平街道推进志愿服务。"]


def test_fonts_without_a_character_map_are_refused() -> None:
    with pytest.raises(IntakeRefused, match="没有文字对照表"):
        text_of("no-character-map")


def merged(*names: str | bytes) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for name in names:
        writer.append(io.BytesIO(name) if isinstance(name, bytes) else FILES / f"{name}.pdf")
    writer.write(out)
    return out.getvalue()


def test_an_illegible_page_among_others_is_named() -> None:
    got = reading.read(merged("letter-spaced", "no-character-map", "turned", "no-character-map"), Limits())
    assert got.text.count("\f") == 3
    assert got.text.split("\f")[1] == ""
    assert [str(note) for note in got.notes] == ["第 2、4 页的字体没有文字对照表，读出来是乱码，没有读入。"]


def test_a_scanned_page_among_others_is_named() -> None:
    from tests.intake.test_extract import image

    got = reading.read(merged("turned", image("PDF")), Limits())
    assert [str(note) for note in got.notes] == ["第 2 页没有可提取的文字，可能是扫描页，没有读入。"]


def test_a_page_that_cannot_be_parsed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = portable.PageReader.read
    seen: list[int] = []

    def fails_once(self: portable.PageReader) -> object:
        seen.append(1)
        if len(seen) == 1:
            raise ValueError
        return real(self)

    monkeypatch.setattr(portable.PageReader, "read", fails_once)
    got = reading.read(hostile.pdf_file(2), Limits())
    assert got.text == "\fHaichuan 8 / 11"
    assert [str(note) for note in got.notes] == ["第 1 页已损坏，没有读入。"]


@pytest.mark.parametrize(
    ("text", "illegible"),
    [
        ("街道组织宣讲小分队进社区开展宣讲二十四场参加居民一千三百余人次", False),
        ("海川市2024年5月20日（总第215期）开展宣讲24场", False),
        ("Haichuan City, 18 volunteers; 24 lectures", False),
        ("ÄÅÇÉÑÖÜáàâäãåçéèêâ24ëâíìîï1300ñêóÄ", True),
        ("汉语拼音 hànyǔ pīnyīn 的声调符号表，共二十四课，学员三百余人参加", False),
        ("鎾鍔鏃欢绔彿绁楂洕琛岃瘯鍚囍龘靐齉齾爩鱻麤灪纞", True),
        ('!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~!"#$', True),
        ("가나다라마바사아자차카타파하거너더러머버서어", True),
        ("□□□", True),
        ("第7期□", False),
    ],
)
def test_words_are_told_from_gibberish(text: str, illegible: bool) -> None:
    assert portable.is_illegible(text) is illegible


def test_single_signs_without_a_meaning_leave_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable.PageReader, "_is_unknown", lambda self, index: index == 16)
    got = reading.read((FILES / "turned.pdf").read_bytes(), Limits())
    assert got.text.split("\n")[2].strip() == "□总第215期）"
    assert [str(note) for note in got.notes] == ["有 1 个符号无法识别，以“□”代替，请对照原文补上。"]


def test_raised_figures_stay_exponents_and_small_ones_stay_figures() -> None:
    stream = b"BT /F1 12 Tf 72 700 Td (area 10) Tj /F1 7 Tf 5 Ts (4) Tj /F1 12 Tf 0 Ts ( mu, ) Tj /F1 7 Tf (24) Tj ET"
    assert reading.read(hostile.pdf_file(stream=stream), Limits()).text == "area 10⁴ mu, 24"


# ---- rows


def test_columns_stay_in_the_order_in_which_they_are_drawn() -> None:
    left = [line("左一左二左三", 0, 10), line("左四左五左六", 0, 25)]
    right = [line("右一右二右三", 100, 10), line("右四右五右六", 100, 25)]
    assert [part.strip() for part in rows.text_of(left + right).split("\n")] == [
        "左一左二左三", "左四左五左六", "右一右二右三", "右四右五右六",
    ]  # fmt: skip


def test_a_box_drawn_last_stands_where_it_stands() -> None:
    drawn = [line("第一段第一段", 0, 10), line("第三段第三段", 0, 50), line("第二段", 10, 30)]
    assert [part.strip() for part in rows.text_of(drawn).split("\n")] == [
        "第一段第一段",
        "第二段",
        "第三段第三段",
    ]


def test_quotation_marks_drawn_after_their_line_go_home() -> None:
    drawn = [line("开展 板凳课堂 活动。", 0, 10), line("第二行文字在此。", 0, 30), line("“    ”", 20, 10)]
    assert rows.text_of(drawn) == "开展“板凳课堂”活动。\n第二行文字在此。"


def test_a_mark_drawn_beside_its_line_stands_right_beside_it() -> None:
    drawn = [line("“板凳课堂", 0, 10), line("第二行文字在此。", 0, 30), line("”", 50, 10)]
    assert rows.text_of(drawn) == "“板凳课堂”\n第二行文字在此。"


def test_the_right_half_of_a_line_drawn_later_goes_home() -> None:
    drawn = [
        line("市文明办", 0, 10),
        line("正文一行一行一行一行一行一行", 0, 30),
        line("五月二十日", 200, 10),
    ]
    assert rows.text_of(drawn) == f"市文明办{' ' * 32}五月二十日\n正文一行一行一行一行一行一行"


def test_marks_drawn_at_the_end_of_the_same_row_go_home() -> None:
    row = line("开展 板凳课堂 活动。", 0, 10)
    row.glyphs += [PrintedGlyph("“", 20, 30, 10, 10, " "), PrintedGlyph("”", 70, 80, 10, 10)]
    row.measure()
    assert rows.text_of([row]) == "开展“板凳课堂”活动。"


def test_a_row_of_single_figures_is_no_letter_spacing() -> None:
    assert rows.text_of([line("1 5 3 4 2", 0, 10, step=9.0)]) == "1 5 3 4 2"
    assert (
        rows.text_of([line("组 织 2 4 场", 0, 10, step=7.0), line("3 5", 0, 30, step=7.0)]) == "组织24场\n35"
    )


def test_letters_far_apart_are_words_of_their_own() -> None:
    assert rows.text_of([line("序 号 名 称", 0, 10, step=13.0)]) == "序 号 名 称"


def test_rows_that_stand_askew_or_too_many_are_left_in_order() -> None:
    askew = line("内部资料", 5, 0)
    askew.turn = None
    assert rows.text_of([line("第一行", 0, 10), askew]) == "第一行\n内部资料"
    many = [line("行", 0, -n) for n in range(rows.MOST_ROWS + 1)]
    assert rows.text_of(many) == "\n".join("行" for _ in many)


def test_much_text_on_one_level_costs_little() -> None:
    first, second = line("文" * 300, 0, 10, step=20), line("字" * 300, 10, 10, step=20)
    assert rows.text_of([first, second]).count("\n") == 1
