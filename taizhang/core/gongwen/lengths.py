"""How long the articles and issues of a series usually are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

LONGEST, MOST_PAGES = 40_000, 200


@dataclass(frozen=True, slots=True)
class UsualLength:
    """From how many to how many characters an article has, and from how many to how many pages an issue: what is said
    to whoever writes, and never a limit.
    """

    shortest: int = 600
    longest: int = 1_500
    fewest_pages: int = 2
    most_pages: int = 8

    def __post_init__(self) -> None:
        """Refuse ranges that run backwards or that nobody can mean."""
        if not 1 <= self.shortest <= self.longest <= LONGEST:
            raise Refused(Message(N_("每篇字数应从少到多，最多{n}字。"), {"n": LONGEST}))
        if not 1 <= self.fewest_pages <= self.most_pages <= MOST_PAGES:
            raise Refused(Message(N_("每期页数应从少到多，最多{n}页。"), {"n": MOST_PAGES}))

    @property
    def scale(self) -> int:
        """The end of a scale on which both bounds can be seen."""
        return self.longest * 4 // 3

    def article(self, n: int) -> Message:
        """What an editor would say of an article of ``n`` characters."""
        if n == 0:
            return Message(N_("还没有正文"))
        if n < self.shortest:
            return Message(N_("比常见的短"))
        return Message(N_("篇幅合适") if n <= self.longest else N_("比常见的长，编辑时可能压缩"))

    def issue(self, pages: int) -> Message | None:
        """What to say of an issue of so many pages; None for a usual one."""
        if self.fewest_pages <= pages <= self.most_pages:
            return None
        gaps = {"n": pages, "low": self.fewest_pages, "high": self.most_pages}
        return Message(N_("本期{n}页，一般{low}至{high}页。"), gaps)

    def with_given(self, given: Mapping[str, int | None]) -> Self:
        """The same with the bounds that are given (None: as it was). Raise Refused where they do not fit."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})

    def to_json(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Back from plain values; what is missing is as in a 简报."""
        return cls(**data)
