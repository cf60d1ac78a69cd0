"""The scanner: every numeral of a text is tried once, from left to right, and becomes a figure or is excluded."""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.core.figures import forms
from taizhang.core.figures.draft import Draft, draft, per_unit_after, shares_unit
from taizhang.core.figures.exclusion import ExcludedClass, Reading, class_of_bare, exclusion
from taizhang.core.figures.lexicon import Lexicon
from taizhang.core.figures.model import Kind
from taizhang.core.figures.normalise import Normalised
from taizhang.core.figures.numerals import Numeral, read_numeral, trailing_zeros
from taizhang.core.figures.quotes import Quotes
from taizhang.core.figures.units import Unit, unit_at
from taizhang.core.figures.wording import clause_before, far_relation, prefix_before

_TRIGGER = re.compile(r"[0-9]+|[零一二两三四五六七八九十百千万亿几数]+|翻|全(?:面|员|域)?覆盖|多|若干|半")
_NUMERAL_SIGNS = frozenset("0123456789零一二两三四五六七八九十百千万亿几数")
_CONNECTORS = frozenset("-~至到")
_FROM = re.compile(r"[由从自][^,。;、]{0,12}$")
_JOINS = frozenset({"、", "和", "与", "及", "以及", "至", "到"})
_NOUN = re.compile(
    "群众|居民|村民|企业|学生|师生|党员|干部|志愿者|市民|游客|观众|职工|农户|家庭|老人|儿童|部门|省份|省市|省区|国家?|省|单位|"
    "村居|行政村|自然村|乡镇|镇街|县区|区县|县市|市县|社区|孩子|青年|青少年|少先队员|读者|粉丝|用户|农民|商户|人民|家长|教师|"
    "医生|医护|选手|运动员|网友|网民|考生|毕业生|新生|大学生|中小学生|军民|官兵|代表|委员|嘉宾|客商|劳动|就业人员|贫困人口|人口"
)
_CUE = re.compile(
    r"(?:指数|系数|数值|比值|比重|数为|值为|度为|达到?|[增升降减缩][加至为到]*[至到为]|总数|人数|户数|数量|共计?|合计|总计)$"
)
_STOPS = frozenset(",。;、)\n")
_CALENDAR = frozenset("年月日时点分号级届周旬期版秒季强大星后环维代")
_SIGNS = frozenset(",、和与及: -/\n()~;")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_AFTER_UNIT = frozenset("种个元次样年项家名场条类方位处层")


class Scanner:
    """One pass over one normalised text."""

    def __init__(self, normal: Normalised, lexicon: Lexicon) -> None:
        self.text = normal.text
        self._offsets = normal.offsets
        self._lexicon = lexicon
        self._quotes = Quotes(normal.text)
        self._bare: list[tuple[int, int]] = []  # spans that may share the unit of the next figure
        self._shared: set[int] = set()
        self.drafts: list[Draft] = []
        self._excluded: list[tuple[int, int, ExcludedClass]] = []

    def run(self) -> None:
        pos = 0
        while trigger := _TRIGGER.search(self.text, pos):
            at, end = trigger.span()
            pos = self._idle(at, end) or max(self._try(at, end), at + 1)

    def _idle(self, at: int, end: int) -> int:
        """The quick way past numbers among signs (tables, lists of numbers); 0 where it is not open."""
        text = self.text
        after = text[end : end + 1]
        if (
            after not in _SIGNS
            or not after
            or text[at] not in _NUMERAL_SIGNS
            or (at and text[at - 1] not in _SIGNS)
        ):
            return 0
        if (after == "," and _THOUSANDS.match(text, end)) or (
            after in "-/" and text[end + 1 : end + 2].isdecimal()
        ):
            return 0 if not at or text[at - 1] not in "-/," else self._exclude(at, end, ExcludedClass.OTHER)
        if after in _JOINS and text[at].isdecimal():
            self._bare.append((at, end))
        return self._exclude(at, end, class_of_bare(text, at, end))

    @property
    def excluded(self) -> list[tuple[int, int, ExcludedClass]]:
        """Numerals that are no figures, by place."""
        return [entry for entry in self._excluded if entry[0] not in self._shared]

    def _try(self, at: int, end: int) -> int:
        if self.text[at] in _NUMERAL_SIGNS:
            return self._numeral(at, end)
        if self._quotes.end_of(at) is not None:
            return end
        return self._word(at, end)

    def _word(self, at: int, end: int) -> int:
        """翻番, 全覆盖, 多家, 过半."""
        sign = self.text[at]
        made: Draft | None
        if sign == "翻":
            made = forms.doubling_form(self.text, at)
        elif sign == "全":
            made = forms.universal_form(self.text, at, end)
        elif sign == "半":
            made = forms.half_form(self.text, at)
        else:
            made = forms.vague_form(self.text, at, end)
        return self._found(made) if made else end

    def _found(self, made: Draft) -> int:
        self.drafts.append(made)
        return made.end

    def _exclude(self, at: int, end: int, reason: ExcludedClass) -> int:
        self._excluded.append((at, end, reason))
        return end

    def _numeral(self, at: int, run_end: int) -> int:
        name = self._lexicon.name_at(self.text, at)
        if name and name[1] >= run_end and not self._is_scaled_up(at):
            return self._exclude(at, name[1], ExcludedClass.NAME)
        if self._quotes.end_of(at) is not None:
            return self._exclude(at, run_end, ExcludedClass.NAME)
        made = forms.parts_form(self.text, at)
        if made is None and self.text.startswith("一半", at):
            made = forms.half_form(self.text, at)
        if made:
            return self._found(made)
        numeral = read_numeral(self.text, at)
        if numeral is None:
            return self._no_number(at, run_end)
        made = (
            forms.fraction_form(self.text, at, numeral)
            or forms.slash_form(self.text, at, numeral)
            or forms.tenths_form(self.text, at, numeral)
        )
        if made:
            return self._found(made)
        return self._counted(at, self._range(at, numeral) or numeral)

    def _is_scaled_up(self, at: int) -> bool:
        """近百年, 上万家: with a fuzzy word it is a number after all."""
        return self.text[at] in "百千万亿" and prefix_before(self.text, at)[1] is not None

    def _no_number(self, at: int, run_end: int) -> int:
        if self.text[at] in "几数" and run_end == at + 1:
            made = forms.vague_form(self.text, at, run_end)
            if made:
                return self._found(made)
        if run_end - at > 2 and self.text[run_end : run_end + 1] == "年":
            return self._exclude(at, run_end, ExcludedClass.DATE)
        if not set(self.text[at:run_end]) - set("几数零"):
            return run_end
        digits = self.text[at] in "0123456789"
        return self._exclude(at, run_end, ExcludedClass.IDENTIFIER if digits else ExcludedClass.IDIOM)

    # -- ranges: 3-5, 50%-60%, 三至五 ------------------------------------------------------------

    def _range(self, at: int, low: Numeral) -> Numeral | None:
        if low.top is not None or low.fuzz:
            return None
        text, end = self.text, low.end
        unit = None
        if text[end : end + 1] not in _CONNECTORS:
            unit = unit_at(text, end)
            end += len(unit.name) if unit else 0
        sign, first = text[end : end + 1], text[end + 1 : end + 2]
        if sign not in _CONNECTORS or not sign or not first or first not in _NUMERAL_SIGNS:
            return None
        if text[at - 1 : at] == "-" or (sign in "至到" and _FROM.search(clause_before(text, at))):
            return None
        high = read_numeral(text, end + 1)
        if high is None or high.top is not None or high.fuzz or (high.han is not low.han):
            return None
        if unit and not text.startswith(unit.name, high.end):
            return None
        if not unit and text[high.end : high.end + 1] == "-":
            return None
        return _joined(low, high)

    # -- numerals with a unit, and bare ones -----------------------------------------------------

    def _counted(self, at: int, numeral: Numeral) -> int:
        text, unit_place = self.text, numeral.end
        numeral, unit, end = _with_unit(text, numeral)
        if unit is None or (unit.name == "部" and text.startswith("部门", unit_place)):
            return self._without_unit(at, numeral)
        reason = self._why_not(at, unit_place, end, numeral, unit)
        if reason:
            return self._exclude(at, unit_place, reason)
        stop, per = per_unit_after(text, end, unit)
        kind = Kind.RATE if per else unit.kind
        made = draft(text, at, stop, numeral, text[unit_place:stop] if per else unit.name, kind, per)
        self._share(made, numeral)
        return self._found(made)

    def _why_not(
        self, at: int, unit_place: int, end: int, numeral: Numeral, unit: Unit
    ) -> ExcludedClass | None:
        start, prefix, _ = prefix_before(self.text, at)
        clause = clause_before(self.text, start)
        gap = self._offsets.gap_before(unit_place)
        far = far_relation(clause)
        return exclusion(
            Reading(self.text, start, at, unit_place, end, numeral, unit, prefix, far, clause, gap)
        )

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
        is_list_mark = len(chain) == 1 and before in ("\n", "。") and self.text[head.start - 1] == "、"
        if lead.han or is_list_mark or before == "第":
            return
        for at, numeral in reversed(chain):
            self._shared.add(at)
            self.drafts.append(shares_unit(numeral, at, head, lead))

    def _without_unit(self, at: int, numeral: Numeral) -> int:
        text, end = self.text, numeral.end
        if self._is_bare_figure(at, numeral):
            return self._found(draft(text, at, end, numeral, "", Kind.COUNT))
        if not numeral.han and numeral.top is None and not 1900 <= numeral.low <= 2100:
            self._bare.append((at, end))
        return self._exclude(at, end, class_of_bare(text, at, end))

    def _is_bare_figure(self, at: int, numeral: Numeral) -> bool:
        """服务群众3万余, 惠及20万群众, 综合指数为3.45: figures without a unit."""
        text, end = self.text, numeral.end
        start, prefix, _ = prefix_before(text, at)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if before and (before in "第-.:/+×*每逢" or (before.isascii() and before.isalnum())):
            return False
        if (after in _CALENDAR and after) or (after.isascii() and after.isalnum()):
            return False
        if numeral.bare_power and not (prefix or numeral.fuzz):
            return False
        if numeral.fuzz or numeral.scaled:
            return True
        if numeral.han:
            return False
        if prefix is not None or _NOUN.match(text, end):
            return numeral.low < 1900 or numeral.low > 2100 or numeral.exp < 0 or prefix is not None
        return (after in _STOPS or not after) and _CUE.search(clause_before(text, start)) is not None


def _joined(low: Numeral, high: Numeral) -> Numeral | None:
    """Both ends at one power of ten; 万 written once holds for both."""
    if high.power and not low.power and low.value * 10**high.power < high.value:
        low = replace(low, exp=low.exp + high.power, power=high.power, scaled=high.scaled)
    if high.han and low.low < 10 <= high.low and low.low < int(str(high.low)[0]):
        low = replace(low, low=low.low * 10 ** trailing_zeros(high.low))
    exp = min(low.exp, high.exp)
    start, stop = low.low * 10 ** (low.exp - exp), high.low * 10 ** (high.exp - exp)
    if start >= stop:
        return None
    return replace(high, low=start, top=stop, exp=exp, reach=None)


def _with_unit(text: str, numeral: Numeral) -> tuple[Numeral, Unit | None, int]:
    """The unit after a numeral; 个多月 and 个半小时 hold 多 and 半 inside, 5米多 after it."""
    end = numeral.end
    inside = text[end + 1 : end + 2]
    if text[end : end + 1] == "个" and inside in ("多", "半") and inside:
        unit = unit_at("个" + text[end + 2 : end + 6], 0)
        if unit is not None and unit.kind in (Kind.DURATION, Kind.POINT):
            return _more(numeral, inside), unit, end + len(unit.name) + 1
    unit = unit_at(text, end)
    if unit is None:
        return numeral, None, end
    end += len(unit.name)
    sign = text[end : end + 1]
    if sign in ("多", "半") and unit.kind is not Kind.COUNT and not numeral.fuzz and numeral.top is None:
        following = text[end + 1 : end + 2]
        if (sign == "多" and following not in _AFTER_UNIT) or (
            unit.kind is Kind.DURATION and following not in "天年月"
        ):
            return _more(numeral, sign), unit, end + 1
    return numeral, unit, end


def _more(numeral: Numeral, sign: str) -> Numeral:
    if sign == "多":
        return replace(numeral, fuzz=numeral.fuzz or "余")
    return replace(numeral, low=numeral.low * 10 + 5, exp=numeral.exp - 1)
