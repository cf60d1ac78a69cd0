"""Kinds of bulletins (简报, 专报, 快报, 动态, 信息) and the template that a series has for the issues of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

ADDRESSED = ("报", "送", "发")  # how an imprint addresses those above, peers, and those below
MAIN_AND_COPIES = ("主送", "抄送", "")  # of a 专报: nobody below is sent one


class IssueNumbering(StrEnum):
    """By which numbers the issues of a template go."""

    COMMON = "common"  # on with the issues of the series
    OWN = "own"  # annual and cumulative numbers of its own
    ANNUAL = "annual"  # annual numbers of its own, no cumulative ones


@dataclass(frozen=True, slots=True)
class SeriesKind:
    """A kind of bulletin: what it is called and is for, and with what a series or a template of that kind begins."""

    name: str
    about: str
    lengths: UsualLength
    note_label: str = ""
    addressed: tuple[str, str, str] = ADDRESSED
    contents: bool = False

    def masthead(self, series: str) -> str:
        """What the masthead of such an issue would say in this series: 海川文明简报 → 海川文明专报."""
        for kind in SERIES_KINDS.values():
            if len(series) > len(kind.name) and series.endswith(kind.name):
                return series.removesuffix(kind.name) + self.name
        return series + self.name


SERIES_KINDS: Mapping[str, SeriesKind] = {
    "briefing": SeriesKind(
        N_("简报"), N_("各单位的做法，几篇一期"), UsualLength(), "编者按", contents=True
    ),
    "special": SeriesKind(
        N_("专报"), N_("一事一报，送领导"), UsualLength(1_000, 3_000, 2, 6), addressed=MAIN_AND_COPIES
    ),
    "flash": SeriesKind(N_("快报"), N_("当天要知道的事"), UsualLength(100, 500, 1, 2)),
    "news": SeriesKind(N_("动态"), N_("各单位的消息，一事一段"), UsualLength(100, 600, 2, 6)),
    "information": SeriesKind(N_("信息"), N_("情况和建议"), UsualLength(300, 1_000, 1, 4)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IssueTemplate:
    """What the issues of one kind have of their own in a series. ``look`` is what differs from the series' pages, as the
    press's house template names it; the masthead's words are its ``name``, which is the name of the issue, too.
    """

    kind: str  # of SERIES_KINDS
    name: str
    look: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    lengths: UsualLength = field(default_factory=UsualLength)
    numbering: IssueNumbering = IssueNumbering.COMMON

    def __post_init__(self) -> None:
        if self.kind not in SERIES_KINDS:
            raise ValueError(f"no kind of bulletin: {self.kind}")
        if not self.name.strip():
            raise Refused(Message(N_("请填写报头文字。")))

    @property
    def count(self) -> str:
        """The count in which its issues are numbered; empty: that of the series."""
        return "" if self.numbering is IssueNumbering.COMMON else self.kind

    @property
    def cumulative(self) -> bool:
        """Whether its issues have cumulative numbers, too."""
        return self.numbering is not IssueNumbering.ANNUAL

    @property
    def of_issue(self) -> dict[str, str]:
        """What each of its issues says itself, and keeps from its signature on: its name and its count."""
        return {"named": self.name, "count": self.count}

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "look": dict(self.look), "columns": list(self.columns)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Back from plain values."""
        lengths, columns = UsualLength.from_json(data["lengths"]), tuple(data["columns"])
        return cls(
            data["kind"], data["name"], data["look"], columns, lengths, IssueNumbering(data["numbering"])
        )  # fmt: skip

    @classmethod
    def of_kind(cls, kind: str, series: str) -> Self:
        """The template with which an office begins, in a series of this name."""
        known = SERIES_KINDS[kind]
        look = {"note_label": known.note_label, "addressed": known.addressed, "contents": known.contents}
        return cls(kind, known.masthead(series), look, lengths=known.lengths)
