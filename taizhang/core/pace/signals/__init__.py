"""Signals: rules as data judge a project's facts; each level carries one sentence of reason."""

from taizhang.core.pace.curves import IndicatorFact
from taizhang.core.pace.signals.judging import judge_project
from taizhang.core.pace.signals.model import (
    Judgement,
    Level,
    MilestoneFact,
    NoticeLevel,
    ProjectFacts,
    notice_level,
)
from taizhang.core.pace.signals.rules import PRESETS, SignalRules, rules_from_json, rules_to_json

__all__ = [
    "PRESETS",
    "IndicatorFact",
    "Judgement",
    "Level",
    "MilestoneFact",
    "NoticeLevel",
    "ProjectFacts",
    "SignalRules",
    "judge_project",
    "notice_level",
    "rules_from_json",
    "rules_to_json",
]
