"""Whose figures a report tells: the writer's own, another unit's, those of the whole area."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum


class FigureScope(StrEnum):
    """Whose a figure is, by the words before it in its sentence."""

    UNSAID = "unsaid"
    OWN = "own"  # 我局, 本村
    NAMED = "named"  # 城东分馆, 清河镇: another unit, or the writer's named in full
    FOREIGN = "foreign"  # 兄弟单位; the whole area beside the writer's own


_LEVELS = {
    "村": 1,
    "社区": 1,
    "镇": 2,
    "乡": 2,
    "街道": 2,
    "县": 3,
    "区": 3,
    "旗": 3,
    "市": 4,
    "州": 4,
    "省": 5,
    "国": 6,
}
_LEVEL = "|".join(sorted(_LEVELS, key=len, reverse=True))
_HOUSE = "支部|党[委组]|党总支|中心|公司|单位|部门|系统|[支大]队|协会|[科组处室局委办校院站馆队所会社厂团园府厅行们]"
_OWN = re.compile(rf"(?<![自在到来于赴进给为向])[我本](?:(?P<level>{_LEVEL})|{_HOUSE})(?!级|次)")
_WIDE = re.compile(rf"全(?:(?P<level>{_LEVEL})|系统|行业|域)|各(?:地|[县市]区|县|区|单位|部门)|[市省县区]里")
_OTHERS = re.compile(
    r"兄弟|邻[近村镇乡县区市]|相邻|友邻|周边|外地|其[他它余](?:单位|部门|[省市县区镇乡村]|街道|社区|地)|另一[个家]|该[省市县区镇乡村]"
)
_UNIT = re.compile(
    r"(?:[,;:。(\n]|^)(?:□*(?:\d+月份?|本月|当月|同期|累计|据悉|其中|另外|此外|同时),?)*"
    r"(?![在到赴走深向为对联会与和同由依组面覆全各我本该已共从将把按经被据围以开举])(?!总|下属)(?P<name>(?:(?![分进入到往赴驻下在全各访为向])[一-龥]){1,8}?"
    r"(?:(?<=[一-龥]{2})(?:镇|乡|街道|社区|村|区|县|市)|局|(?<![举主承开协督转新筹])办|中心|(?<!中)[小中大]学|学校|医院|[支大]队|公司|协会|联合会"
    r"|妇联|团委|工会|科协|文联|残联|馆|党委|党总支|支部))"
    r"(?=\d|本月|当月|累计|共|也|亦|已|则|另|先后|同期|分别|举办|开展|组织|完成|建成|走访|办|的|□)"
)
_SENTENCE_END = re.compile(r"[。!?\n]")
_CLAUSE_END = re.compile(r"[,;:()。\n]")


class Scopes:
    """The words of a folded text that say whose the figures after them are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._own = list(_OWN.finditer(text))
        self._own_places = [each.start() for each in self._own]
        self._lowest = min((_LEVELS.get(each["level"] or "", 0) for each in self._own), default=None)
        marks = [(each.start(), FigureScope.OWN) for each in self._own]
        marks += [(each.start(), self._of_area(each)) for each in _WIDE.finditer(text)]
        marks += [(each.start(), FigureScope.FOREIGN) for each in _OTHERS.finditer(text)]
        units = (each for each in _UNIT.finditer(text) if "其中" not in each[0])
        marks += [(each.start("name"), self._of_named(each)) for each in units]
        self._marks = sorted(marks)
        self._starts = [start for start, _ in self._marks]
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]

    def at(self, place: int) -> FigureScope:
        """Whose a figure that begins at ``place`` is."""
        k, mark = bisect_right(self._ends, place), bisect_left(self._starts, place) - 1
        begins = self._ends[k - 1] if k else 0
        return self._marks[mark][1] if mark >= 0 and self._starts[mark] >= begins else FigureScope.UNSAID

    def own_between(self, start: int, end: int) -> bool:
        """Whether the writer's own unit is named between two places."""
        return bisect_left(self._own_places, start) < bisect_left(self._own_places, end)

    def _of_area(self, match: re.Match[str]) -> FigureScope:
        """全市: the writer's own where it writes of nothing smaller, or says that it acts there (我局在全市)."""
        level = _LEVELS.get(match["level"] or "", max(_LEVELS.values()) + 1)
        if self._lowest is None or self._lowest >= level:
            return FigureScope.UNSAID
        k = bisect_left(self._own_places, match.start()) - 1
        beside = k >= 0 and not _CLAUSE_END.search(self._text, self._own_places[k], match.start())
        return FigureScope.OWN if beside else FigureScope.FOREIGN

    def _of_named(self, match: re.Match[str]) -> FigureScope:
        return FigureScope.NAMED if self._lowest is None else FigureScope.FOREIGN
