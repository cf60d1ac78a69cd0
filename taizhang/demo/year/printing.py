"""The bulletin of the demo: what units send in, an issue that was printed, and one in the making."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from taizhang.bulletin.actions import (
    approval,
    articles,
    citations,
    commissions,
    facts,
    inbox,
    issues,
    proofs,
    recipients,
    sending,
    submissions,
)
from taizhang.bulletin.actions.recipients import PastedRecipients
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.models import Answer, Article, Direction, Issue, Series, Submission, Way
from taizhang.bulletin.queries.figure_status import standing_of
from taizhang.core.figures import Kind
from taizhang.core.plan.amounts import decimal_of
from taizhang.core.text.messages import nested
from taizhang.demo.year.cast import Cast, Crew
from taizhang.ledger.models import Figure, ProgressReport, Project
from taizhang.office.models import Person, Post, PostHolder
from taizhang.office.roles import Role

COLUMN = "重点项目进展"
NOTE = "年初以来，各成员单位对照建账目标抓好重点项目落实。现将部分项目推进情况摘编刊发，供各单位学习交流。"
HEAD = {
    "column": [COLUMN],
    "editor_note": NOTE,
    "contacts": {"phone": "5550101", "fax": "5550102", "email": "jianbao@haichuan.example"},
    "recipients": {
        "up": ["省文明办", "市委、市政府办公室"],
        "peer": ["市文明委成员单位"],
        "down": ["各区县文明办"],
    },
    "copies": 160,
}
OFFICES = (
    ("省文明办", Direction.UP, 2),
    ("市委办公室", Direction.UP, 4),
    ("市政府办公室", Direction.UP, 4),
    ("市人大常委会办公室", Direction.UP, 2),
    ("市政协办公室", Direction.UP, 2),
    ("市委宣传部", Direction.PEER, 6),
    ("市直机关工委", Direction.PEER, 2),
    ("市档案馆", Direction.PEER, 1),
)
PRACTICE = (
    "一是建立台账，逐项明确时限和责任人。二是上门听取意见，能办的当场办，需要协调的限时答复。"
    "三是把好做法固定下来，形成可以推广的工作清单。"
)
WIDE = "在此基础上组织多场交流活动，实现重点村（社区）全覆盖。"


def print_the_bulletin(cast: Cast, now: datetime) -> None:
    """One issue sealed and distributed, one on the desk, and an inbox."""
    editor, checker, signer = (_holder(role) for role in (Role.EDITOR, Role.CHECKER, Role.SIGNER))
    series = Series.objects.get()
    _recipients(cast, series, editor, now)
    sent = _sent_in(cast, now - timedelta(days=12))
    printed = _issue(series, sent[:3], (now - timedelta(days=6)).date(), editor, now - timedelta(days=6))
    for article in printed.articles.all():
        _answer_all(article, editor, now)
    approval.pass_on(issue=printed, version=printed.version, by=editor, at=now - timedelta(days=5))
    approval.check_issue(issue=printed, version=printed.version, by=checker, at=now - timedelta(days=4))
    approval.sign_issue(issue=printed, version=printed.version, by=signer, at=now - timedelta(days=4))
    seal_issue(issue=printed, by=signer, at=now - timedelta(days=4))
    sending.distribute(issue=printed, by=editor, at=now - timedelta(days=3))
    for each in printed.sendings.select_related("office", "issue__series")[:5]:
        sending.note_receipt(sending=each, by=editor, at=now - timedelta(days=2))
    _in_the_making(cast, series, sent[3:6], editor, now)
    _rest_of_inbox(cast, sent[6:], editor, now)


def _holder(role: Role) -> Person:
    return PostHolder.objects.select_related("person").get(post__in=Post.objects.filter(role=role)).person


def _recipients(cast: Cast, series: Series, editor: Person, now: datetime) -> None:
    for name, direction, copies in OFFICES:
        recipients.add_recipient(
            series=series, told=PastedRecipients(name, direction, copies=copies), by=editor, at=now
        )
    for crew in list(cast.crews.values())[:12]:
        told = PastedRecipients(crew.unit.name, Direction.DOWN, way=Way.PAPER, unit=crew.unit)
        recipients.add_recipient(series=series, told=told, by=editor, at=now)


def _sent_in(cast: Cast, at: datetime) -> list[Submission]:
    """Articles that units made of their reports, signed by their leaders; one unit, one article."""
    reports = ProgressReport.objects.filter(state="accepted", no_change=False).select_related(
        "project__lead_unit"
    )
    seen: set[int] = set()
    made: list[Submission] = []
    for report in reports.order_by("-obligation__period", "pk"):
        unit = report.project.lead_unit
        if unit.pk in seen or unit.short_name not in cast.crews or len(made) == 11:
            continue
        seen.add(unit.pk)
        made.append(_signed(cast.crews[unit.short_name], report, at + timedelta(hours=len(made))))
    return made


def _signed(crew: Crew, report: ProgressReport, at: datetime) -> Submission:
    project: Project = report.project
    row = submissions.submission_from_report(report=report, by=crew.liaison, at=at)
    submissions.write_submission(
        submission=row,
        version=row.version,
        title=f"{crew.unit.short_name}扎实推进“{nested(project.title)}”",
        body=f"{report.narrative}\n{PRACTICE}",
        project=project,
        by=crew.liaison,
        at=at,
    )
    submissions.send_submission(submission=row, by=crew.liaison, at=at)
    row.refresh_from_db()
    submissions.sign_submission(submission=row, version=row.version, by=crew.leader, at=at)
    row.refresh_from_db()
    return row


def _issue(series: Series, sent: Sequence[Submission], on: date, editor: Person, at: datetime) -> Issue:
    issue = issues.open_issue(series=series, on=on, by=editor, at=at)
    issues.edit_head(
        issue=issue, version=issue.version, on=on, issuer=series.issuer, head=HEAD, by=editor, at=at
    )
    for row in sent:
        issues.adopt(submission=row, issue=issue, by=editor, at=at)
    issue.refresh_from_db()
    return issue


def _answer_all(article: Article, editor: Person, at: datetime) -> None:
    """Each figure is linked to the ledger where the ledger has it; for the rest somebody answers by name."""
    for each in standing_of(article):
        place = {
            "article": article,
            "version": article.version,
            "span": each.figure.span,
            "by": editor,
            "at": at,
        }
        source = _source(article, each.figure.quantity.base, each.figure.quantity.unit)
        if source is not None:
            citations.cite(figure=source, **place)  # type: ignore[arg-type]
        else:
            reason = "按工作记录估算，已向供稿单位核对。"
            citations.answer_figure(answer=Answer.ESTIMATE, reason=reason, **place)  # type: ignore[arg-type]


def _source(article: Article, base: Fraction | None, unit: str) -> Figure | None:
    rows = Figure.objects.filter(project=article.project_id, ended_at__isnull=True, unit=unit)
    return rows.filter(value=decimal_of(base)).order_by("-as_of").first() if base is not None else None


def _in_the_making(
    cast: Cast, series: Series, sent: Sequence[Submission], editor: Person, now: datetime
) -> None:
    """Linked, contradicting and unanswered figures; a question to the unit, and a proof."""
    issue = _issue(series, sent, now.date(), editor, now - timedelta(hours=20))
    first, second, third = issue.articles.select_related("issue__series", "office", "unit")
    _answer_all(first, editor, now)
    articles.keep_article(
        article=second,
        version=second.version,
        title=second.title,
        body=f"{second.body}{WIDE}",
        by=editor,
        at=now - timedelta(hours=2),
    )
    counted = [each for each in standing_of(third) if each.figure.quantity.kind is Kind.COUNT]
    if counted:
        facts.ask_fact(
            article=third, span=counted[0].figure.span, question="是本月数还是累计数？", by=editor, at=now
        )
    proofs.ask_proof(article=first, by=editor, at=now - timedelta(hours=1))


def _rest_of_inbox(cast: Cast, sent: Sequence[Submission], editor: Person, now: datetime) -> None:
    if len(sent) < 4:
        return
    inbox.hold_submission(submission=sent[0], reason="下期“志愿服务”专栏再用。", by=editor, at=now)
    inbox.return_submission(submission=sent[1], reason="请补充群众反映和具体事例。", by=editor, at=now)
    units = [crew.unit for crew in list(cast.crews.values())[2:4]]
    commissions.commission(
        units=units,
        title="夏季纳凉便民服务怎样办实",
        brief="写一两件具体的事，数据注明截至日期，800字左右。",
        due=now.date() + timedelta(days=10),
        by=editor,
        at=now,
    )
