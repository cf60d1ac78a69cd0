"""The lives of outreach as tables: orders and the sessions that serve them (点单 → 派单 → 接单 → 场次 → 评单), records.

A session may serve several orders and be heard in several venues, so the two lives are kept apart: what became of a
unit's wish is the order's state, what became of the talk the session's. An order is placed while a living session
serves it, and goes back to the pool when that session is refused, cancelled or missed. Speakers have no account: the
step that a speaker takes by a signed link is the dispatcher's too, who may have been told by telephone.
"""

from __future__ import annotations

from enum import StrEnum

from taizhang.core.lifecycle.project_year import DIRECTED
from taizhang.core.lifecycle.workflow import steps

LIAISON, LEADER, DISPATCHER = "liaison", "unit_leader", "dispatcher"
UNIT = f"{LIAISON} {LEADER}"


class OrderState(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PLACED = "placed"
    SERVED = "served"
    RATED = "rated"


ORDER = steps(
    ("edit", "draft offered submitted", None, LIAISON),
    ("submit", "draft offered", "submitted", LIAISON),
    ("withdraw", "draft offered submitted", "withdrawn", UNIT),
    ("decline", "submitted", "declined", DISPATCHER),
    ("arrange", "submitted", None, DISPATCHER),
    ("place", "submitted", "placed", DISPATCHER),
    ("release", "placed served rated", "submitted", DISPATCHER),
    ("confirm", "placed", "served", UNIT),
    ("rate", "served", "rated", UNIT),
)


class SessionState(StrEnum):
    OFFERED = "offered"
    REFUSED = "refused"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    NO_SHOW = "no_show"
    CONFIRMED = "confirmed"
    COUNTED = "counted"
    RECALLED = "recalled"


SESSION = steps(
    ("arrange", "offered scheduled delivered", None, DISPATCHER),
    ("accept", "offered", "scheduled", DISPATCHER),
    ("refuse", "offered scheduled", "refused", DISPATCHER),
    ("postpone", "offered scheduled", "postponed", DISPATCHER),
    ("reschedule", "postponed", "offered", DISPATCHER),
    ("cancel", "offered scheduled postponed", "cancelled", DISPATCHER),
    ("deliver", "scheduled", "delivered", DISPATCHER),
    ("miss", "scheduled delivered", "no_show", DISPATCHER),
    ("confirm", "scheduled delivered", "confirmed", UNIT),
    ("count", "confirmed", "counted", UNIT),
    ("recall", "confirmed counted", "recalled", DISPATCHER),
)

# A speaker's part of the day is taken by these, and by no two of them.
TAKEN = frozenset(
    {
        SessionState.OFFERED,
        SessionState.SCHEDULED,
        SessionState.DELIVERED,
        SessionState.CONFIRMED,
        SessionState.COUNTED,
    }
)
# Only what the hosts have confirmed took place for coverage and figures.
HELD = frozenset({SessionState.CONFIRMED, SessionState.COUNTED})


class MediaItemState(StrEnum):
    LISTED = "listed"
    WITHDRAWN = "withdrawn"


MEDIA_ITEM = steps(
    ("correct", "listed", None, f"{LIAISON} {DISPATCHER}"),
    ("withdraw", "listed", "withdrawn", f"{LIAISON} {DISPATCHER}"),
)


class SitInState(StrEnum):
    PLANNED = "planned"
    RECORDED = "recorded"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


SIT_IN = steps(
    ("change", "planned", None, DISPATCHER),
    ("record", "planned", "recorded", DISPATCHER),
    ("cancel", "planned", "cancelled", DISPATCHER),
    ("correct", "recorded", None, DISPATCHER),
    ("follow_up", "recorded answered", None, DISPATCHER),
    ("reply", "recorded answered", "answered", UNIT),
)
# What counts for the number of sit-ins that a unit may have in a year.
SAT_IN = frozenset({SitInState.PLANNED, SitInState.RECORDED, SitInState.ANSWERED})


class FollowUpState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


FOLLOW_UP = steps(
    ("answer", "open", "answered", DIRECTED),
    ("ask_again", "answered", "open", DISPATCHER),
    ("withdraw", "open", "withdrawn", DISPATCHER),
)


class ResearchState(StrEnum):
    OPEN = "open"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


RESEARCH = steps(
    ("edit", "open", None, f"{LIAISON} {DISPATCHER}"),
    ("visit", "open", None, f"{LIAISON} {DISPATCHER}"),
    ("raise", "open concluded", None, LIAISON),
    ("conclude", "open", "concluded", f"{LIAISON} {DISPATCHER}"),
    ("reopen", "concluded", "open", f"{LIAISON} {DISPATCHER}"),
    ("drop", "open", "dropped", f"{LIAISON} {DISPATCHER}"),
)


class SlotState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


SLOT = steps(
    ("deliver", "running", None, LIAISON),
    ("change", "running", None, LIAISON),
    ("end", "running", "ended", LIAISON),
)


class PlanState(StrEnum):
    RUNNING = "running"
    CLOSED = "closed"


PHASED_PLAN = steps(
    ("move", "running", None, DISPATCHER),
    ("add", "running", None, DISPATCHER),
    ("follow_up", "running", None, DISPATCHER),
    ("close", "running", "closed", DISPATCHER),
)


class PlanStepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


PLAN_STEP = steps(
    ("finish", "open", "done", f"{UNIT} {DISPATCHER}"),
    ("reopen", "done", "open", DISPATCHER),
    ("drop", "open", "dropped", DISPATCHER),
)
