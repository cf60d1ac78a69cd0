"""Signals: rules as data judge a project's facts; each level carries one sentence of reason."""

from taizhang.core.pace import IndicatorFact
from taizhang.core.signals.judging import judge_project
from taizhang.core.signals.model import (
    Judgement,
    Level,
    MilestoneFact,
    NoticeLevel,
    ProjectFacts,
    notice_level,
)
from taizhang.core.signals.rules import PRESETS, RuleSet, rules_from_json, rules_to_json

__all__ = [
    "PRESETS",
    "IndicatorFact",
    "Judgement",
    "Level",
    "MilestoneFact",
    "NoticeLevel",
    "ProjectFacts",
    "RuleSet",
    "judge_project",
    "notice_level",
    "rules_from_json",
    "rules_to_json",
]
