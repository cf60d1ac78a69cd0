"""An issue goes from hand to hand: editor, checker (never the editor), signer, who gives it its number."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.actions.numbers import allot
from taizhang.bulletin.models import Issue, VoidNumber
from taizhang.bulletin.queries.composing import composed
from taizhang.bulletin.queries.numbers import EVER, counted_as
from taizhang.bulletin.queries.readiness import check_ready_to_print
from taizhang.bulletin.rules.checks import check_checker, check_passable, check_text
from taizhang.bulletin.typesetting.sealable import check_sealable
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.ledger.rules.checks import check_reason
from taizhang.office.models import Person
from taizhang.office.workflow import transition


def pass_on(*, issue: Issue, version: int, by: Person, at: datetime) -> Issue:
    """The editor has done with it: to the checker. Refused for an empty issue or an article without words."""
    with transition(ISSUE, "pass_on", issue, by=by, at=at) as act:
        check_passable(issue)
        data = issue.data if issue.data.get("editor") else {**issue.data, "editor": by.name}
        act.move(version=version, edited_by=by, edited_at=at, data=data, reason="")
        act.record("pass_on")
    return issue


def take_back(*, issue: Issue, by: Person, at: datetime) -> Issue:
    """The editor wants it back before it is checked."""
    with transition(ISSUE, "take_back", issue, by=by, at=at) as act:
        act.move(edited_by=None, edited_at=None)
        act.record("take_back")
    return issue


def check_issue(*, issue: Issue, version: int, by: Person, at: datetime) -> Issue:
    """The checker finds it right: to the signer. Refused to the editor, and with figures that are not in order."""
    with transition(ISSUE, "check", issue, by=by, at=at) as act:
        check_checker(issue, by)
        check_ready_to_print(issue)
        data = issue.data if issue.data.get("checker") else {**issue.data, "checker": by.name}
        act.move(version=version, checked_by=by, checked_at=at, data=data)
        act.record("check_issue")
    return issue


def return_issue(*, issue: Issue, reason: str, by: Person, at: datetime) -> Issue:
    """Back to the editor, with a word on the whole; what is said of places in the text are remarks."""
    check_reason(reason)
    with transition(ISSUE, "return", issue, by=by, at=at) as act:
        nobody = dict.fromkeys(("edited_by", "edited_at", "checked_by", "checked_at"))
        act.move(reason=reason.strip(), **nobody)
        detail = {"reason": reason.strip()}
        act.record("return_issue", detail=detail)
    return issue


def sign_issue(*, issue: Issue, version: int, by: Person, at: datetime) -> Issue:
    """The signature, and with it the numbers: in one transaction, from the series' counters.

    The page is set and its form checked before the transaction, for the version that is signed: what cannot be
    sealed gets no number. Refused where the form is at fault, with figures that are not in order, and where the
    issue is no longer what the signer saw.
    """
    with transition(ISSUE, "sign", issue, by=by, at=at):
        check_ready_to_print(issue)
        check_text(str(composed(issue)))
    check_sealable(issue)
    with transition(ISSUE, "sign", issue, by=by, at=at) as act:
        check_ready_to_print(issue)
        annual, ever = allot(issue)
        act.move(
            version=version,
            count=issue.count,  # the numbers are of this one, whatever the template says by now
            named=issue.named,
            year=issue.date.year,
            annual_no=annual,
            cumulative_no=ever,
            signed_by=by,
            signed_at=at,
        )
        detail = {"year": issue.year, "annual_no": annual, "cumulative_no": ever}
        act.record("sign_issue", detail=detail)
    return issue


def void_issue(*, issue: Issue, reason: str, by: Person, at: datetime) -> Issue:
    """A signed issue that will not appear: its numbers go into the register of void numbers for good."""
    check_reason(reason)
    with transition(ISSUE, "void", issue, by=by, at=at) as act:
        counted = counted_as(issue.kind)
        for year, number in ((issue.year, issue.annual_no), (EVER, issue.cumulative_no)):
            if number is not None:
                VoidNumber.objects.create(
                    office=issue.office,
                    series=issue.series,
                    count=issue.count,
                    kind=counted,
                    year=year,
                    number=number,
                    reason=reason.strip(),
                    by=by,
                    at=at,
                )
        act.move(reason=reason.strip())
        detail = {"annual_no": issue.annual_no, "cumulative_no": issue.cumulative_no}
        act.record("void_issue", detail=detail)
    return issue


def archive_issue(*, issue: Issue, by: Person, at: datetime) -> Issue:
    """The issue has been distributed: into the archive."""
    with transition(ISSUE, "archive", issue, by=by, at=at) as act:
        act.move()
        act.record("archive_issue")
    return issue
