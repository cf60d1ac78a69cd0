"""The ledger's tables, by the part of the year they serve."""

from taizhang.ledger.models.account import (
    Baseline,
    Basis,
    Criterion,
    Indicator,
    Measure,
    Milestone,
    Project,
    Schedule,
    StateInterval,
)
from taizhang.ledger.models.closing import ChangeRequest, Closure, ClosureAnswer, Rectification
from taizhang.ledger.models.directives import Directive, DirectiveEntry, DirectiveSubject
from taizhang.ledger.models.records import (
    Activity,
    ActivityKind,
    Evidence,
    Figure,
    MeasureDefinition,
    ServiceEntry,
    ServiceItem,
)
from taizhang.ledger.models.relief import Ask, Complaint, SavedView
from taizhang.ledger.models.signals import Notice, RuleSet, Signal
from taizhang.ledger.models.supervision import Blocker, Obligation, ProgressReport, Review
from taizhang.ledger.models.year import Call, Counter, Ledger, Proposal, ReportFormVersion, Theme

__all__ = [
    "Activity",
    "ActivityKind",
    "Ask",
    "Baseline",
    "Basis",
    "Blocker",
    "Call",
    "ChangeRequest",
    "Closure",
    "ClosureAnswer",
    "Complaint",
    "Counter",
    "Criterion",
    "Directive",
    "DirectiveEntry",
    "DirectiveSubject",
    "Evidence",
    "Figure",
    "Indicator",
    "Ledger",
    "Measure",
    "MeasureDefinition",
    "Milestone",
    "Notice",
    "Obligation",
    "ProgressReport",
    "Project",
    "Proposal",
    "Rectification",
    "ReportFormVersion",
    "Review",
    "RuleSet",
    "SavedView",
    "Schedule",
    "ServiceEntry",
    "ServiceItem",
    "Signal",
    "StateInterval",
    "Theme",
]
