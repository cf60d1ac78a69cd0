"""Rules of judging as data with versions, and three sets that places use."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from taizhang.core.pace.signals.model import Level
from taizhang.core.text.messages import N_, Message

_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
# Lowest and highest value, and whether the rule may be left out (None).
_BOUNDS = {
    "version": (1, 9999, False),
    "near_days": (1, 366, True),
    "behind_points": (1, 100, False),
    "red_points": (1, 100, True),
    "overdue_days": (1, 366, False),
    "unreported_days": (1, 366, True),
    "returned_times": (1, 99, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRules:
    """One place's rules; None leaves a rule out. ValueError, with a sentence, for values out of bounds.

    ``near_days``: this many days before a date, or fewer, it is near. ``behind_points``, ``red_points``: this
    many percentage points below the planned pace, or more, a project is behind, or red. ``overdue_days``: from
    this many days after a date it is overdue (1: from the next day; before that it is behind).
    ``unreported_days``: days after which a missing report makes a project behind. ``returned_times``: so many
    reports returned for their quality in a period do too. ``red_becomes_yellow``: what was red and has been
    made good is behind, not normal.
    """

    code: str
    name: str
    version: int
    near_days: int | None
    behind_points: int
    red_points: int | None
    overdue_days: int
    unreported_days: int | None
    returned_times: int | None
    red_becomes_yellow: bool

    def __post_init__(self) -> None:
        for field, (low, high, optional) in _BOUNDS.items():
            value = getattr(self, field)
            if not (optional and value is None) and not (type(value) is int and low <= value <= high):
                gaps: dict[str, str | int] = {"field": field, "low": low, "high": high}
                raise ValueError(Message(N_("规则的“{field}”应为{low}至{high}的整数。"), gaps))
        if not (isinstance(self.code, str) and _CODE.fullmatch(self.code)):
            raise ValueError(Message(N_("规则的代码应由小写字母、数字和连字符组成。")))
        if not (isinstance(self.name, str) and self.name.isprintable() and 1 <= len(self.name) <= 40):
            raise ValueError(Message(N_("规则的名称应为1至40个字。")))
        if type(self.red_becomes_yellow) is not bool:
            raise ValueError(Message(N_("“red_becomes_yellow”应为true或false。")))
        if self.red_points is not None and self.red_points <= self.behind_points:
            raise ValueError(Message(N_("严重滞后的百分点应大于滞后的百分点。")))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that these rules give, for a legend."""
        return tuple(level for level in Level if level is not Level.NEAR or self.near_days is not None)


def rules_to_json(rules: SignalRules) -> dict[str, Any]:
    return asdict(rules)


def rules_from_json(data: object) -> SignalRules:
    """The rules that were written down; ValueError, with a sentence for people, for anything else."""
    if not isinstance(data, dict) or set(data) != {field.name for field in fields(SignalRules)}:
        names = "、".join(field.name for field in fields(SignalRules))
        raise ValueError(Message(N_("规则应正好包含这些项：{names}。"), {"names": names}))
    return SignalRules(**data)


PRESETS = {
    rules.code: rules
    for rules in (
        SignalRules(
            code="blue-yellow-red",
            name=N_("蓝黄红三级提示"),
            version=1,
            near_days=15,
            behind_points=10,
            red_points=None,
            overdue_days=1,
            unreported_days=5,
            returned_times=2,
            red_becomes_yellow=True,
        ),
        SignalRules(
            code="three-lights",
            name=N_("红黄绿三色灯"),
            version=1,
            near_days=None,
            behind_points=10,
            red_points=30,
            overdue_days=1,
            unreported_days=10,
            returned_times=None,
            red_becomes_yellow=False,
        ),
        SignalRules(
            code="planned-pace",
            name=N_("序时进度"),
            version=1,
            near_days=10,
            behind_points=5,
            red_points=20,
            overdue_days=1,
            unreported_days=None,
            returned_times=None,
            red_becomes_yellow=False,
        ),
    )
}
