"""Seals, signals, days and quantities in a template: a shape or a character, and always the word."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.template import Context, Template

from taizhang.core.figures.model import Interval, Kind, Quantity, Relation
from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.press import charts


def show(source: str, **values: object) -> str:
    return Template("{% load ledger_look %}" + source).render(Context(values))


@pytest.mark.parametrize("state", list(ProjectState))
def test_every_state_has_one_current_seal(state: ProjectState) -> None:
    assert show("{% seals s %}", s=state).count('aria-current="step"') == 1
    assert "seal-current" in show("{% state_seal s %}", s=state)


def test_awaiting_verification_is_said() -> None:
    assert "待销账核验" in show("{% state_seal s %}", s="closure_requested")


def test_a_signal_is_a_shape_a_word_and_a_reason() -> None:
    page = show("{% signal 'red' why %}", why="<b>到期未完成")
    assert "■" in page
    assert "逾期" in page
    assert "&lt;b&gt;到期未完成" in page
    assert "未评" in show("{% signal none %}", none=None)
    assert "未评" in show("{% signal 'purple' %}")


def test_a_day_has_its_year_only_when_it_is_not_the_one_looked_at() -> None:
    day = date(2025, 3, 2)
    assert show("{% day d %}", d=day, as_of=date(2025, 8, 1)) == '<time datetime="2025-03-02">3月2日</time>'
    assert "2025年3月2日" in show("{% day d %}", d=day, as_of=date(2026, 8, 1))
    assert "1999年3月2日" in show("{% day d %}", d=date(1999, 3, 2))
    assert show("{% day d %}", d=None) == "—"


def test_quantities_read_as_people_write_them() -> None:
    def said(relation: Relation, base: Fraction | None = Fraction(500)) -> str:
        return show("{% quantity q %}", q=Quantity(next(iter(Kind)), relation, "名", base))

    assert said(Relation.EQ) == "500名"
    assert said(Relation.GT) == "超500名"
    assert said(Relation.GE) == "不少于500名"
    assert said(Relation.VAGUE, None) == "未给出数目"
    assert show("{% quantity q %}", q=None) == "—"
    bound = Interval(None, Fraction(500))
    at_most = Quantity(Kind.COUNT, Relation.LT, "名", Fraction(500), strict=bound, conventional=bound)
    assert show("{% quantity q %}", q=at_most) == "不超过500名"


def test_a_picture_alone_is_its_drawings_or_a_sentence() -> None:
    known = charts.Spark("指标", (charts.SparkPeriod("7月", 1, "1场"),))
    assert "<svg" in show("{% picture c %}", c=charts.spark(known))
    assert "还没有填报" in show("{% picture c %}", c=charts.spark(charts.Spark("指标", ())))
