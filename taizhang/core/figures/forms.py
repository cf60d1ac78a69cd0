"""Figures of a form of their own: 百分之九, 三分之二, 八成五, 翻一番, 一半, 多家, 全覆盖."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from taizhang.core.figures import intervals
from taizhang.core.figures.draft import Around, Draft, around, draft
from taizhang.core.figures.exclusion_times import LASTING
from taizhang.core.figures.model import Kind, Quantity, Relation
from taizhang.core.figures.nouns import COUNTED
from taizhang.core.figures.numerals import BIG, DIGITS, POWER, Numeral, read_numeral
from taizhang.core.figures.units import UNITS, UnitOfMeasure, unit_at
from taizhang.core.figures.wording import clause_before, is_other_word, prefix_before

_PARTS = re.compile(r"([百千万])分之")
_TENTHS = re.compile(
    r"成([一二三四五六七八九]|半(?![成导岛径价年月天日]))?(?![立为果员功长本都效绩熟品就新语人年])"
)
_DOUBLING = re.compile(r"翻(?:了|两)?(近|约|超)?([一两二三四五]|\d{1,2})?番(以上|多|左右)?")
_HALF = re.compile(
    r"(一多半|一大半|一半|半数|半(?=[,。;、)\n的]|$|" + COUNTED.pattern + r"))(以上|左右|多)?(?!径)"
)
_WHOLE_BEFORE_HALF = frozenset("上下前后大小每多这那一整头首各逐本多另")
_HALVED = frozenset(
    {"亩", "公里", "里", "斤", "公斤", "吨", "米", "升", "千克", "公顷", "平方米", "立方米", "千米"}
)
_PERIOD_OF_HALF = re.compile(
    r"[来前后报度会]|以来|以前|之前|以后|之后|内?[^,。;、\n0-9]{0,6}圈|游|谈|课|工作制|制"
)
_BASE = re.compile(r"/(?:10万|十万|百万|万|千)(?:人口|人|活产|例)?(?![0-9元])")
_BECOMES = re.compile(
    r"(?<!整)(?:为|降[至到为]|减[至到为]|压[至到为]|控制在|保持在|等于|清[至到]|减少[至到]|维持在)$"
)
_CLAUSE_ENDS = re.compile(r"[,。;、)\n:!?]|$|的")
_HAN_DIGIT = "[0-9一二两三四五六七八九]"
_COINS = re.compile(
    rf"(?:元|块)(?P<jiao>{_HAN_DIGIT})"
    rf"(?:[角毛](?:零?(?P<fen>{_HAN_DIGIT})分(?!钟))?钱?|(?<=块[0-9])(?=[,。;、)\n]|$))"
)
_FEN = re.compile("分钱")
_JIAO = re.compile(rf"[角毛](?:(?P<sure>(?P<fen>{_HAN_DIGIT})分(?!钟)钱?|钱)|(?=[,。;、)/\n每]|$))")
_TENTHS_RANGE = re.compile(
    r"([一二两三四五六七八九]|[1-9])成?([至到~-])([二三四五六七八九十]|[2-9]|10)成(?![立为果员功长本都效绩熟品就新语人年])"
)
_NO_FRACTION_AFTER = frozenset("第页图表附号期-/.:")
_NO_FRACTION_BEFORE = frozenset("/0123456789")
_WHAT_OF_WHOLE = re.compile(r"[的已未均都为是来属强弱多]|" + COUNTED.pattern)
_VAGUE_UNITS = frozenset("场家个名位项件条次支户处座批期篇部台辆份起轮种类门套所幅本册间例宗") | {
    "批次",
    "人次",
    "场次",
}
_MANY_ENDS = frozenset("许众诸很更至最较不差过太颇增居好")
_SUFFIX = {"以上": Relation.GE, "多": Relation.GT, "左右": Relation.APPROX}
_PREFIX = {"近": Relation.LT, "约": Relation.APPROX, "超": Relation.GT}


def parts_form(text: str, at: int) -> Draft | None:
    """百分之九十五点六, 千分之三, 百分之五至十."""
    match = _PARTS.match(text, at)
    if match is None or not text[match.end() : match.end() + 1]:
        return None
    numeral = _numeral_at(text, match.end())
    if numeral is None:
        return None
    unit = {"百": "%", "千": "‰", "万": "‱"}[match[1]]
    upper = _upper_end(text, numeral, match[0])
    return draft(text, at, upper.end, replace(upper, bare_power=False), unit, Kind.PERCENT)


def _numeral_at(text: str, at: int) -> Numeral | None:
    sign = text[at : at + 1]
    return (
        read_numeral(text, at) if sign and (sign in "0123456789" or sign in DIGITS or sign in POWER) else None
    )


def _upper_end(text: str, low: Numeral, lead: str) -> Numeral:
    if text[low.end : low.end + 1] not in ("至", "到", "-", "~") or low.top is not None:
        return low
    at = low.end + 1
    high = _numeral_at(text, at + len(lead) if text.startswith(lead, at) else at)
    if high is None or high.exp != low.exp or high.low <= low.low or high.top is not None:
        return low
    return replace(low, top=high.low, end=high.end)


def fraction_form(text: str, at: int, below: Numeral) -> Draft | None:
    """三分之二: ``below`` is the denominator just read."""
    if not text.startswith("分之", below.end) or below.exp or below.fuzz or below.top is not None:
        return None
    above = _numeral_at(text, below.end + 2)
    if above is None or above.exp or not 0 < above.low <= below.low:
        return None
    words = around(text, at, above.end, replace(above, bare_power=False))
    return _ratio_draft(at, words, Fraction(above.low, below.low), "")


def slash_form(text: str, at: int, above: Numeral) -> Draft | None:
    """近2/3的村, 占1/4, 1/4以上已完工: a fraction in digits, where the words around say that it is one."""
    end = above.end
    if above.han or above.exp or not text[end + 1 : end + 2].isdecimal():
        return None
    below = read_numeral(text, end + 1)
    if below is None or below.exp or below.fuzz or not 0 < above.low < below.low <= 20:
        return None
    words = around(text, at, below.end, above)
    if text[words.start - 1 : words.start] in _NO_FRACTION_AFTER and words.start:
        return None
    cued = (
        words.start < at
        or words.end > below.end
        or words.clause.endswith(("占", "达", "到", "的", "有", "剩", "了", "比", "仅", "只"))
    )
    if (
        not (cued or _WHAT_OF_WHOLE.match(text, below.end))
        or text[words.end : words.end + 1] in _NO_FRACTION_BEFORE
    ):
        return None
    return _ratio_draft(at, words, Fraction(above.low, below.low), "")


def base_rate_form(text: str, at: int, numeral: Numeral) -> Draft | None:
    """死亡率8.6/10万: so many to a base of ten thousand."""
    match = _BASE.match(text, numeral.end)
    if match is None or numeral.scaled or numeral.top is not None:
        return None
    return draft(text, at, match.end(), numeral, match[0], Kind.RATE, match[0][1:])


def zero_form(text: str, at: int, numeral: Numeral) -> Draft | None:
    """死亡率为0, 降至零: nothing, where a clause ends with it."""
    if numeral.low or numeral.exp or numeral.fuzz or not _CLAUSE_ENDS.match(text, numeral.end):
        return None
    words = around(text, at, numeral.end, numeral)
    if not _BECOMES.search(words.clause):
        return None
    return draft(text, at, numeral.end, numeral, "", Kind.COUNT)


def coins_form(text: str, at: int, numeral: Numeral) -> Draft | None:
    """3元5角2分, 5角6分, 8毛钱: one amount of money."""
    if numeral.exp or numeral.fuzz or numeral.top is not None:
        return None
    if fen := _FEN.match(text, numeral.end):
        return draft(text, at, fen.end(), replace(numeral, exp=-2, bare_power=False), "元", Kind.MONEY)
    match, tenths = _COINS.match(text, numeral.end), numeral.low
    if match:
        tenths = numeral.low * 10 + _digit(match["jiao"])
    elif numeral.low < 10:
        match = _JIAO.match(text, numeral.end)
        if match and numeral.han and not match["sure"]:
            return None
    if match is None:
        return None
    cents = _digit(match["fen"])
    low, exp = (tenths * 10 + cents, -2) if cents else (tenths, -1)
    coins = replace(numeral, low=low, exp=exp, end=match.end(), bare_power=False)
    return draft(text, at, match.end(), coins, "元", Kind.MONEY)


def _digit(sign: str | None) -> int:
    return 0 if sign is None else int(sign) if sign.isdecimal() else DIGITS[sign]


def tenths_form(text: str, at: int, numeral: Numeral) -> Draft | None:
    """三成, 八成五, 四成半, 一成多, 六七成, 三到五成."""
    match = _TENTHS.match(text, numeral.end)
    if match is None or numeral.fuzz or numeral.low > 10 or numeral.exp:
        return _tenths_range(text, at)
    tenths = replace(numeral, exp=-1, reach=None, end=match.end())
    if match[1]:
        tenths = replace(tenths, low=numeral.low * 10 + DIGITS.get(match[1], 5), exp=-2)
    elif (more := _tenths_range(text, at)) is not None:
        return more
    if text[match.end() : match.end() + 1] in ("多", "余"):
        tenths = replace(tenths, fuzz="余", end=match.end() + 1)
    return draft(text, at, tenths.end, tenths, "成", Kind.FRACTION)


def _tenths_range(text: str, at: int) -> Draft | None:
    """三到五成, 3—5成, 三成到四成; 由三成到五成 are two."""
    match = _TENTHS_RANGE.match(text, at)
    if match is None or (match[2] in "至到" and clause_before(text, at).endswith(("由", "从", "自"))):
        return None
    low, top = _digit(match[1]), _digit(match[3])
    if low >= top:
        return None
    tenths = Numeral(low, -1, match.end(), top, han=not match[1].isdecimal())
    return draft(text, at, match.end(), tenths, "成", Kind.FRACTION)


def half_form(text: str, at: int) -> Draft | None:
    """一半, 过半, 半数以上, 一多半."""
    match = _HALF.match(text, at)
    if match is None:
        return None
    start, relation, _ = prefix_before(text, at)
    if (
        start == at
        and text[at - 1 : at] == "过"
        and match[1] != "一半"
        and text[at - 2 : at - 1] not in ("通", "经", "透")
    ):
        start, relation = at - 1, Relation.GT
    if match[1] == "半" and relation is None:
        return None
    suffix = Relation.GT if match[1] in ("一多半", "一大半") else _SUFFIX.get(match[2] or "")
    words = Around(start, match.end(), relation or suffix or Relation.EQ)
    return _ratio_draft(at, words, Fraction(1, 2), "")


def half_unit_form(text: str, at: int) -> Draft | None:
    """半亩地, 半小时, 半个多月: half of a measure or a time."""
    if text[at - 1 : at] in _WHOLE_BEFORE_HALF and at:
        return None
    more = text[at + 1 : at + 3] == "个多"
    unit = unit_at("个" + text[at + 3 : at + 6], 0) if more else unit_at(text, at + 1)
    if unit is None:
        return None
    if unit.name in ("亩地", "里地", "里路"):
        unit = UNITS[unit.name[0]]
    end = at + 1 + len(unit.name) + more
    if text[end : end + 1] == "多" and not more:
        more, end = True, end + 1
    numeral = Numeral(5, -1, end, fuzz="余" if more else "", han=True)
    made = draft(text, at, end, numeral, unit.name, unit.kind)
    return made if _is_half_of(text, made, unit, end) else None


def _is_half_of(text: str, made: Draft, unit: UnitOfMeasure, end: int) -> bool:
    """半年 is a period unless the words before say that something lasts; 半天课, 半小时生活圈, 半里 are names."""
    if unit.kind is Kind.MEASURE:
        return unit.name in _HALVED
    if unit.kind is Kind.POINT:
        return True
    if unit.kind is not Kind.DURATION or _PERIOD_OF_HALF.match(text, end):
        return False
    if unit.name[0] in "年周":
        sure = made.start < made.at and text[made.start] != "近"
        return sure or LASTING.search(clause_before(text, made.start)) is not None
    return (
        text[made.start] != "近"
        or unit.name != "个月"
        or LASTING.search(clause_before(text, made.start)) is not None
    )


def _ratio_draft(at: int, words: Around, value: Fraction, unit: str) -> Draft:
    if words.relation is Relation.EQ:
        strict, usual = intervals.spoken(value)
    else:
        strict, usual = intervals.fuzzy(words.relation, value, Fraction(1, 10), words.closed)
    quantity = Quantity(Kind.FRACTION, words.relation, unit, value, None, Fraction(1, 10), strict, usual)
    return Draft(words.start, at, words.end, quantity, words.start)


def doubling_form(text: str, at: int) -> Draft | None:
    """翻番, 翻一番 (×2), 翻两番 (×4)."""
    match = _DOUBLING.match(text, at)
    if match is None:
        return None
    word = match[2] or ("两" if match[0].startswith("翻两") else "一")
    times = int(word) if word.isdigit() else DIGITS[word]
    value = Fraction(2**times)
    relation = _PREFIX.get(match[1] or "") or _SUFFIX.get(match[3] or "") or Relation.EQ
    strict, usual = (
        intervals.doubled(value) if relation is Relation.EQ else intervals.fuzzy(relation, value, Fraction(1))
    )
    quantity = Quantity(Kind.MULTIPLE, relation, "倍", value, None, Fraction(1), strict, usual)
    return Draft(at, at, match.end(), quantity, at)


def vague_form(text: str, at: int, end: int) -> Draft | None:
    """多场, 数家, 几名, 若干项: a claim without a number. ``end`` is the end of the vague word."""
    unit = unit_at(text, end)
    if unit is None or unit.name not in _VAGUE_UNITS:
        return None
    before, stop = text[at - 1 : at], end + len(unit.name)
    after_number = (
        before.isdigit() or before in DIGITS or before in POWER or before in BIG or before in ("几", "数")
    )
    if (before and (before in _MANY_ENDS or after_number)) or is_other_word(text, unit.name, stop):
        return None
    if text[at] == "数" and "一" <= before <= "龥" and before not in "有了近等":
        return None
    quantity = Quantity(Kind.VAGUE, Relation.VAGUE, unit.name)
    return Draft(at, at, stop, quantity, at)


def universal_form(text: str, at: int, end: int) -> Draft | None:
    """全覆盖: a claim about the whole roll; 健全覆盖 and 安全覆盖 are none."""
    if at and text[at - 1] in "健安齐保周":
        return None
    return Draft(at, at, end, Quantity(Kind.UNIVERSAL, Relation.ALL, ""), at)


@dataclass(frozen=True, slots=True)
class Form:
    """A wording that is read as a figure, with an example; the counter-example holds no figure by this form.

    ``follows``: the signs that may follow the numeral; the form is tried before no other ("$" is the end of the text).
    """

    name: str
    read: Callable[..., Draft | None]
    example: str
    counter: str
    follows: str = ""


# Tried where the first sign stands; ``read`` takes the text, the place and the end of the sign or run.
WORD_FORMS: dict[str, tuple[Form, ...]] = {
    "翻": (Form("doubling", lambda text, at, end: doubling_form(text, at), "产值翻一番", "翻身"),),
    "全": (Form("universal claim", universal_form, "实现全覆盖", "健全覆盖城乡的体系"),),
    "半": (
        Form("half of a unit", lambda text, at, end: half_unit_form(text, at), "半亩地", "上半年"),
        Form("half", lambda text, at, end: half_form(text, at), "过半。", "半成品"),
    ),
    "多": (Form("vague number", vague_form, "举办多场", "多面手"),),
    "若": (Form("vague number", vague_form, "若干项", "若干"),),
}
# Tried where a numeral begins, before it is read; ``read`` takes the text and the place.
PARTS_FORMS: tuple[Form, ...] = (
    Form("percent in words", parts_form, "百分之三十", "百分之多"),
    Form(
        "half after one",
        lambda text, at: half_form(text, at) if text[at] == "一" else None,
        "一多半",
        "一半径",
    ),
)
# Tried with the numeral that was read; ``read`` takes the text, the place and the numeral.
NUMERAL_FORMS: tuple[Form, ...] = (
    Form("fraction in words", fraction_form, "三分之二", "三分之五", "分"),
    Form("rate to a base", base_rate_form, "死亡率8.6/10万", "8/10个", "/"),
    Form("fraction in digits", slash_form, "1/4以上已完工", "1/4决赛", "/"),
    Form("tenths", tenths_form, "三到五成", "三成立", "成至到~-"),
    Form("amount in coins", coins_form, "3元5角2分", "3元5日", "元块角毛分"),
    Form("zero", zero_form, "死亡率为0", "从零开始", ",。;、)\n:!?的$"),
)
_BY_FOLLOWING = {
    sign: tuple(form for form in NUMERAL_FORMS if sign in form.follows)
    for sign in {sign for form in NUMERAL_FORMS for sign in form.follows}
}


def forms_before(following: str) -> tuple[Form, ...]:
    """The forms that may be read of a numeral with this sign behind it."""
    return _BY_FOLLOWING.get(following or "$", ())
