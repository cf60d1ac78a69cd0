"""The bulletin's tables, by part of its life."""

from taizhang.bulletin.models.correcting import Correction, Printed, Recall, Revision
from taizhang.bulletin.models.exchange import PracticeReuse, Question, ThemeFeed, ThemeSubscription
from taizhang.bulletin.models.figures import Answer, Citation, FactAnswer, FactQuery
from taizhang.bulletin.models.grounds import AcceptedGround
from taizhang.bulletin.models.intake import ArchivedFile, FileOutcome
from taizhang.bulletin.models.issues import (
    Adoption,
    AdoptionMode,
    Article,
    ArticleVersion,
    Issue,
    IssueAttachment,
    LastLook,
    Origin,
    Presence,
    Proof,
    Rendering,
    RenderingFormat,
)
from taizhang.bulletin.models.proofreading import ProofSettings, PutAside
from taizhang.bulletin.models.readings import Reading, ReadingState
from taizhang.bulletin.models.remarks import Remark, RemarkReply
from taizhang.bulletin.models.search import FoundKind, SearchEntry, SearchState
from taizhang.bulletin.models.sending import Direction, Recipient, Sending, Way
from taizhang.bulletin.models.series import NumberCounter, Series, VoidNumber
from taizhang.bulletin.models.submissions import Commission, Submission, SubmittedText
from taizhang.bulletin.models.text import TEXT_LIMIT
from taizhang.bulletin.models.topics import PlannedTopic
from taizhang.bulletin.models.webhooks import Delivery, DeliveryFailure, DeliveryState, PushedEvent, Webhook

__all__ = [
    "TEXT_LIMIT",
    "AcceptedGround",
    "Adoption",
    "AdoptionMode",
    "Answer",
    "ArchivedFile",
    "Article",
    "ArticleVersion",
    "Citation",
    "Commission",
    "Correction",
    "Delivery",
    "DeliveryFailure",
    "DeliveryState",
    "Direction",
    "FactAnswer",
    "FactQuery",
    "FileOutcome",
    "FoundKind",
    "Issue",
    "IssueAttachment",
    "LastLook",
    "NumberCounter",
    "Origin",
    "PlannedTopic",
    "PracticeReuse",
    "Presence",
    "Printed",
    "Proof",
    "ProofSettings",
    "PushedEvent",
    "PutAside",
    "Question",
    "Reading",
    "ReadingState",
    "Recall",
    "Recipient",
    "Remark",
    "RemarkReply",
    "Rendering",
    "RenderingFormat",
    "Revision",
    "SearchEntry",
    "SearchState",
    "Sending",
    "Series",
    "Submission",
    "SubmittedText",
    "ThemeFeed",
    "ThemeSubscription",
    "VoidNumber",
    "Way",
    "Webhook",
]
