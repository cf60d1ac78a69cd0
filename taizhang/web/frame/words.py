"""Words for people on the screen: sentences of the core, quantities and intervals in official Chinese."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from taizhang.core.calendar.day_words import day_words as calendar_words
from taizhang.core.figures.model import Aggregation, Interval, Quantity, Relation, TextFigure
from taizhang.core.gongwen.issue_templates import SeriesKind
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.amounts import read_amount
from taizhang.office import clock

RELATIONS: dict[Relation, str] = {
    Relation.EQ: N_("等于{n}"),
    Relation.GT: N_("多于{n}"),
    Relation.GE: N_("不少于{n}"),
    Relation.LT: N_("少于{n}"),
    Relation.APPROX: N_("约为{n}"),
    Relation.RANGE: N_("在{n}至{top}之间"),
    Relation.VAGUE: N_("未给出数目"),
    Relation.ALL: N_("未给出总数"),
}
BASES: dict[Aggregation, str] = {
    Aggregation.CUMULATIVE: N_("累计"),
    Aggregation.TOTAL: N_("合计"),
    Aggregation.PERIOD: N_("本期"),
}


LONGEST_HEADLINE = 120  # characters; a headline of two lines has 60


def say(sentence: Message) -> str:
    """Translate a sentence of the core and fill its gaps."""
    return sentence.translated(_)


def kind_words(kind: SeriesKind) -> str:
    """A kind of bulletin with what it is for: 专报：一事一报，送领导."""
    return f"{_(kind.name)}：{_(kind.about)}"


def day_words(day: date, year: int | None = None) -> str:
    """8月15日; 2023年8月15日 where the year is not ``year`` (else today's; 0: it is always said)."""
    return say(calendar_words(day, clock.today().year if year is None else year))


def number(value: Fraction) -> str:
    """A number as tables print it: 30,000 · 2.35 · 2/3 (only where no decimal is exact)."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return _decimal(value, places)


def _decimal(value: Fraction, places: int) -> str:
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{int(digits[:-places]):,}.{digits[-places:]}"


def relation(quantity: Quantity) -> str:
    """How the true value relates to the written number: 多于500."""
    words = _("不超过{n}") if quantity.is_at_most else _(RELATIONS[quantity.relation])
    return words.format(
        n="" if quantity.base is None else number(quantity.base),
        top="" if quantity.top is None else number(quantity.top),
    )


def interval(limits: Interval | None) -> str:
    """A set of numbers in words: 大于500、小于600. Empty where the wording promises none."""
    if limits is None:
        return ""
    if limits.low is not None and limits.low == limits.high:
        return _("等于{n}").format(n=number(limits.low))
    parts = []
    if limits.low is not None:
        words = _("大于{n}") if limits.low_open else _("不小于{n}")
        parts.append(words.format(n=number(limits.low)))
    if limits.high is not None:
        words = _("小于{n}") if limits.high_open else _("不大于{n}")
        parts.append(words.format(n=number(limits.high)))
    return _("、").join(parts)


def value(quantity: Quantity) -> str:
    """The written number itself, expanded: 30万余 → 300,000; 三至五 → 3–5; empty for vague claims."""
    if quantity.base is None:
        return ""
    if quantity.top is not None:
        return f"{number(quantity.base)}–{number(quantity.top)}"
    return number(quantity.base)


def unit(quantity: Quantity) -> str:
    """The unit, with what it is counted per: 元/人."""
    return f"{quantity.unit}/{quantity.per}" if quantity.per else quantity.unit


def basis(figure: TextFigure) -> str:
    """Whether the value runs up over time, sums up, or belongs to the period of the report."""
    return _(BASES[figure.basis])


def headline(title: str) -> str:
    """A title as lists print it: without the full stop that ends a run-in headline; of a very long one the start."""
    words = title.strip().rstrip("。")
    return words if len(words) <= LONGEST_HEADLINE else f"{words[:LONGEST_HEADLINE]}…"


def bulletin_title(bulletin: Bulletin) -> str:
    """第10期 首都精神文明建设情况简报, or what is known of it."""
    number = _("第{n}期").format(n=bulletin.annual_no) if bulletin.annual_no else ""
    name = bulletin.name or (headline(bulletin.items[0].title) if bulletin.items else "") or _("未命名的稿件")
    return f"{name} {number}".strip()


def period_name(period: str) -> str:
    """2026-08 → 8月; 2026Q3 → 第3季度; anything else (a milestone) → 节点."""
    _year, _dash, month = period.partition("-")
    if month.isdigit():
        return _("{n}月").format(n=int(month))
    _year, _q, quarter = period.partition("Q")
    return _("第{n}季度").format(n=quarter) if quarter else _("节点")


def reading_of(typed: str, printed_unit: str = "") -> str:
    """500余人 → 大于500、小于600，单位：人; empty where nothing was read."""
    quantity = read_amount(typed, printed_unit) if typed.strip() else None
    if quantity is None or quantity.base is None:
        return ""
    told = interval(quantity.conventional) or relation(quantity)
    counted = unit(quantity)
    return _("{words}，单位：{unit}").format(words=told, unit=counted) if counted else told
