"""Who acts in a bulletin's life, and what lies on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from taizhang.bulletin import actions
from taizhang.bulletin.actions import issues
from taizhang.bulletin.models import Article, Issue, Series, Submission, SubmittedText
from taizhang.core.lifecycle.bulletin_life import AT_DESK, IssueState, SubmissionState
from taizhang.office import actions as office_actions
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from tests.matrix import Actor
from tests.replaying import replayed

DAY = date(2026, 3, 2)
TITLE = "市民政局暖冬行动走访独居老人。"
BODY = "会同街道社区逐户走访4216户，安装智能呼叫设备780台。\n全年开展义诊8场，服务500多名老人。"


@dataclass(frozen=True)
class Cast:
    """Two member units with liaison and leader, and the desk."""

    office: Office
    series: Series
    unit: Unit
    liaison: Person
    leader: Person
    other_unit: Unit
    other_liaison: Person
    other_leader: Person
    editor: Person
    checker: Person
    signer: Person
    second_editor: Person
    officer: Person
    at: datetime


def cast_of(office: Office, at: datetime) -> Cast:
    """The people of the desk, in an office of their own units."""
    return replayed(("desk", office.pk, at), lambda: _appointed(office, at), office)


def _appointed(office: Office, at: datetime) -> Cast:
    count = 0

    def somebody(role: Role, unit: Unit | None = None) -> Person:
        nonlocal count
        count += 1
        person = office_actions.register_person(
            office=office,
            username=f"d{count}",
            name=f"江知{count}",
            email=f"d{count}@haichuan.test",
            by=None,
            at=at,
        )
        post = office_actions.add_post(office=office, role=role, title=role.label, unit=unit, by=None, at=at)
        office_actions.appoint(post=post, person=person, by=None, at=at)
        return person

    def a_unit(name: str) -> Unit:
        if known := Unit._base_manager.filter(office=office, short_name=name).first():
            return known
        return office_actions.add_unit(office=office, name=f"海川{name}", short_name=name, by=None, at=at)

    series = actions.add_series(
        office=office,
        name="海川市精神文明建设情况简报",
        slug="jianbao",
        issuer="海川市文明办",
        by=None,
        at=at,
    )
    unit, other = a_unit("市民政局"), a_unit("市卫健委")
    return Cast(
        office=office,
        series=series,
        unit=unit,
        liaison=somebody(Role.LIAISON, unit),
        leader=somebody(Role.UNIT_LEADER, unit),
        other_unit=other,
        other_liaison=somebody(Role.LIAISON, other),
        other_leader=somebody(Role.UNIT_LEADER, other),
        editor=somebody(Role.EDITOR),
        checker=somebody(Role.CHECKER),
        signer=somebody(Role.SIGNER),
        second_editor=somebody(Role.EDITOR),
        officer=somebody(Role.LEDGER_OFFICER),
        at=at,
    )


def actors(cast: Cast, *, of_a_unit: bool = True) -> list[Actor]:
    """Who tries every step of a row; with ``of_a_unit`` the first unit's own people count as such."""
    return [
        Actor(Role.LIAISON, of_a_unit, cast.liaison),
        Actor(Role.UNIT_LEADER, of_a_unit, cast.leader),
        Actor(Role.LIAISON, False, cast.other_liaison),
        Actor(Role.UNIT_LEADER, False, cast.other_leader),
        Actor(Role.EDITOR, True, cast.second_editor),
        Actor(Role.CHECKER, True, cast.checker),
        Actor(Role.SIGNER, True, cast.signer),
        Actor(Role.LEDGER_OFFICER, True, cast.officer),
    ]


def submission_in(cast: Cast, state: str = SubmissionState.SUBMITTED, **fields: Any) -> Submission:
    """A submission of the first unit in ``state``; from the signature on with its signed text."""
    given = {"title": TITLE, "body": BODY, **fields}
    signed_at = given.pop("signed_at", cast.at)
    submission = Submission.objects.create(
        office=cast.office,
        unit=given.pop("unit", cast.unit),
        state=state,
        written_by=cast.liaison,
        changed_at=cast.at,
        submitted_at=cast.at,
        **given,
    )
    if state not in (SubmissionState.DRAFT, SubmissionState.UNIT_REVIEW):
        SubmittedText.objects.create(
            office=cast.office,
            submission=submission,
            round=1,
            title=submission.title,
            body=submission.body,
            signed_by=cast.leader,
            signed_at=signed_at,
        )
    return submission


def issue_in(cast: Cast, state: str = IssueState.COMPOSING, *, articles: int = 1, **fields: Any) -> Issue:
    """An issue with plain articles (no figures), in ``state``, as if it had come there step by step."""
    issue = issues.open_issue(series=cast.series, on=DAY, by=cast.editor, at=cast.at)
    for number in range(articles):
        issues.add_article(
            issue=issue,
            title=f"各单位一起读书之{'甲乙丙丁'[number]}。",
            body="大家按时来。",
            by=cast.editor,
            at=cast.at,
        )
    put_issue(cast, issue, state, **fields)
    return issue


def put_issue(cast: Cast, issue: Issue, state: str, **fields: Any) -> Issue:
    """Set the issue into ``state`` with what belongs to it."""
    told: dict[str, Any] = {"state": state, **fields}
    if state not in (IssueState.COMPOSING, IssueState.DROPPED):
        told |= {"edited_by": cast.editor, "edited_at": cast.at}
    if state not in (IssueState.COMPOSING, IssueState.DROPPED, IssueState.EDITED):
        told |= {"checked_by": cast.checker, "checked_at": cast.at}
    if state not in AT_DESK - {IssueState.SIGNED} and state != IssueState.DROPPED:
        told |= {"signed_by": cast.signer, "signed_at": cast.at, "annual_no": 7, "cumulative_no": 307}
    Issue.objects.filter(pk=issue.pk).update(**told)
    issue.refresh_from_db()
    return issue


def article_of(issue: Issue) -> Article:
    """The issue's first article."""
    return issue.articles.select_related("issue", "office").order_by("position")[0]
