"""Signals and seals: a shape or a character, and always the word beside the colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.text.messages import N_


@dataclass(frozen=True, slots=True)
class SignalLook:
    shape: str
    word: str  # a marked text, translated where it is shown


SIGNALS: Mapping[str, SignalLook] = {
    "green": SignalLook("●", N_("正常")),
    "blue": SignalLook("◆", N_("临期")),
    "yellow": SignalLook("▲", N_("滞后")),
    "red": SignalLook("■", N_("逾期")),
    "suspended": SignalLook("Ⅱ", N_("中止")),
    "closed": SignalLook("✓", N_("销账")),
    "": SignalLook("○", N_("未评")),
}
SEALS: Mapping[str, SignalLook] = {
    "collect": SignalLook("征", N_("征集")),
    "open": SignalLook("建", N_("建账")),
    "supervise": SignalLook("督", N_("督账")),
    "suspend": SignalLook("停", N_("中止")),
    "close": SignalLook("销", N_("销账")),
    "archive": SignalLook("终", N_("归档")),
    "cancel": SignalLook("撤", N_("撤销")),
    "merge": SignalLook("并", N_("并项")),
    "carry": SignalLook("转", N_("结转")),
}
LINE = ("collect", "open", "supervise", "close", "archive")
SEAL_OF: Mapping[str, str] = {
    ProjectState.ADMITTED: "collect",
    ProjectState.OPENED: "open",
    ProjectState.ACTIVE: "supervise",
    ProjectState.SUSPENDED: "suspend",
    ProjectState.CLOSURE_REQUESTED: "supervise",
    ProjectState.CLOSED: "close",
    ProjectState.ARCHIVED: "archive",
    ProjectState.CARRIED_OVER: "carry",
    ProjectState.CANCELLED: "cancel",
    ProjectState.MERGED: "merge",
}
AWAITING = {ProjectState.CLOSURE_REQUESTED: N_("待销账核验")}


def signal_look(level: str) -> SignalLook:
    """A level nobody knows is shown as not judged."""
    return SIGNALS.get(level, SIGNALS[""])


def seals_of(state: str) -> tuple[tuple[str, str], ...]:
    """The seals of a project in ``state``, each as (code, past | current | ahead)."""
    now = SEAL_OF[state]
    if now in LINE:
        here = LINE.index(now)
        places = ["past"] * here + ["current"] + ["ahead"] * (len(LINE) - here - 1)
        return tuple(zip(LINE, places, strict=True))
    passed = tuple((code, "past") for code in LINE[:3])
    rest = tuple((code, "ahead") for code in LINE[3:]) if now == "suspend" else ()
    return (*passed, (now, "current"), *rest)
