"""The tables of outreach: speakers and topics, orders, sessions and their venues."""

from taizhang.outreach.models.sessions import Order, Session, Venue
from taizhang.outreach.models.speakers import Availability, Speaker, SpeakerTopic, Topic

__all__ = ["Availability", "Order", "Session", "Speaker", "SpeakerTopic", "Topic", "Venue"]
