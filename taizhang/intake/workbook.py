"""The sheets of an xlsx file, as streams of XML: no formula is evaluated, no link followed, no size believed.

Only what a ledger needs is looked at, so that broken styles, drawings or names do no harm: texts, numbers with
their formats, stored results of formulas, merged areas, hidden rows, columns and sheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.grid import Sheet
from taizhang.intake import remarks
from taizhang.intake.archive import damaged
from taizhang.intake.budget import Budget
from taizhang.intake.limits import Limits
from taizhang.intake.number_formats import BUILT_IN
from taizhang.intake.package import Package
from taizhang.intake.plain import cell_text
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.sheet import SheetTarget, StringsTarget, unescaped

_CHUNK = 1 << 16
_SHEETS = 60
_LOST = {
    "pic": "picture",
    "chart": "chart",
    "relIds": "diagram",
    "txBody": "text box",
}  # in the drawings of a sheet


def sheets_of(
    package: Package, main: str, limits: Limits
) -> tuple[tuple[Sheet, ...], int, tuple[Message, ...]]:
    """The sheets of the workbook ``main`` in their order, how many hidden controls they were freed of, and what the
    reader should know of them.

    Raises ``IntakeRefused``."""
    _refuse_active(package)
    budget = Budget(limits)
    try:
        sheets = tuple(_Book(package, main).sheets(budget))
    except (ElementTree.ParseError, KeyError, IndexError, ValueError):
        raise damaged() from None
    return sheets, budget.removed, remarks.sentences(budget.counts)


def _refuse_active(package: Package) -> None:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in package.names):
        raise IntakeRefused(Message(N_("表格带有宏，不能读取；请另存为不带宏的 xlsx 后再试。")))
    if "xl/workbook.bin" in package.names:
        raise IntakeRefused(Message(N_("暂不能读取 xlsb 文件，请另存为 xlsx 后再试。")))


def _elements(package: Package, part: str, *names: str) -> Iterator[dict[str, str]]:
    """Attributes of the named elements of a part, without their name spaces; nothing where it is missing."""
    if part not in package.names or not part.endswith(
        ".xml"
    ):  # only such parts were searched for a document type
        return
    with package.open(part) as stream:
        for _, element in ElementTree.iterparse(stream, events=("start",)):  # noqa: S314 (no DOCTYPE: archive.py)
            if _local(element.tag) in names:
                yield {"": _local(element.tag)} | {_local(key): value for key, value in element.items()}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Book:
    """The parts that all sheets share."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._relations = package.relations(main)
        properties = next(_elements(package, main, "workbookPr"), {})
        self.since_1904 = properties.get("date1904") in ("1", "true")
        self.strings, self.struck_strings = self._strings()
        self.formats: list[str] = []  # format codes by style
        self.struck: list[bool] = []  # whether a style strikes the text through
        self._read_styles()

    def sheets(self, budget: Budget) -> Iterator[Sheet]:
        for count, entry in enumerate(_elements(self._package, self._main, "sheet")):
            relation = self._relations[entry["id"]]
            if relation.kind != "worksheet":
                continue  # a sheet that is one chart
            if count >= _SHEETS:
                raise IntakeRefused(Message(N_("工作表超过 {count} 个，请拆分后再试。"), {"count": _SHEETS}))
            target = SheetTarget(self, cell_text(unescaped(entry["name"]), "-")[0], budget)
            self._feed(relation.target, target)
            self._count_lost(relation.target, budget)
            hidden = entry.get("state") in ("hidden", "veryHidden")
            merges, rows, columns = tuple(target.merges), frozenset(target.hidden), target.unseen_columns()
            yield Sheet(target.name, target.rows, merges, rows, hidden, columns)

    def _feed(self, part: str, target: Any) -> None:
        if not part.endswith(".xml"):  # only such parts were searched for a document type
            raise ValueError(part)
        parser = ElementTree.XMLParser(target=target)  # noqa: S314
        with self._package.open(part) as stream:
            while piece := stream.read(_CHUNK):
                parser.feed(piece)
        parser.close()

    def _strings(self) -> tuple[list[str], set[int]]:
        """The shared strings, and which of them are struck through, in whole or in part."""
        target = StringsTarget()
        part = self._package.related(self._main, "sharedStrings")
        if part:
            self._feed(part, target)
        return target.strings, target.struck

    def _read_styles(self) -> None:
        """The format code and the stroke of each style number."""
        own: dict[int, str] = {}
        fonts: list[bool] = []
        place = ""
        places = ("fonts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
        names = (*places, "numFmt", "font", "strike", "xf")
        for element in _elements(self._package, self._package.related(self._main, "styles"), *names):
            name = element[""]
            if name in places:
                place = name
            elif name == "numFmt":
                own.setdefault(int(element["numFmtId"]), element["formatCode"])
            elif name == "font" and place == "fonts":
                fonts.append(False)
            elif name == "strike" and place == "fonts" and fonts:
                fonts[-1] = element.get("val") in (None, "1", "true")
            elif name == "xf" and place == "cellXfs":
                number, font = int(element.get("numFmtId", "0")), int(element.get("fontId", "0"))
                self.formats.append(own.get(number) or BUILT_IN.get(number, ""))
                self.struck.append(0 <= font < len(fonts) and fonts[font])

    def _count_lost(self, part: str, budget: Budget) -> None:
        """Pictures, charts and comments of a sheet: they are no cells."""
        for relation in self._package.relations(part).values():
            if relation.external:
                continue
            if relation.kind == "drawing":
                for element in _elements(self._package, relation.target, *_LOST):
                    budget.counts[_LOST[element[""]]] += 1
            elif relation.kind == "comments":
                budget.counts["comment"] += sum(
                    1 for _ in _elements(self._package, relation.target, "comment")
                )
