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
from taizhang.outreach.models.sessions import Order, Session, Venue
from taizhang.outreach.models.speakers import Availability, Speaker, SpeakerTopic, Topic

__all__ = [
    "Availability",
    "DistrictTile",
    "Order",
    "Programme",
    "ProgrammeTopic",
    "Roll",
    "RollEntry",
    "RollVersion",
    "Session",
    "Speaker",
    "SpeakerTopic",
    "Topic",
    "Venue",
    "VenueReach",
]
