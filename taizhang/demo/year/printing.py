"""The bulletin of the demo: what units send in, an issue that was printed, and one in the making."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from taizhang.bulletin.actions import (
    approval,
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
from taizhang.bulletin.actions import articles as articles_at_desk
from taizhang.bulletin.actions.recipients import PastedRecipients
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.models import Answer, Article, Direction, Issue, Series, Submission, Way
from taizhang.bulletin.queries.figure_status import JudgedFigure, against, standing_of
from taizhang.core.calendar import Period
from taizhang.core.figures import Outcome
from taizhang.demo.year.cast import Cast, Crew
from taizhang.demo.year.words import Told, articles
from taizhang.ledger.models import Figure, ProgressReport, Project
from taizhang.office.models import Person, Post, PostHolder
from taizhang.office.roles import Role

COLUMN = "重点项目进展"
NOTE = "年初以来，各成员单位对照建账目标抓好重点项目落实。现将部分项目推进情况摘编刊发，供各单位学习交流。"
HEAD = {
    "editor": "林知远、江映秋",
    "checker": "苏敏之",
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
# The second article at the desk says 60场, the ledger fewer: a figure that contradicts its source.
CONTRADICTED = ("60场", "演出场次")
ASKED = "270人次"  # of which its unit is asked
# What an editor added to it: claims without a source.
WIDE = "在此基础上组织多场交流活动，实现重点村（社区）全覆盖。"


def print_the_bulletin(cast: Cast, now: datetime) -> None:
    """One issue sealed and distributed, one on the desk, and an inbox."""
    editor, second = _holders(Role.EDITOR)
    (checker,), (signer,) = _holders(Role.CHECKER), _holders(Role.SIGNER)
    series = Series.objects.get()
    _recipients(cast, series, editor, now)
    sent = _sent_in(cast, now - timedelta(days=12))
    printed = _issue(
        series, sent["printed"], (now - timedelta(days=6)).date(), editor, now - timedelta(days=6)
    )
    for article in printed.articles.all():
        _link(article, editor, now)
        _answer_the_rest(article, editor, now)
    approval.pass_on(issue=printed, version=printed.version, by=editor, at=now - timedelta(days=5))
    approval.check_issue(issue=printed, version=printed.version, by=checker, at=now - timedelta(days=4))
    approval.sign_issue(issue=printed, version=printed.version, by=signer, at=now - timedelta(days=4))
    seal_issue(issue=printed, by=signer, at=now - timedelta(days=4))
    sending.distribute(issue=printed, by=editor, at=now - timedelta(days=3))
    for each in printed.sendings.select_related("office", "issue__series")[:5]:
        sending.note_receipt(sending=each, by=editor, at=now - timedelta(days=2))
    _in_the_making(series, sent["making"], editor, second, now)
    _rest_of_inbox(cast, sent, second, now)


def _holders(role: Role) -> list[Person]:
    rows = PostHolder.objects.select_related("person").filter(post__in=Post.objects.filter(role=role))
    return [row.person for row in rows.order_by("pk")]


def _recipients(cast: Cast, series: Series, editor: Person, now: datetime) -> None:
    for name, direction, copies in OFFICES:
        recipients.add_recipient(
            series=series, told=PastedRecipients(name, direction, copies=copies), by=editor, at=now
        )
    for crew in list(cast.crews.values())[:12]:
        told = PastedRecipients(crew.unit.name, Direction.DOWN, way=Way.PAPER, unit=crew.unit)
        recipients.add_recipient(series=series, told=told, by=editor, at=now)


def _sent_in(cast: Cast, at: datetime) -> dict[str, list[Submission]]:
    """Articles that units made of their reports, signed by their leaders, by what becomes of them."""
    made: dict[str, list[Submission]] = {}
    for hours, told in enumerate(articles()):
        project = Project.objects.select_related("lead_unit").get(serial=told.serial)
        crew = cast.crews[project.lead_unit.short_name]
        made.setdefault(told.use, []).append(_signed(crew, project, told, at + timedelta(hours=hours)))
    return made


def _signed(crew: Crew, project: Project, told: Told, at: datetime) -> Submission:
    reports = ProgressReport.objects.filter(project=project, state="accepted", no_change=False)
    report = reports.order_by("-obligation__period").select_related("obligation")[0]
    row = submissions.submission_from_report(report=report, by=crew.liaison, at=at)
    submissions.write_submission(
        submission=row,
        version=row.version,
        title=told.title,
        body=told.filled(_values(report)),
        project=project,
        by=crew.liaison,
        at=at,
    )
    submissions.send_submission(submission=row, by=crew.liaison, at=at)
    row.refresh_from_db()
    submissions.sign_submission(submission=row, version=row.version, by=crew.leader, at=at)
    row.refresh_from_db()
    return row


def _values(report: ProgressReport) -> dict[str, str]:
    """What a report says of each indicator, and until when."""
    values = {
        each.name: f"{report.values[str(each.pk)]['text']}{each.unit}"
        for each in report.project.indicators.filter(in_force=True)
    }
    return {**values, "截至": f"截至{Period.parse(report.obligation.period).last.month}月底"}


def _issue(series: Series, sent: Sequence[Submission], on: date, editor: Person, at: datetime) -> Issue:
    issue = issues.open_issue(series=series, on=on, by=editor, at=at)
    issues.edit_head(
        issue=issue, version=issue.version, on=on, issuer=series.issuer, head=HEAD, by=editor, at=at
    )
    for row in sent:
        issues.adopt(submission=row, issue=issue, by=editor, at=at)
    issue.refresh_from_db()
    return issue


def _link(article: Article, editor: Person, at: datetime) -> None:
    """Each figure that the project's reports bear out is linked to the newest of them."""
    reported = Figure.objects.filter(project=article.project_id, report__isnull=False, ended_at__isnull=True)
    for each in standing_of(article):
        same = reported.filter(unit=each.figure.quantity.unit).order_by("-as_of")
        borne_out = (row for row in same if against(each.figure, row).outcome is Outcome.CONSISTENT)
        source = next(borne_out, None)
        if source is not None:
            citations.cite(figure=source, **_place(article, each, editor, at))


def _answer_the_rest(article: Article, editor: Person, at: datetime) -> None:
    """For what the ledger does not have somebody answers by name."""
    reason = "按工作记录估算，已向供稿单位核对。"
    for each in standing_of(article):
        if each.citation is None:
            place = _place(article, each, editor, at)
            citations.answer_figure(answer=Answer.ESTIMATE, reason=reason, **place)


def _place(article: Article, each: JudgedFigure, editor: Person, at: datetime) -> dict[str, Any]:
    span = each.figure.span
    return {"article": article, "version": article.version, "span": span, "by": editor, "at": at}


def _in_the_making(
    series: Series, sent: Sequence[Submission], editor: Person, second: Person, now: datetime
) -> None:
    """Linked, contradicting and unsourced figures; a question to the unit, and a proof. Two editors are at it."""
    issue = _issue(series, sent, now.date(), editor, now - timedelta(hours=20))
    settled, doubtful = issue.articles.select_related("issue__series", "office", "unit")
    for article in (settled, doubtful):
        _link(article, editor, now - timedelta(hours=19))
    _answer_the_rest(settled, editor, now - timedelta(hours=18))
    _contradict(doubtful, editor, now - timedelta(hours=18))
    articles_at_desk.keep_article(
        article=doubtful,
        version=doubtful.version,
        title=doubtful.title,
        body=f"{doubtful.body}{WIDE}",
        by=second,
        at=now - timedelta(hours=2),
    )
    span = _figure(doubtful, ASKED).figure.span
    facts.ask_fact(
        article=doubtful, span=span, question="是今年的累计数吗？从哪一天算起？", by=second, at=now
    )
    proofs.ask_proof(article=settled, by=editor, at=now - timedelta(hours=1))


def _figure(article: Article, surface: str) -> JudgedFigure:
    return next(each for each in standing_of(article) if each.figure.surface == surface)


def _contradict(article: Article, editor: Person, at: datetime) -> None:
    surface, name = CONTRADICTED
    said = _figure(article, surface)
    reported = Figure.objects.filter(project=article.project_id, name=name, ended_at__isnull=True)
    citations.cite(figure=reported.order_by("-as_of")[0], **_place(article, said, editor, at))


def _rest_of_inbox(cast: Cast, sent: dict[str, list[Submission]], editor: Person, now: datetime) -> None:
    for row in sent["accepted"]:
        inbox.accept_submission(submission=row, by=editor, at=now)
    for row in sent["held"]:
        inbox.hold_submission(submission=row, reason="下期“志愿服务”专栏再用。", by=editor, at=now)
    for row in sent["returned"]:
        inbox.return_submission(submission=row, reason="请补充群众反映和具体事例。", by=editor, at=now)
    units = [crew.unit for crew in list(cast.crews.values())[2:4]]
    commissions.commission(
        units=units,
        title="夏季纳凉便民服务怎样办实",
        brief="写一两件具体的事，数据注明截至日期，800字左右。",
        due=now.date() + timedelta(days=10),
        by=editor,
        at=now,
    )
