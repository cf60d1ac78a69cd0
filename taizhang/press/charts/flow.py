"""The conservation identity as one ruled line: every account ever opened is somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.core.lifecycle.project_year import Conservation
from taizhang.core.text.messages import N_

PARTS: Mapping[str, str] = {
    "opened": N_("建账"),
    "active": N_("在督"),
    "suspended": N_("中止"),
    "closed": N_("销账"),
    "carried_over": N_("结转"),
    "cancelled": N_("撤销"),
    "merged": N_("并项"),
}


@dataclass(frozen=True, slots=True)
class FlowPart:
    """``code`` as in PARTS; ``url`` leads to the projects counted here."""

    code: str
    count: int
    url: str = ""

    @property
    def word(self) -> str:
        return PARTS[self.code]


@dataclass(frozen=True, slots=True)
class Flow:
    opened: FlowPart
    parts: tuple[FlowPart, ...]

    @property
    def holds(self) -> bool:
        return self.opened.count == sum(part.count for part in self.parts)


def flow_of(counts: Conservation, links: Mapping[str, str] | None = None) -> Flow:
    """The line for ``counts``; ``links`` by the same names where a number is a link."""
    urls = links or {}
    first, *rest = [FlowPart(code, getattr(counts, code), urls.get(code, "")) for code in PARTS]
    return Flow(first, tuple(rest))
