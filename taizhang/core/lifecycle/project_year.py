"""A project's year as tables: who may lead what from which state to which (征集 → 建账 → 督账 → 销账).

Four axes are kept apart: the lifecycle (human acts), the pace signal (derived), change requests, and the
obligation to report. Roles are written by their codes (``office.roles``, a house test compares them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.lifecycle.workflow import steps

LIAISON, LEADER, OFFICER, HEAD = "liaison", "unit_leader", "ledger_officer", "office_leader"
UNIT = f"{LIAISON} {LEADER}"
OFFICE = f"{OFFICER} {HEAD}"
DIRECTED = (
    f"{UNIT} {OFFICE} editor checker signer dispatcher"  # the roles whose posts a directive may be given to
)


class CallState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


CALL = steps(
    ("edit", "draft", None, OFFICER),
    ("issue", "draft", "open", OFFICER),
    ("extend", "open", None, OFFICER),
    ("close", "open", "closed", OFFICER),
)


class ProposalState(StrEnum):
    DRAFT = "draft"
    UNIT_REVIEW = "unit_review"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADMITTED = "admitted"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


PROPOSAL = steps(
    ("edit", "draft returned", None, LIAISON),
    ("send", "draft returned", "unit_review", LIAISON),
    ("hand_back", "unit_review", "draft", LEADER),
    ("sign", "unit_review", "submitted", LEADER),
    ("withdraw", "draft unit_review submitted returned", "withdrawn", UNIT),
    ("admit", "submitted", "admitted", OFFICER),
    ("return", "submitted", "returned", OFFICER),
    ("decline", "submitted", "declined", OFFICER),
    ("merge", "submitted", "merged", OFFICER),
)


class ProjectState(StrEnum):
    ADMITTED = "admitted"
    OPENED = "opened"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSURE_REQUESTED = "closure_requested"
    CLOSED = "closed"
    ARCHIVED = "archived"
    CARRIED_OVER = "carried_over"
    CANCELLED = "cancelled"
    MERGED = "merged"


PROJECT = steps(
    ("prepare", "admitted", None, OFFICER),
    ("open_account", "admitted", "opened", OFFICER),
    ("confirm", "opened", "active", UNIT),
    # Record what happens: reports, activities, figures, evidence, blockers.
    ("record", "active closure_requested", None, f"{LIAISON} {OFFICER}"),
    ("request_change", "opened active suspended", None, f"{UNIT} {OFFICER}"),
    # Decided changes; each is reached through a change request.
    ("extend", "active", None, OFFICE),
    ("amend", "opened active", None, OFFICE),
    ("suspend", "active", "suspended", OFFICE),
    ("resume", "suspended", "active", OFFICE),
    ("cancel", "opened active suspended", "cancelled", OFFICE),
    ("merge", "opened active suspended", "merged", OFFICE),
    ("carry_over", "opened active suspended", "carried_over", OFFICE),
    ("draft_closure", "active", None, LIAISON),  # it is asked for once the unit's leader has signed
    ("request_closure", "active", "closure_requested", LEADER),
    ("withdraw_closure", "closure_requested", "active", UNIT),
    ("verify", "closure_requested", "closed", OFFICER),
    ("rectify", "closure_requested", "active", OFFICER),
    ("reopen", "closed", "active", OFFICE),
    ("archive", "closed", "archived", OFFICER),
)


class ObligationState(StrEnum):
    DUE = "due"
    FILED = "filed"
    MET = "met"
    LATE_MET = "late_met"
    WAIVED = "waived"


OBLIGATION = steps(
    ("file", "due", "filed", LEADER),
    ("file_late", "due", "filed", LEADER),
    ("accept", "filed", "met", OFFICER),
    ("accept_late", "filed", "late_met", OFFICER),
    ("return", "filed", "due", OFFICER),
    ("waive", "due", "waived", OFFICER),
)


class ReportState(StrEnum):
    DRAFT = "draft"
    UNIT_REVIEW = "unit_review"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


REPORT = steps(
    ("write", "draft returned", None, LIAISON),
    ("send", "draft returned", "unit_review", LIAISON),
    ("take_back", "unit_review", "draft", LIAISON),
    ("hand_back", "unit_review", "draft", LEADER),
    ("sign_off", "unit_review", "submitted", LEADER),
    ("accept", "submitted", "accepted", OFFICER),
    ("return", "submitted", "returned", OFFICER),
)


class BlockerState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


BLOCKER = steps(
    ("answer", "open", "answered", OFFICE),
    ("ask_again", "answered", "open", UNIT),
    ("settle", "open answered", "settled", UNIT),
    ("withdraw", "open", "withdrawn", UNIT),
)


class DirectiveState(StrEnum):
    OPEN = "open"
    REPLIED = "replied"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


# Whose post it was given to, and who wrote it, is asked beside the role (ledger/rules/directives.py).
DIRECTIVE = steps(
    ("pass_on", "open", None, DIRECTED),
    ("reply", "open", "replied", DIRECTED),
    ("return", "replied", "open", HEAD),
    ("end", "open replied", "ended", HEAD),
    ("withdraw", "open", "withdrawn", HEAD),
)


class NoticeState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    REPLIED = "replied"
    SETTLED = "settled"
    RETURNED = "returned"
    ESCALATED = "escalated"
    REVOKED = "revoked"
    DROPPED = "dropped"


NOTICE = steps(
    ("edit", "draft", None, OFFICER),
    ("issue", "draft", "issued", OFFICER),
    ("drop", "draft", "dropped", OFFICER),
    ("acknowledge", "issued", "acknowledged", UNIT),
    ("reply", "issued acknowledged returned", "replied", UNIT),
    ("settle", "replied", "settled", OFFICER),
    ("return", "replied", "returned", OFFICER),
    ("escalate", "issued acknowledged replied returned", "escalated", OFFICER),
    ("revoke", "issued acknowledged replied returned", "revoked", OFFICER),
)


class ChangeKind(StrEnum):
    EXTEND = "extend"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    MERGE = "merge"
    CARRY_OVER = "carry_over"


class ChangeState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CHANGE = steps(
    ("approve", "requested", "approved", OFFICE),
    ("decline", "requested", "declined", OFFICE),
    ("withdraw", "requested", "withdrawn", f"{UNIT} {OFFICER}"),
)


class ClosureState(StrEnum):
    UNIT_REVIEW = "unit_review"
    HANDED_BACK = "handed_back"
    REQUESTED = "requested"
    VERIFIED = "verified"
    RECTIFY = "rectify"
    WITHDRAWN = "withdrawn"


CLOSURE = steps(
    ("sign", "unit_review", "requested", LEADER),
    ("hand_back", "unit_review", "handed_back", LEADER),
    ("verify", "requested", "verified", OFFICER),
    ("rectify", "requested", "rectify", OFFICER),
    ("withdraw", "unit_review requested", "withdrawn", UNIT),
)


class ReviewState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


REVIEW = steps(
    ("edit", "planned", None, OFFICER),
    ("hold", "planned", "held", OFFICER),
    ("cancel", "planned", "cancelled", OFFICER),
)

IN_COUNT: Mapping[str, frozenset[str]] = {
    "active": frozenset({ProjectState.OPENED, ProjectState.ACTIVE, ProjectState.CLOSURE_REQUESTED}),
    "suspended": frozenset({ProjectState.SUSPENDED}),
    "closed": frozenset({ProjectState.CLOSED, ProjectState.ARCHIVED}),
    "carried_over": frozenset({ProjectState.CARRIED_OVER}),
    "cancelled": frozenset({ProjectState.CANCELLED}),
    "merged": frozenset({ProjectState.MERGED}),
}


@dataclass(frozen=True, slots=True)
class Conservation:
    """opened = active (incl. awaiting closure) + suspended + closed + carried over + cancelled + merged."""

    opened: int
    active: int
    suspended: int
    closed: int
    carried_over: int
    cancelled: int
    merged: int

    @property
    def holds(self) -> bool:
        parts = self.active + self.suspended + self.closed + self.carried_over
        return self.opened == parts + self.cancelled + self.merged


def conserve(opened: int, by_state: Mapping[str, int]) -> Conservation:
    """The identity over ``opened`` allotted numbers and the counts of projects by state."""
    sums = {name: sum(by_state.get(state, 0) for state in states) for name, states in IN_COUNT.items()}
    return Conservation(opened=opened, **sums)
