from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.marks import Doubt, MarkedTable, MarkLook, Piece, Room, lines_laid_out, mark_text
from taizhang.core.figures.model import Kind, Quantity, Relation, Span, Surroundings, TextFigure
from taizhang.core.text.pictures import PictureLine

TEXT = "海川市开展宣讲8场，\n500多名职工参加。\n\n多家单位实现全覆盖。"


def figure(text: str, words: str, kind: Kind = Kind.COUNT) -> TextFigure:
    start = text.index(words)
    quantity = Quantity(kind, Relation.EQ, "", Fraction(1))
    return TextFigure(Span(start, start + len(words)), words, quantity, Surroundings(Span(0, len(text))))


def flat(marked) -> list[str]:
    return ["".join(piece.text for piece in paragraph) for paragraph in marked.paragraphs]


def test_pieces_put_together_are_the_paragraphs() -> None:
    marked = mark_text(TEXT, [figure(TEXT, "8场"), figure(TEXT, "500多名")])
    assert flat(marked) == ["海川市开展宣讲8场，\n500多名职工参加。", "多家单位实现全覆盖。"]


def test_a_figure_is_a_piece_of_its_own() -> None:
    marked = mark_text(TEXT, [figure(TEXT, "8场")])
    piece = marked.paragraphs[0][1]
    assert (piece.text, piece.first) == ("8场", True)
    assert piece.mark is marked.marks[0]
    assert piece.mark.look is MarkLook.UNLINKED


@pytest.mark.parametrize("kind", [Kind.VAGUE, Kind.UNIVERSAL])
def test_a_claim_without_a_number_looks_like_a_question(kind: Kind) -> None:
    assert mark_text(TEXT, [figure(TEXT, "全覆盖", kind)]).marks[0].look is MarkLook.QUESTION


def test_a_question_dots_the_figures_it_touches() -> None:
    at = TEXT.index("8场")
    doubt = Doubt(1, Span(at, at + 9), (), "8场与500多名")
    marked = mark_text(TEXT, [figure(TEXT, "8场"), figure(TEXT, "500多名")], [doubt])
    assert [mark.look for mark in marked.marks] == [MarkLook.QUESTION, MarkLook.QUESTION]
    assert marked.place_of == {1: 1}


def test_a_contradiction_outweighs_a_question() -> None:
    span = figure(TEXT, "8场").span
    doubts = [Doubt(1, span, (), "矛盾", grave=True), Doubt(2, span, (), "疑问")]
    marked = mark_text(TEXT, [figure(TEXT, "8场")], doubts)
    assert marked.marks[0].look is MarkLook.CONTRADICT
    assert marked.marks[0].doubts == doubts


def test_a_question_of_wording_leaves_the_figure_its_look() -> None:
    span = figure(TEXT, "8场").span
    doubt = Doubt(1, span, (), "段末没有句末标点", of_wording=True)
    marked = mark_text(TEXT, [figure(TEXT, "8场")], [doubt])
    assert (marked.marks[0].look, marked.marks[0].doubts) == (MarkLook.UNLINKED, [doubt])
    assert mark_text(TEXT, [], [doubt]).marks[0].look is MarkLook.QUESTION


def test_a_question_without_a_figure_becomes_a_mark() -> None:
    at = TEXT.index("单位")
    marked = mark_text(TEXT, [], [Doubt(1, Span(at, at + 2), (), "哪些单位")])
    assert marked.marks[0].figure is None
    assert marked.figures == []
    assert marked.paragraphs[1][1].text == "单位"


def test_a_question_marks_its_further_places() -> None:
    other = figure(TEXT, "500多名").span
    marked = mark_text(TEXT, [figure(TEXT, "8场")], [Doubt(1, figure(TEXT, "8场").span, (other,), "两处")])
    assert [mark.span for mark in marked.marks] == [figure(TEXT, "8场").span, other]
    assert marked.place_of == {1: 1}


def test_a_mark_over_two_paragraphs_goes_on_in_the_second() -> None:
    text = "共有500\n\n多名职工"
    marked = mark_text(text, [figure(text, "500\n\n多名")])
    assert flat(marked) == ["共有500", "多名职工"]
    assert [piece.first for paragraph in marked.paragraphs for piece in paragraph if piece.mark] == [
        True,
        False,
    ]


def test_overlapping_figures_leave_the_earlier_one() -> None:
    marked = mark_text(TEXT, [figure(TEXT, "500多名"), figure(TEXT, "多名职工")])
    assert [mark.figure.surface for mark in marked.marks if mark.figure] == ["500多名"]


def test_a_question_about_nothing_has_no_place() -> None:
    marked = mark_text(TEXT, [], [Doubt(1, Span(0, 0), (), "没有日期")])
    assert marked.marks == ()
    assert marked.place_of == {}


def test_characters_beyond_the_first_plane_count_as_one() -> None:
    text = "𠮷县8场"
    assert mark_text(text, [figure(text, "8场")]).paragraphs[0][1].text == "8场"


def test_long_white_space_is_walked_once() -> None:
    text = "甲" + " \n" * 200_000 + "乙"
    assert flat(mark_text(text, [])) == ["甲", "乙"]


@given(st.text(alphabet="甲乙5 \n　", max_size=60), st.data())
def test_no_character_is_lost_or_doubled(text: str, data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    figures = [
        TextFigure(Span(*sorted(pair)), "", Quantity(Kind.COUNT, Relation.EQ, "", Fraction(1)))
        for pair in ends
        if pair[0] != pair[1]
    ]
    marked = mark_text(text, figures)
    assert "".join("".join(flat(marked)).split()) == "".join(text.split())


TABLE = (
    "表1 活动（8场）\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| --- | --- | --- |\n| 东河 | 8场 | 520 |"
)


def test_a_table_is_laid_out_with_its_marks_between_the_lines() -> None:
    text = f"前文。\n{TABLE}\n后文。"
    marked = mark_text(text, [figure(text, "8场）"), figure(text, "8场 ")])
    before, table, after = marked.paragraphs
    assert isinstance(table, MarkedTable)
    assert [piece.text for piece in (*before, *after)] == ["前文。", "后文。"]
    assert [piece.text for piece in table.caption] == ["表1 活动（", "8场）"]
    assert [(cell.down, cell.across, cell.is_head) for cell in table.head[0]] == [(2, 1, True), (1, 2, True)]
    (row,) = table.rows
    assert [("".join(piece.text for piece in cell.pieces), cell.align) for cell in row] == [
        ("东河", "left"), ("8场", "right"), ("520", "right")
    ]  # fmt: skip
    assert [piece.mark for cell in row for piece in cell.pieces if piece.mark] == [marked.marks[1]]


def test_a_table_is_shown_whole_or_counted_as_the_rest() -> None:
    marked = mark_text(f"前文。\n{TABLE}", [], room=Room(characters=60))
    assert flat(marked) == ["前文。"]
    assert marked.more_characters == len(TABLE)


def test_lines_without_marks_are_laid_out_the_same_way() -> None:
    first, table = lines_laid_out(["前文。", "", *TABLE.split("\n")[1:]])
    assert first == (Piece("前文。"),)
    assert isinstance(table, MarkedTable)
    assert table.caption == ()


def test_a_picture_stands_between_the_lines() -> None:
    picture = PictureLine("a" * 24, "图1 现场", "", "现场")
    before, shown, after = mark_text(f"前文。\n{picture.to_line()}\n后文。", []).paragraphs
    assert (before, shown, after) == ((Piece("前文。"),), picture, (Piece("后文。"),))
