from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation

from taizhang.core.figures.model import (
    Aggregation,
    Interval,
    Kind,
    Quantity,
    Relation,
    Span,
    Surroundings,
    TextFigure,
)
from taizhang.core.text.messages import Message
from taizhang.web.frame import words


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(8), "8"),
        (Fraction(300_000), "300,000"),
        (Fraction(63, 5), "12.6"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(12345678, 1000), "12,345.678"),
        (Fraction(2, 3), "2/3"),
    ],
)
def test_numbers_are_printed_exactly(value: Fraction, printed: str) -> None:
    assert words.number(value) == printed


@pytest.mark.parametrize(
    ("limits", "printed"),
    [
        (None, ""),
        (Interval(Fraction(500), None, low_open=True), "大于500"),
        (Interval(Fraction(500), Fraction(600), low_open=True, high_open=True), "大于500、小于600"),
        (Interval(Fraction(3), Fraction(5)), "不小于3、不大于5"),
        (Interval(None, Fraction(100), high_open=True), "小于100"),
        (Interval(Fraction(8), Fraction(8)), "等于8"),
    ],
)
def test_intervals_are_said_in_words(limits: Interval | None, printed: str) -> None:
    assert words.interval(limits) == printed


def quantity(relation: Relation, **more: object) -> Quantity:
    return Quantity(Kind.COUNT, relation, "名", **more)  # type: ignore[arg-type]


def test_every_relation_and_basis_has_words() -> None:
    assert set(words.RELATIONS) == set(Relation)
    assert set(words.BASES) == set(Aggregation)


def test_a_relation_names_its_numbers() -> None:
    assert words.relation(quantity(Relation.GT, base=Fraction(500))) == "多于500"
    assert words.relation(quantity(Relation.RANGE, base=Fraction(3), top=Fraction(5))) == "在3至5之间"
    assert words.relation(quantity(Relation.ALL)) == "未给出总数"
    bound = {"base": Fraction(500), "conventional": Interval(None, Fraction(500))}
    assert words.relation(quantity(Relation.LT, strict=Interval(None, Fraction(500)), **bound)) == "不超过500"
    assert (
        words.relation(quantity(Relation.LT, strict=Interval(None, Fraction(500), high_open=True), **bound))
        == "少于500"
    )


def test_a_value_is_a_number_a_range_or_nothing() -> None:
    assert words.value(quantity(Relation.GT, base=Fraction(500))) == "500"
    assert words.value(quantity(Relation.RANGE, base=Fraction(3), top=Fraction(5))) == "3–5"
    assert words.value(quantity(Relation.VAGUE)) == ""


def test_a_unit_says_what_it_is_counted_per() -> None:
    assert words.unit(quantity(Relation.EQ)) == "名"
    assert words.unit(quantity(Relation.EQ, per="社区")) == "名/社区"


def test_the_basis_is_said_in_words() -> None:
    figure = TextFigure(
        Span(0, 1), "8", quantity(Relation.EQ), Surroundings(Span(0, 1), Aggregation.CUMULATIVE)
    )
    assert words.basis(figure) == "累计"


def test_a_sentence_is_filled_in_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert words.say(Message("总第{n}期", {"n": 5})) == "总第5期"
