"""The office's tables. Every row belongs to one office, and a query outside an office's scope raises."""

from taizhang.office.models.api import ApiToken
from taizhang.office.models.calendar import YearCalendar
from taizhang.office.models.login import FoundingCode, Invitation, LoginFailures, LoginSession, SpentTicket
from taizhang.office.models.mail import Attachment, FeedToken, Lease, MailWish, MessageState, OutboxMessage
from taizhang.office.models.owned import AskedOf, Office, Owned
from taizhang.office.models.people import FormerName, Person, Post, PostHolder, Unit, UnitKind
from taizhang.office.models.record import AppendOnly, Event, StoredFile
from taizhang.office.models.sign_in import (
    AccessRequest,
    AccessState,
    FactorKind,
    IdentityProvider,
    LinkedIdentity,
    RecoveryCode,
    SecondFactor,
)

__all__ = [
    "AccessRequest",
    "AccessState",
    "ApiToken",
    "AppendOnly",
    "AskedOf",
    "Attachment",
    "Event",
    "FactorKind",
    "FeedToken",
    "FormerName",
    "FoundingCode",
    "IdentityProvider",
    "Invitation",
    "Lease",
    "LinkedIdentity",
    "LoginFailures",
    "LoginSession",
    "MailWish",
    "MessageState",
    "Office",
    "OutboxMessage",
    "Owned",
    "Person",
    "Post",
    "PostHolder",
    "RecoveryCode",
    "SecondFactor",
    "SpentTicket",
    "StoredFile",
    "Unit",
    "UnitKind",
    "YearCalendar",
]
