"""The scanner: every numeral of a text is tried once, from left to right, and becomes a figure or is excluded.

What may be read stands in tables: the forms (:mod:`taizhang.core.figures.forms`), the numbers without a unit
(:mod:`taizhang.core.figures.bare`), and what is excluded (:mod:`taizhang.core.figures.exclusion`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.core.figures import bare, forms
from taizhang.core.figures.draft import Draft, draft, per_unit_after, shares_unit
from taizhang.core.figures.exclusion import Alone, alone, exclusion
from taizhang.core.figures.lexicon import Lexicon
from taizhang.core.figures.model import Kind
from taizhang.core.figures.normalise import Normalised
from taizhang.core.figures.nouns import COUNTED, counted_after_noun
from taizhang.core.figures.numerals import (
    POWER,
    Numeral,
    numeral_end,
    parted_range,
    read_numeral,
    trailing_zeros,
)
from taizhang.core.figures.plain import plain_draft
from taizhang.core.figures.quotes import Quotes
from taizhang.core.figures.trial import ExcludedClass, Trial
from taizhang.core.figures.units import UNITS, WORDS, UnitOfMeasure, unit_at
from taizhang.core.figures.wording import (
    CURRENCIES,
    clause_before,
    is_other_word,
    prefix_before,
    sign_before,
    words_before,
)

_TRIGGER = re.compile(r"[0-9]+|[零一二两三四五六七八九十百千万亿几数]+|翻|全(?:面|员|域)?覆盖|多|若干|半")
_NUMERAL_SIGNS = frozenset("0123456789零一二两三四五六七八九十百千万亿几数")
_CONNECTORS = frozenset("-~至到")
_CONNECTOR = re.compile("[-~至到]")
_SECOND_ITEM, _REACH_OF_ITEM = re.compile("[;。\n]2、"), 200
_SECONDS = re.compile("[0-9]{1,2}秒")
_DIGIT_BEHIND = re.compile(r"(?:--|[-/~])\d")
_LONGEST_UNIT = max(map(len, WORDS))
_FROM = re.compile(r"[由从自][^,。;、]{0,12}$")
_JOINS = frozenset({"、", "和", "与", "及", "以及", "至", "到"})
_SIGNS = frozenset(",、和与及: -/\n()~;")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_AFTER_UNIT = {
    "多": frozenset("种个元次样年项家名场条类方位处层"),
    "余": frozenset("款额地粮下温力种个名人度热量"),
    "半": frozenset("径岛价成"),
}
_MINUTES = UNITS["分钟"]
_YUAN = UNITS["元"]
_BRACKET = re.compile(r"\(([^()]{1,3})\)")
_NOUN_OF_NUMBER = re.compile(
    r"(?:总|(?:参训|参加|参与|报名|培训|受益|服务|就业|到场|总|实到|应到|惠及|覆盖|死亡)人)数"
    r"|(?<![每一两几各])[户次件个例份台套票]数(?=[百千万亿][余多])"
)


class Scanner:
    """One pass over one normalised text."""

    def __init__(self, normal: Normalised, lexicon: Lexicon, fast: bool = True) -> None:
        self._fast = fast  # whether the fast lane may be taken
        self.text = normal.text
        self._offsets = normal.offsets
        self._lexicon = lexicon
        self._quotes = Quotes(normal.text)
        self._bare: list[tuple[int, int]] = []  # spans that may share the unit of the next figure
        self._shared: set[int] = set()
        self.drafts: list[Draft] = []
        self.rules: list[str] = []  # the name of the rule by which each draft was read
        self._excluded: list[tuple[int, int, ExcludedClass, str]] = []

    def run(self) -> None:
        pos = 0
        while trigger := _TRIGGER.search(self.text, pos):
            at, end = trigger.span()
            pos = self._plain(at, end) or self._idle(at, end) or max(self._try(at, end), at + 1)

    def _plain(self, at: int, end: int) -> int:
        """The fast lane for digits with a unit; 0 where it is not open."""
        text = self.text
        if (
            not self._fast
            or not text[at].isdecimal()
            or self._bare
            or text[at:end] in self._lexicon.digit_runs
        ):
            return 0
        made = plain_draft(text, at, end)
        if made is None or self._quotes.end_of(at) is not None:
            return 0
        return self._found(made, "number with a unit")

    def _idle(self, at: int, end: int) -> int:
        """The quick way past numbers among signs (tables, lists of numbers); 0 where it is not open."""
        text = self.text
        after = text[end : end + 1]
        if not _is_among_signs(text, at, end):
            return 0
        chained = text[at - 1] if at > 1 and text[at - 2].isdecimal() else ""
        if (after == "," != chained and _THOUSANDS.match(text, end)) or (
            after in "-/~" and _DIGIT_BEHIND.match(text, end) and (chained not in "-/" or not chained)
        ):
            return 0
        if after in _JOINS and text[at].isdecimal():
            self._bare.append((at, end))
        return self._alone(at, end)

    @property
    def excluded(self) -> list[tuple[int, int, ExcludedClass, str]]:
        """Numerals that are no figures, by place, each with the name of the rule that says so."""
        return [entry for entry in self._excluded if entry[0] not in self._shared]

    def _try(self, at: int, end: int) -> int:
        if self.text[at] in _NUMERAL_SIGNS:
            return self._numeral(at, end)
        if self._quotes.end_of(at) is not None:
            return end
        for form in forms.WORD_FORMS[self.text[at]]:
            made = form.read(self.text, at, end)
            if made:
                return self._found(made, form.name)
        return end

    def _found(self, made: Draft, rule: str) -> int:
        self.drafts.append(made)
        self.rules.append(rule)
        return made.end

    def _exclude(self, at: int, end: int, reason: ExcludedClass, rule: str) -> int:
        self._excluded.append((at, end, reason, rule))
        return end

    def _alone(self, at: int, end: int) -> int:
        rule: Alone = alone(self.text, at, end)
        return self._exclude(at, end, rule.reason, rule.name)

    def _numeral(self, at: int, run_end: int) -> int:
        text = self.text
        if text.startswith("零下", at) or self._is_noun_of_number(at, run_end):
            return at + 1
        name = self._lexicon.name_at(text, at)
        if name and name[1] >= run_end and not self._is_number_after_all(at, name[1]):
            return self._exclude(at, name[1], ExcludedClass.NAME, "name in the lexicon")
        if self._quotes.end_of(at) is not None:
            return self._exclude(at, run_end, ExcludedClass.NAME, "name in quotation marks")
        for form in forms.PARTS_FORMS if text[at] in "百千万一" else ():
            if made := form.read(text, at):
                return self._found(made, form.name)
        numeral = read_numeral(text, at)
        if numeral is None:
            return self._no_number(at, max(run_end, numeral_end(text, at)))
        for form in forms.forms_before(text[numeral.end : numeral.end + 1]):
            if made := form.read(text, at, numeral):
                return self._found(made, form.name)
        return self._counted(at, self._range(at, numeral) or numeral)

    def _is_number_after_all(self, at: int, end: int) -> bool:
        """近百年, 上万家: with a fuzzy word; 锦旗一面, 案件一起: behind their noun; 三元五角: an amount."""
        text = self.text
        if text[at] in POWER and prefix_before(text, at)[1] is not None:
            return True
        return counted_after_noun(text, at, end, text[end - 1]) or text[end + 1 : end + 2] == "角"

    def _is_noun_of_number(self, at: int, run_end: int) -> bool:
        """人数四十二人: 数 ends the noun; 数十人 and 群众数百人 are several tens and hundreds."""
        text = self.text
        if text[at] != "数" or run_end == at + 1:
            return False
        if text[at + 1] not in POWER:
            return True
        noun = _NOUN_OF_NUMBER.search(text, max(0, at - 4), at + 3)
        return noun is not None and noun.end() == at + 1

    def _no_number(self, at: int, run_end: int) -> int:
        if self.text[at] in "几数" and run_end == at + 1:
            made = forms.vague_form(self.text, at, run_end)
            if made:
                return self._found(made, "vague number")
        if run_end - at > 2 and self.text[run_end : run_end + 1] == "年":
            return self._exclude(at, run_end, ExcludedClass.DATE, "year in digits")
        if not set(self.text[at:run_end]) - set("几数零"):
            return run_end
        digits = self.text[at] in "0123456789"
        reason = ExcludedClass.IDENTIFIER if digits else ExcludedClass.IDIOM
        return self._exclude(at, run_end, reason, "no number")

    # -- ranges: 3-5, 50%-60%, 三至五 ------------------------------------------------------------

    def _range(self, at: int, low: Numeral) -> Numeral | None:
        if low.top is not None or low.fuzz:
            return None
        text, end = self.text, low.end
        if not _CONNECTOR.search(text, end, end + _LONGEST_UNIT + 1):
            return None
        unit = None
        if text[end : end + 1] not in _CONNECTORS:
            unit = unit_at(text, end)
            end += len(unit.name) if unit else 0
        sign = text[end : end + 1]
        if sign not in _CONNECTORS or not sign:
            return None
        negative = sign_before(text, at)[1]
        end += text.startswith("--", end) and not negative  # 3——5名
        below = self._signs_of_range(at, end + 1, unit)
        if below is None:
            return None
        place = end + 1 + below[2]
        first = text[place : place + 1]
        if (
            not first
            or first not in _NUMERAL_SIGNS
            or (sign in "至到" and _FROM.search(clause_before(text, at)))
        ):
            return None
        high = _upper_end(text, place, unit, low.han)
        if high is None:
            return None
        return _joined(low, high, below[0], below[1])

    def _signs_of_range(
        self, at: int, place: int, unit: UnitOfMeasure | None
    ) -> tuple[bool, bool, int] | None:
        """Whether the lower and the upper end are negative, and how long the sign of the upper one is."""
        text = self.text
        lead, below = sign_before(text, at)
        if text[at - 1 : at] == "-" and not below:
            return None
        for sign in ("零下", "负", "-"):
            if text.startswith(sign, place):
                return (below, True, len(sign)) if below else None
        return below, below and text[lead] == "零" and unit is None, 0

    # -- numerals with a unit, and bare ones -----------------------------------------------------

    def _counted(self, at: int, numeral: Numeral) -> int:
        text, unit_place = self.text, numeral.end
        numeral, unit, end = _with_unit(text, at, numeral)
        if unit is None and text[at - 1 : at] in CURRENCIES and at:
            return self._found(
                draft(text, at, end, numeral, CURRENCIES[text[at - 1]], Kind.MONEY), "number with a unit"
            )
        if unit is None or _is_noun(text, numeral, unit, unit_place, end):
            return self._without_unit(at, numeral)
        before = words_before(text, at)
        gap = self._offsets.gap_before(unit_place)
        rule = exclusion(Trial(text, at, unit_place, end, numeral, unit, before, gap))
        if rule:
            return self._exclude(at, unit_place, rule.reason, rule.name)
        stop, per = per_unit_after(text, end, unit)
        kind = Kind.RATE if per else unit.kind
        name = text[unit_place:stop] if per else unit.name
        made = draft(text, at, stop, numeral, name, kind, per, before)
        self._share(made, numeral)
        return self._found(made, "number with a unit")

    def _share(self, head: Draft, lead: Numeral) -> None:
        """Numerals before this figure that share its unit: 23、45、67件, 3.5和2.8个百分点."""
        chain: list[tuple[int, Numeral]] = []
        place = head.start
        while self._bare and self.text[self._bare[-1][1] : place] in _JOINS:
            at, _ = self._bare.pop()
            numeral = read_numeral(self.text, at)
            if numeral is not None:
                chain.append((at, numeral))
            place = at
        self._bare.clear()
        before = self.text[place - 1 : place] if place else "\n"
        is_list_mark = (
            len(chain) == 1
            and self.text[head.start - 1] == "、"
            and (before in ("\n", "。", ";") or (before == ":" and self._begins_a_list(*chain[0], head.end)))
        )
        if lead.han or is_list_mark or before == "第":
            return
        for at, numeral in reversed(chain):
            self._shared.add(at)
            self._found(shares_unit(numeral, at, head, lead), "number sharing a unit")

    def _begins_a_list(self, at: int, numeral: Numeral, end: int) -> bool:
        """如下：1、5个村…；2、12个村…."""
        return numeral.low == 1 and _SECOND_ITEM.search(self.text, end, at + _REACH_OF_ITEM) is not None

    def _without_unit(self, at: int, numeral: Numeral) -> int:
        text, end = self.text, numeral.end
        name = bare.bare_figure(text, at, numeral)
        if name:
            return self._found(draft(text, at, end, numeral, "", Kind.COUNT), name)
        if not numeral.han and numeral.top is None and not 1900 <= numeral.low <= 2100:
            self._bare.append((at, end))
        return self._alone(at, end)


def _is_among_signs(text: str, at: int, end: int) -> bool:
    """Whether signs stand on both sides of the number, and none by which it may be a figure: 人数：350, 三、四百."""
    after = text[end : end + 1]
    if not after or after not in _SIGNS or text[at] not in _NUMERAL_SIGNS:
        return False
    if at and (text[at - 1] not in _SIGNS or text[at - 1] == ":"):
        return False
    return after != "、" or parted_range(text, at) is None


def _is_noun(text: str, numeral: Numeral, unit: UnitOfMeasure, start: int, end: int) -> bool:
    """百余村民, 覆盖12部门: what looks like a unit begins the noun that is counted."""
    if unit.name == "部" and text.startswith("部门", start):
        return True
    return numeral.han and is_other_word(text, unit.name, end) and COUNTED.match(text, start) is not None


def _upper_end(text: str, at: int, unit: UnitOfMeasure | None, han: bool) -> Numeral | None:
    """The upper number of a range, of the script and unit of the lower one; 余 behind a round number says little (40余)."""
    high = read_numeral(text, at)
    if high is None or high.top is not None or high.han is not han or (high.fuzz and high.step_exp < 1):
        return None
    if unit:
        return high if text.startswith(unit.name, high.end) else None
    return None if text[high.end : high.end + 1] == "-" else high


def _joined(low: Numeral, high: Numeral, low_is_negative: bool, high_is_negative: bool) -> Numeral | None:
    """Both ends at one power of ten; 万 written once holds for both. Of a negative lower end the ends change places:
    the range of the negated values is returned."""
    if high.han and low.low < 10 <= high.low and low.low < int(str(high.low)[0]):
        low = replace(low, low=low.low * 10 ** trailing_zeros(high.low))
    elif high.power and not low.power and low.value * 10**high.power < high.value:
        low = replace(low, exp=low.exp + high.power, power=high.power, scaled=high.scaled)
    exp = min(low.exp, high.exp)
    start, stop = low.low * 10 ** (low.exp - exp), high.low * 10 ** (high.exp - exp)
    if low_is_negative:
        start, stop = sorted((start, stop)) if high_is_negative else (-stop, start)
    if start >= stop:
        return None
    return replace(high, low=start, top=stop, exp=exp, reach=None, fuzz="")


def _with_unit(text: str, at: int, numeral: Numeral) -> tuple[Numeral, UnitOfMeasure | None, int]:
    """The unit after a numeral; 个多月 and 个半小时 hold 多 and 半 inside, 5米多 after it, 条(次) a bracket."""
    end = numeral.end
    inside = text[end + 1 : end + 2]
    if text[end : end + 1] == "个" and inside in ("多", "半") and inside:
        unit = unit_at("个" + text[end + 2 : end + 6], 0)
        if unit is not None and unit.kind in (Kind.DURATION, Kind.POINT):
            return _more(numeral, inside), unit, end + len(unit.name) + 1
    unit = unit_at(text, end)
    if unit is None:
        return numeral, None, end
    if unit.name == "分" and _is_minutes(text, at, end):
        unit = replace(_MINUTES, name="分")
    end += len(unit.name)
    sign = text[end : end + 1]
    if sign in _AFTER_UNIT and sign and not numeral.fuzz and numeral.top is None:
        return _after_unit(text, numeral, unit, end, sign)
    if sign == "+" and unit.kind in (Kind.PERCENT, Kind.DURATION) and not text[end + 1 : end + 2].isalnum():
        return _more(numeral, sign), unit, end + 1
    bracket = _BRACKET.match(text, end) if sign == "(" else None
    if bracket and bracket[1] in WORDS:
        return numeral, replace(unit, name=f"{unit.name}{bracket[0]}"), bracket.end()
    return numeral, unit, end


def _is_minutes(text: str, at: int, end: int) -> bool:
    """1小时30分, 8分32秒."""
    return text.endswith("小时", 0, at) or _SECONDS.match(text, end + 1) is not None


def _after_unit(
    text: str, numeral: Numeral, unit: UnitOfMeasure, end: int, sign: str
) -> tuple[Numeral, UnitOfMeasure, int]:
    """多, 余 and 半 behind the unit: 5米多, 三吨半, 8分多钟."""
    following = text[end + 1 : end + 2]
    if unit.name == "分" and following == "钟":
        return _more(numeral, sign), _MINUTES, end + 2
    goes_on = following in _AFTER_UNIT[sign] and following != ""
    if sign == "半" and unit.kind is Kind.DURATION:
        goes_on = following in ("天", "年", "月")
    if (
        sign == "半"
        and unit.kind is Kind.COUNT
        and numeral.han
        and (not following or following in ",。;、)!?\n")
    ):
        return _more(numeral, sign), unit, end + 1
    if unit.kind in (Kind.COUNT, Kind.PERCENT) or goes_on:
        return numeral, unit, end
    return _more(numeral, sign), unit, end + 1


def _more(numeral: Numeral, sign: str) -> Numeral:
    if sign != "半":
        return replace(numeral, fuzz=numeral.fuzz or "余")
    return replace(numeral, low=numeral.low * 10 + 5, exp=numeral.exp - 1)
