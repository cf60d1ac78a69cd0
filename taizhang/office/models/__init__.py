"""The office's tables. Every row belongs to one office, and a query outside an office's scope raises."""

from taizhang.office.models.api import ApiToken
from taizhang.office.models.login import FoundingCode, Invitation, LoginFailures, LoginSession
from taizhang.office.models.mail import Attachment, FeedToken, Lease, MailWish, MessageState, OutboxMessage
from taizhang.office.models.owned import Office, Owned
from taizhang.office.models.people import FormerName, Person, Post, PostHolder, Unit, UnitKind
from taizhang.office.models.record import AppendOnly, Event, StoredFile

__all__ = [
    "ApiToken",
    "AppendOnly",
    "Attachment",
    "Event",
    "FeedToken",
    "FormerName",
    "FoundingCode",
    "Invitation",
    "Lease",
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
    "StoredFile",
    "Unit",
    "UnitKind",
]
