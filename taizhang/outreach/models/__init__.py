"""The tables of outreach: speakers and topics, orders, sessions and their venues."""

from taizhang.outreach.models.coverage import (
    DistrictTile,
    Programme,
    ProgrammeTopic,
    Roll,
    RollEntry,
    RollVersion,
    VenueReach,
)
from taizhang.outreach.models.media import MediaColumn, MediaItem, MediaOutlet
from taizhang.outreach.models.plans import PhasedPlan, PlanStep
from taizhang.outreach.models.research import ResearchProblem, ResearchTopic, ResearchVisit
from taizhang.outreach.models.sessions import Order, Session, Venue
from taizhang.outreach.models.sit_ins import FollowUp, SitIn, SitInCap
from taizhang.outreach.models.slots import ServiceSlot
from taizhang.outreach.models.speakers import Availability, Speaker, SpeakerTopic, Topic

__all__ = [
    "Availability",
    "DistrictTile",
    "FollowUp",
    "MediaColumn",
    "MediaItem",
    "MediaOutlet",
    "Order",
    "PhasedPlan",
    "PlanStep",
    "Programme",
    "ProgrammeTopic",
    "ResearchProblem",
    "ResearchTopic",
    "ResearchVisit",
    "Roll",
    "RollEntry",
    "RollVersion",
    "ServiceSlot",
    "Session",
    "SitIn",
    "SitInCap",
    "Speaker",
    "SpeakerTopic",
    "Topic",
    "Venue",
    "VenueReach",
]
