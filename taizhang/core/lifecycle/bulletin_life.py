"""A bulletin's life as tables: who may lead what from which state to which (投稿 → 采用 → 编 → 核 → 签 → 封存 → 分发).

That the checker is not the editor and that a number is allotted at the signature are rules of the acts; the
tables say only who may take a step and where it begins and ends. Roles are written by their codes.
"""

from __future__ import annotations

from enum import StrEnum

from taizhang.core.lifecycle.workflow import steps

LIAISON, LEADER = "liaison", "unit_leader"
EDITOR, CHECKER, SIGNER = "editor", "checker", "signer"
UNIT = f"{LIAISON} {LEADER}"
OFFICE = "ledger_officer office_leader"
DESK = f"{EDITOR} {CHECKER} {SIGNER}"


class SubmissionState(StrEnum):
    DRAFT = "draft"
    UNIT_REVIEW = "unit_review"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    HELD = "held"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


SUBMISSION = steps(
    ("write", "draft returned", None, LIAISON),
    ("send", "draft returned", "unit_review", LIAISON),
    ("hand_back", "unit_review", "draft", LEADER),
    ("sign_off", "unit_review", "submitted", LEADER),
    ("withdraw", "draft unit_review submitted accepted held returned", "withdrawn", UNIT),
    ("remark", "draft unit_review returned", None, UNIT),
    ("remark_from_desk", "submitted accepted held", None, DESK),
    ("accept", "submitted held", "accepted", EDITOR),
    ("return", "submitted accepted held", "returned", EDITOR),
    ("hold", "submitted accepted", "held", EDITOR),
    ("decline", "submitted accepted held", "declined", EDITOR),
    ("mark_duplicate", "submitted accepted held", "duplicate", EDITOR),
    ("adopt", "submitted accepted held adopted", "adopted", EDITOR),
    ("release", "adopted", "accepted", EDITOR),
    ("publish", "adopted published", "published", f"{EDITOR} {SIGNER}"),
)


class CommissionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


COMMISSION = steps(
    ("answer", "open answered", "answered", LEADER),
    ("close", "open answered", "closed", EDITOR),
)


class IssueState(StrEnum):
    COMPOSING = "composing"
    EDITED = "edited"
    CHECKED = "checked"
    SIGNED = "signed"
    SEALED = "sealed"
    DISTRIBUTED = "distributed"
    ARCHIVED = "archived"
    DROPPED = "dropped"
    VOIDED = "voided"


OUT = frozenset({IssueState.SEALED, IssueState.DISTRIBUTED, IssueState.ARCHIVED})  # they never change
AT_DESK = frozenset({IssueState.COMPOSING, IssueState.EDITED, IssueState.CHECKED, IssueState.SIGNED})

ISSUE = steps(
    ("compose", "composing", None, EDITOR),
    ("link", "composing edited", None, f"{EDITOR} {CHECKER}"),
    ("remark", "composing edited checked", None, DESK),
    ("pass_on", "composing", "edited", EDITOR),
    ("take_back", "edited", "composing", EDITOR),
    ("check", "edited", "checked", CHECKER),
    ("return", "edited checked", "composing", f"{CHECKER} {SIGNER}"),
    ("sign", "checked", "signed", SIGNER),
    ("seal", "signed", "sealed", f"{EDITOR} {SIGNER}"),
    ("void", "signed", "voided", SIGNER),
    ("distribute", "sealed distributed", "distributed", EDITOR),
    ("archive", "distributed", "archived", EDITOR),
    ("drop", "composing", "dropped", EDITOR),
)


class ProofState(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    OVERTAKEN = "overtaken"


PROOF = steps(
    ("confirm", "asked", "confirmed", UNIT),
    ("object", "asked", "objected", UNIT),
    ("remark", "asked", None, UNIT),
    ("overtake", "asked confirmed objected", "overtaken", EDITOR),
)


class RemarkState(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PASSED_OVER = "passed_over"


ARTICLE_REMARK = steps(
    ("reply", "open", None, f"{DESK} {UNIT}"),
    ("accept", "open", "accepted", EDITOR),
    ("reject", "open", "rejected", EDITOR),
    ("settle", "open", "settled", f"{DESK} {UNIT}"),
    ("pass_over", "open", "passed_over", DESK),
    ("reopen", "settled rejected passed_over", "open", f"{DESK} {UNIT}"),
)
SUBMISSION_REMARK = steps(
    ("reply", "open", None, f"{DESK} {UNIT}"),
    ("accept", "open", "accepted", LIAISON),
    ("reject", "open", "rejected", LIAISON),
    ("settle", "open", "settled", f"{DESK} {UNIT}"),
    ("reopen", "settled rejected", "open", f"{DESK} {UNIT}"),
)


REPORT_TEXT = steps(  # in which states of a progress report something is said of its words
    ("remark", "draft unit_review returned", None, UNIT),
    ("remark_from_office", "submitted", None, OFFICE),
)
REPORT_REMARK = steps(
    ("reply", "open", None, f"{OFFICE} {UNIT}"),
    ("accept", "open", "accepted", LIAISON),
    ("reject", "open", "rejected", LIAISON),
    ("settle", "open", "settled", f"{OFFICE} {UNIT}"),
    ("reopen", "settled rejected", "open", f"{OFFICE} {UNIT}"),
)


class FactQueryState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


FACT_QUERY = steps(
    ("answer", "open", "answered", UNIT),
    ("settle", "answered", "settled", EDITOR),
    ("ask_again", "answered", "open", EDITOR),
    ("withdraw", "open", "withdrawn", EDITOR),
)


class SendingState(StrEnum):
    LISTED = "listed"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"
    RECEIVED = "received"


SENDING = steps(
    ("send", "listed stopped", "under_way", EDITOR),
    ("send_again", "under_way", None, EDITOR),
    ("stop", "listed under_way", "stopped", EDITOR),
    ("note_receipt", "listed under_way", "received", EDITOR),
)


class CorrectionState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    DROPPED = "dropped"


CORRECTION = steps(
    ("edit", "draft", None, EDITOR),
    ("issue", "draft", "issued", SIGNER),
    ("drop", "draft", "dropped", EDITOR),
)


class QuestionState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


QUESTION = steps(
    ("answer", "asked", "answered", UNIT),
    ("add", "answered", None, UNIT),
    ("close", "asked", "closed", EDITOR),
)
