from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taizhang.core.figures import Kind, TextFigure, read_figures
from taizhang.core.figures.claim import Said, claims

DAY = date(2023, 9, 1)
TALKS = "截至8月中旬，先后面向500多名一线工作人员开展宣讲。"


def said(text: str) -> list[Said[int]]:
    return [
        Said(k, "本文", DAY, "甲局", figure, figure.sentence.of(text))
        for k, figure in enumerate(read_figures(text))
    ]


def test_a_claim_keeps_the_words_of_its_clause_that_not_every_report_has() -> None:
    (claim,) = claims(said(TALKS))
    assert (claim.own_words, claim.noun) == ("一线工作人员宣讲", "一线工作人员")
    assert claim.shelf == ("甲局", "persons")
    assert claim.restricted == frozenset()
    assert claim.period == {"8月"}


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ("1286名", True),
        ("280余名", True),
        ("300名", False),
        ("52座", False),
        ("523座", True),
        ("3.2万斤", True),
    ],
)
def test_a_telling_number_does_not_come_again_by_chance(words: str, telling: bool) -> None:
    (claim,) = claims(said(f"在全市建成海川书房{words}。"))
    assert claim.telling is telling


def test_a_figure_without_number_or_known_unit_claims_nothing() -> None:
    (one,) = said(TALKS)
    quantity = one.figure.quantity
    for changed in (
        quantity.but(base=None, conventional=None),
        quantity.but(unit="奇"),
        quantity.but(kind=Kind.VAGUE),
    ):
        figure: TextFigure = one.figure.but(changed)
        assert list(claims([replace(one, figure=figure)])) == []
