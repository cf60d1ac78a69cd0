"""The rules of judging in sentences, so that whoever adopts a set knows what it will do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from taizhang.core.pace.signals import Level, SignalRules, notice_level
from taizhang.ledger.queries.recolouring import Recoloured
from taizhang.press.charts.signals import signal_look
from taizhang.web.frame.levels import MARKS


def lines_of(rules: SignalRules) -> list[tuple[str, str]]:
    """(level, sentence) in the order of severity; the level's code as the seal of signals shows it."""
    rows: list[tuple[Level, str | None]] = [
        (Level.NEAR, _near(rules)),
        (Level.BEHIND, _("比序时进度落后{n}个百分点或更多。").format(n=rules.behind_points)),
        (Level.BEHIND, _late(rules)),
        (Level.BEHIND, _unreported(rules)),
        (Level.BEHIND, _returned(rules)),
        (Level.BEHIND, _("曾经逾期、后来补齐的，先转为滞后。") if rules.red_becomes_yellow else None),
        (Level.OVERDUE, _("节点或项目过了时限{n}天仍未完成。").format(n=rules.overdue_days)),
        (Level.OVERDUE, _far(rules)),
    ]
    return [(notice_level(level) or "green", words) for level, words in rows if words]


def _near(rules: SignalRules) -> str | None:
    return None if rules.near_days is None else _("距节点或时限{n}天以内。").format(n=rules.near_days)


def _late(rules: SignalRules) -> str | None:
    return (
        _("节点或项目刚过时限，还不满{n}天。").format(n=rules.overdue_days)
        if rules.overdue_days > 1
        else None
    )


def _unreported(rules: SignalRules) -> str | None:
    days = rules.unreported_days
    return None if days is None else _("应报的进展过了{n}天还没有报。").format(n=days)


def _returned(rules: SignalRules) -> str | None:
    times = rules.returned_times
    return None if times is None else _("一期进展因质量被退回{n}次。").format(n=times)


def _far(rules: SignalRules) -> str | None:
    points = rules.red_points
    return None if points is None else _("比序时进度落后{n}个百分点或更多。").format(n=points)


def effect_of(change: Recoloured) -> str:
    """What adopting a set would do: 采用后有7个项目的信号会变：正常→临期 5个，滞后→逾期 2个。"""
    if not change:
        return _("采用后没有项目的信号会变。")
    moves = _("，").join(
        _("{old}→{new} {n}个").format(old=_word(old), new=_word(new), n=n)
        for (old, new), n in sorted(change.items(), key=lambda each: -each[1])
    )
    return _("采用后有{n}个项目的信号会变：{moves}。").format(n=sum(change.values()), moves=moves)


def _word(level: str) -> str:
    return _(signal_look(MARKS.get(level, "")).word)


def name_of(rules: SignalRules) -> str:
    """The set's name; those that come with the program are translated."""
    return _(rules.name)
