"""What an office's progress reports ask, and in which order: built-in parts, and fields of the office's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import amount_in, plain
from taizhang.core.text.messages import N_, Message

LABEL, HINT, UNIT, WORDS, MOST_CHOICES, MOST_ITEMS = 60, 200, 20, 2_000, 20, 40
YES_NO: Mapping[str, str] = {"yes": N_("是"), "no": N_("否")}


class ItemKind(StrEnum):
    """A built-in part, or the kind of a field."""

    NARRATIVE = "narrative"
    VALUES = "values"
    MILESTONES = "milestones"
    NEXT_STEPS = "next_steps"
    EVIDENCE = "evidence"
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


PARTS = tuple(ItemKind)[:5]


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One thing that is asked; of a built-in part only ``kind`` counts.

    ``unit`` and ``required`` are a number's: a number is a figure of the ledger, everything else is a statement.
    """

    kind: ItemKind
    label: str = ""
    hint: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """The items in their order. A field is known by its label."""

    items: tuple[ReportItem, ...] = field(default_factory=lambda: tuple(map(ReportItem, PARTS)))

    @property
    def parts(self) -> frozenset[ItemKind]:
        """The built-in parts that are asked."""
        return frozenset(each.kind for each in self.items if each.kind in PARTS)

    @property
    def fields(self) -> dict[str, ReportItem]:
        """The office's own fields by their labels, in order."""
        return {each.label: each for each in self.items if each.kind not in PARTS}

    def to_json(self) -> list[dict[str, Any]]:
        """As the database keeps it."""
        return [{**asdict(each), "choices": list(each.choices)} for each in self.items]

    @classmethod
    def from_json(cls, data: Iterable[Mapping[str, Any]]) -> ReportLayout:
        """As ``to_json`` wrote it."""
        items = (
            ReportItem(**{**each, "kind": ItemKind(each["kind"]), "choices": tuple(each["choices"])})
            for each in data
        )
        return cls(tuple(items))


def layout_of(items: Sequence[ReportItem]) -> ReportLayout:
    """The layout of these items, without what does not belong to their kinds.

    Raise Refused where nothing is asked or something twice, and where a field is incomplete.
    """
    if not items:
        raise Refused(Message(N_("月报至少要填一项。")))
    if len(items) > MOST_ITEMS:
        raise Refused(Message(N_("月报最多{most}项，现有{n}项。"), {"most": MOST_ITEMS, "n": len(items)}))
    seen: set[str] = set()
    for each in items:
        _check(each)
        name = each.kind if each.kind in PARTS else each.label
        if name in seen:
            raise Refused(Message(N_("有重复的一项，请只留一个：{name}"), {"name": each.label or "—"}))
        seen.add(name)
    return ReportLayout(tuple(map(_plain_item, items)))


def _check(item: ReportItem) -> None:
    if item.kind in PARTS:
        return
    gaps = {"name": item.label}
    if not item.label:
        raise Refused(Message(N_("请给每个自定义项写上名称。")))
    if item.kind is ItemKind.NUMBER and not item.unit:
        raise Refused(Message(N_("“{name}”是数字，请写明计量单位。"), gaps))
    if item.required and item.kind is not ItemKind.NUMBER:
        raise Refused(Message(N_("“{name}”不是数字，不能设为必填。"), gaps))
    if item.kind is ItemKind.CHOICE:
        _check_choices(item)


def _check_choices(item: ReportItem) -> None:
    if not 2 <= len(set(item.choices)) == len(item.choices) <= MOST_CHOICES:
        gaps: dict[str, str | int | Message] = {"name": item.label, "most": MOST_CHOICES}
        raise Refused(Message(N_("“{name}”要有2至{most}个不同的选项。"), gaps))


def _plain_item(item: ReportItem) -> ReportItem:
    kind = item.kind
    if kind in PARTS:
        return ReportItem(kind)
    number, choices = kind is ItemKind.NUMBER, item.choices if kind is ItemKind.CHOICE else ()
    return ReportItem(kind, item.label, item.hint, item.unit if number else "", choices, item.required)


def read_answer(item: ReportItem, typed: str) -> dict[str, str]:
    """The answer as it is stored: ``text`` as typed, of a number also ``value``; empty where nothing is typed.

    Raise Refused for what is no answer to it.
    """
    text = typed.strip()
    if not text:
        return {}
    if item.kind is ItemKind.NUMBER:
        return {"text": text, "value": plain(_whole(text, item.unit))}
    if len(text) > WORDS:
        raise Refused(Message(N_("最多{most}字，现有{n}字。"), {"most": WORDS, "n": len(text)}))
    offered = {ItemKind.YES_NO: tuple(YES_NO), ItemKind.CHOICE: item.choices}.get(item.kind)
    if offered is not None and text not in offered:
        raise Refused(Message(N_("“{text}”不在可选范围内。"), {"text": text[:60]}))
    return {"text": text}


def _whole(text: str, unit: str) -> Decimal:
    amount = amount_in(text, unit)
    if amount.value is None or amount.value != int(amount.value):
        raise Refused(Message(N_("“{text}”不是整数。"), {"text": text[:60]}))
    return amount.value


def unanswered(layout: ReportLayout, answers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The labels of the required numbers that are not given."""
    return [label for label, each in layout.fields.items() if each.required and label not in answers]
