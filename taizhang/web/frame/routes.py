"""What each route asks of the person: every URL name stands here, or the guard refuses it.

A test walks the URLconf and fails for a route that is missing; another checks every route against every role.
"""

from __future__ import annotations

from enum import Enum, auto

from taizhang.office.permissions import Permission


class Door(Enum):
    """Routes that ask no permission of the office."""

    PUBLIC = auto()  # before anyone has signed in
    SIGNED_IN = auto()  # whoever has an account
    CLOSED = auto()  # the account library brings it, this installation does not offer it


ROUTES: dict[str, Permission | Door] = {
    "healthz": Door.PUBLIC,
    "set_language": Door.PUBLIC,
    "account_login": Door.PUBLIC,
    "account_logout": Door.PUBLIC,
    "account_inactive": Door.PUBLIC,
    "account_reauthenticate": Door.SIGNED_IN,
    "account_change_password": Door.SIGNED_IN,
    "queue": Door.SIGNED_IN,
    "me": Door.SIGNED_IN,
    "me-feed": Door.SIGNED_IN,
    "feed": Door.PUBLIC,  # its token is asked instead
    "desk": Permission.USE_DESK,
    "reading": Permission.USE_DESK,
    "reading-fields": Permission.USE_DESK,
    "reading-leaf": Permission.USE_DESK,
    "reading-page": Permission.USE_DESK,
    "reading-pdf": Permission.USE_DESK,
    "reading-docx": Permission.USE_DESK,
    "reading-discard": Permission.USE_DESK,
    "reading-save": Permission.SAVE_TO_ARCHIVE,
    "ledger": Permission.SEE_LEDGER,
    "ledger-export": Permission.SEE_LEDGER,
    "view-save": Permission.SEE_LEDGER,
    "view-remove": Permission.SEE_LEDGER,
    "wall": Permission.SEE_LEDGER,
    "sheet": Permission.SEE_SHEET,
    "project": Permission.SEE_LEDGER,
    "unit": Permission.SEE_LEDGER,
    "ledger-import": Permission.RUN_LEDGER,
    "ledger-import-preview": Permission.RUN_LEDGER,
    "issues": Permission.READ_ARCHIVE,
    "issue": Permission.READ_ARCHIVE,
    "issue-leaf": Permission.READ_ARCHIVE,
    "issue-page": Permission.READ_ARCHIVE,
    "issue-pdf": Permission.READ_ARCHIVE,
    "issue-docx": Permission.READ_ARCHIVE,
    "search": Door.SIGNED_IN,  # what may be seen is part of the query
    "archiving": Permission.SAVE_TO_ARCHIVE,
    "drafts": Permission.SEE_ISSUES,
    "draft-new": Permission.EDIT_BULLETIN,
    "draft": Permission.SEE_ISSUES,
    "draft-beside": Permission.SEE_ISSUES,
    "draft-head": Permission.EDIT_BULLETIN,
    "draft-order": Permission.EDIT_BULLETIN,
    "draft-act": Permission.SEE_ISSUES,  # the table of an issue's life says who may take which step
    "draft-leaf": Permission.SEE_ISSUES,
    "draft-page": Permission.SEE_ISSUES,
    "article-new": Permission.EDIT_BULLETIN,
    "article-keep": Permission.EDIT_BULLETIN,
    "article-draw": Permission.EDIT_BULLETIN,
    "article-marks": Permission.SEE_ISSUES,
    "article-candidates": Permission.SEE_ISSUES,
    "article-link": Permission.SEE_ISSUES,
    "article-place": Permission.EDIT_BULLETIN,
    "article-remove": Permission.EDIT_BULLETIN,
    "article-remark": Permission.SEE_ISSUES,
    "fact": Permission.ACT_IN_BULLETIN,
    "fact-act": Permission.ACT_IN_BULLETIN,
    "submissions": Permission.SUBMIT,
    "submission-new": Permission.SUBMIT,
    "submission-from-report": Permission.SUBMIT,
    "submission-write": Permission.SUBMIT,
    "submission-keep": Permission.SUBMIT,
    "submission-act": Permission.SUBMIT,
    "submission": Permission.ACT_IN_BULLETIN,  # the loader says whose
    "submission-adopt": Permission.EDIT_BULLETIN,
    "submission-decide": Permission.EDIT_BULLETIN,
    "inbox": Permission.EDIT_BULLETIN,
    "commissions": Permission.EDIT_BULLETIN,
    "commission": Permission.ACT_IN_BULLETIN,
    "commission-close": Permission.EDIT_BULLETIN,
    "proof": Permission.ACT_IN_BULLETIN,
    "proof-ask": Permission.EDIT_BULLETIN,
    "exchange": Permission.LEARN,
    "practice": Permission.READ_ARCHIVE,
    "adopted": Permission.READ_ARCHIVE,
    "question-ask": Permission.LEARN,
    "question-act": Permission.ACT_IN_BULLETIN,
    "reuse": Permission.LEARN,
    "reuse-withdraw": Permission.LEARN,
    "theme-follow": Permission.LEARN,
    "theme-unfollow": Permission.LEARN,
    "theme-feed-set": Permission.LEARN,
    "theme-feed": Door.PUBLIC,  # its token is asked instead
    "tokens": Permission.MANAGE_PEOPLE,
    "token-revoke": Permission.MANAGE_PEOPLE,
    "api-docs": Door.PUBLIC,
    "api-openapi": Door.PUBLIC,
    "api-unknown": Door.PUBLIC,
    # Programs read with a token: that is asked instead (web.api.answering).
    "api-series": Door.PUBLIC,
    "api-series-one": Door.PUBLIC,
    "api-issues": Door.PUBLIC,
    "api-issue": Door.PUBLIC,
    "api-issue-figures": Door.PUBLIC,
    "api-articles": Door.PUBLIC,
    "api-article": Door.PUBLIC,
    "api-projects": Door.PUBLIC,
    "api-project": Door.PUBLIC,
    "api-figures": Door.PUBLIC,
    "api-figure": Door.PUBLIC,
    "recipients": Permission.EDIT_BULLETIN,
    "recipient": Permission.EDIT_BULLETIN,
    "recipient-act": Permission.EDIT_BULLETIN,
    "sendings": Permission.SEE_ISSUES,
    "sending-act": Permission.EDIT_BULLETIN,
    "issue-sendings": Permission.SEE_ISSUES,
    "issue-paper": Permission.SEE_ISSUES,
    "issue-send": Permission.EDIT_BULLETIN,
    "issue-recall": Permission.SIGN_BULLETIN,
    "correction-new": Permission.EDIT_BULLETIN,
    "corrections": Permission.SEE_ISSUES,
    "correction": Permission.SEE_ISSUES,
    "correction-edit": Permission.EDIT_BULLETIN,
    "correction-act": Permission.SEE_ISSUES,  # the table of a correction's life says who may take which step
    "place-settle": Permission.EDIT_BULLETIN,
    "letter": Door.PUBLIC,  # its signed token is asked instead
    "letter-pdf": Door.PUBLIC,
    "letter-page": Door.PUBLIC,
    "issue-public": Door.PUBLIC,  # nothing of an issue's content
    "calls": Permission.SEE_LEDGER,
    "call": Permission.SEE_LEDGER,
    "call-new": Permission.RUN_LEDGER,
    "call-edit": Permission.RUN_LEDGER,
    "call-act": Permission.RUN_LEDGER,
    "proposal-new": Permission.FILE_FOR_UNIT,
    "proposal": Permission.SEE_LEDGER,
    "proposal-write": Permission.FILE_FOR_UNIT,
    "proposal-act": Permission.ACT_IN_LEDGER,
    "admission": Permission.RUN_LEDGER,
    "proposal-decide": Permission.RUN_LEDGER,
    "opening": Permission.RUN_LEDGER,
    "account": Permission.RUN_LEDGER,
    "account-confirm": Permission.SEE_LEDGER,
    "ledger-settings": Permission.RUN_LEDGER,
    "activities": Permission.SEE_LEDGER,
    "activity": Permission.SEE_LEDGER,
    "count-reading": Permission.SEE_LEDGER,
    "figures": Permission.SEE_LEDGER,
    "figures-csv": Permission.SEE_LEDGER,
    "figure": Permission.SEE_LEDGER,
    "evidence": Permission.SEE_LEDGER,
    "evidence-file": Permission.SEE_LEDGER,
    "services": Permission.SEE_LEDGER,
    "notices": Permission.SEE_LEDGER,
    "notice": Permission.SEE_LEDGER,
    "notice-pdf": Permission.SEE_LEDGER,
    "changes": Permission.SEE_LEDGER,
    "change": Permission.SEE_LEDGER,
    "closure": Permission.SEE_LEDGER,
    "burden": Permission.SEE_LEDGER,
    "activity-new": Permission.ACT_IN_LEDGER,
    "activity-void": Permission.ACT_IN_LEDGER,
    "evidence-withdraw": Permission.ACT_IN_LEDGER,
    "service-entry": Permission.ACT_IN_LEDGER,
    "service-entry-void": Permission.ACT_IN_LEDGER,
    "change-request": Permission.ACT_IN_LEDGER,
    "change-amend": Permission.ACT_IN_LEDGER,
    "closure-request": Permission.ACT_IN_LEDGER,
    "rectified": Permission.ACT_IN_LEDGER,
    "notice-draft": Permission.RUN_LEDGER,
    "project-archive": Permission.RUN_LEDGER,
    "year-turn": Permission.RUN_LEDGER,
    "project-reopen": Permission.DECIDE_CHANGE,
    "complaint-answer": Permission.DECIDE_CHANGE,
    "report-write": Permission.FILE_FOR_UNIT,
    "report-keep": Permission.FILE_FOR_UNIT,
    "no-change": Permission.FILE_FOR_UNIT,
    "report-sign": Permission.SIGN_FOR_UNIT,
    "report": Permission.SEE_LEDGER,
    "report-act": Permission.ACT_IN_LEDGER,
    "reports": Permission.RUN_LEDGER,
    "remind": Permission.RUN_LEDGER,
    "waive": Permission.RUN_LEDGER,
    "accept-unchanged": Permission.RUN_LEDGER,
    "blockers": Permission.SEE_LEDGER,
    "blocker": Permission.SEE_LEDGER,
    "blocker-raise": Permission.ACT_IN_LEDGER,
    "blocker-act": Permission.ACT_IN_LEDGER,
    "reviews": Permission.SEE_LEDGER,
    "review": Permission.SEE_LEDGER,
    "review-new": Permission.RUN_LEDGER,
    "review-act": Permission.RUN_LEDGER,
    "complain": Door.SIGNED_IN,
    "complaints": Door.SIGNED_IN,
    "complaint": Door.SIGNED_IN,  # its token is asked, too
}


def requirement(view_name: str | None) -> Permission | Door:
    """What the route asks; a route of the account library that is not named above is closed.

    Raises LookupError for a route of our own that nobody declared.
    """
    name = view_name or ""
    if name in ROUTES:
        return ROUTES[name]
    if name.startswith("account_"):
        return Door.CLOSED
    raise LookupError(f"route {name!r} is not declared in taizhang.web.routes")
