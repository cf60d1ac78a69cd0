"""Years of an office for ``bench keeping``, written past the actions: what they would leave behind, in bulk."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

FIRST, BATCH = 2017, 2_000
ISSUES = 80  # of a year
SENTENCES = [
    "本月组织志愿者入户走访，重点看望独居老人和困难家庭，现场解决就医、用餐等具体问题。",
    "召开推进会，对照年度目标逐项梳理，对进度偏慢的点位明确了责任人和完成时限。",
    "围绕群众反映集中的停车、噪声问题，会同街道、物业开展联合整治，回访满意度有所提高。",
    "完成第二批阵地的设施更新，配齐图书、桌椅和应急药箱，周末延时开放两小时。",
    "宣讲队进社区、进工地、进校园，采取板凳会、院坝会的形式，用身边事讲清政策。",
]


def fill(asked: argparse.Namespace, chance: random.Random) -> str:
    """Write the years; return what there is now, in one line."""
    import django

    django.setup()
    from django_scopes import scope, scopes_disabled

    from bench.ledger_rows import fill as fill_ledger
    from taizhang.ledger.models import Project
    from taizhang.office.models import Event, Office, Unit

    office = Office.objects.create(
        name="海川市精神文明建设办公室", short_name="海川市文明办", slug="haichuan"
    )
    with scope(office=office.pk):
        for year in range(FIRST, FIRST + asked.years):
            fill_ledger(office, asked.units * asked.projects, year)
        more = asked.units - Unit.objects.count()
        Unit.objects.bulk_create(
            Unit(office=office, name=f"海川市第{n + 1}街道办事处", short_name=f"第{n + 1}街道")
            for n in range(more)
        )
        units = list(Unit.objects.order_by("pk"))
        for n, project in enumerate(Project.objects.order_by("pk")):
            Project.objects.filter(pk=project.pk).update(lead_unit=units[n % len(units)])
        projects = list(Project.objects.select_related("ledger").order_by("pk"))
        _reports(office, projects, chance)
        _files(office, projects, asked, chance)
        _issues(office, asked.years)
        _events(office, projects)
    with scopes_disabled():
        return f"{len(units)} units, {len(projects):,} projects, {Event.objects.count():,} events"


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while some := list(islice(rows, BATCH)):
        yield some


def _words(chance: random.Random) -> str:
    return "".join(chance.choices(SENTENCES, k=6)) + f"累计服务群众{chance.randint(20, 9_000)}人次。"


def _reports(office: Any, projects: list[Any], chance: random.Random) -> None:
    """A report a month of each project."""
    from taizhang.ledger.models import Obligation, ProgressReport
    from taizhang.office.models import Person

    by = Person.objects.get(username="bench")
    for some in _batches((project, month) for project in projects for month in range(1, 13)):
        due = Obligation.objects.bulk_create(
            Obligation(
                office=office, project=project, period=f"{project.ledger.year}-{month:02d}", state="done",
                opens_on=date(project.ledger.year, month, 20), due_on=date(project.ledger.year, month, 28),
                clock_from=date(project.ledger.year, month, 20),
            )
            for project, month in some
        )  # fmt: skip
        ProgressReport.objects.bulk_create(
            ProgressReport(
                office=office, obligation=each, project_id=each.project_id, state="accepted", narrative=_words(chance),
                written_by=by, changed_at=_at(each.due_on), signed_by=by, signed_at=_at(each.due_on),
                decided_by=by, decided_at=_at(each.due_on),
            )
            for each in due
        )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def _files(office: Any, projects: list[Any], asked: argparse.Namespace, chance: random.Random) -> None:
    """Evidence as scans are: nothing that compresses."""
    from taizhang.ledger.models import Evidence
    from taizhang.office import files
    from taizhang.office.models import Person

    by = Person.objects.get(username="bench")
    for n in range(asked.files):
        project = projects[n % len(projects)]
        at = _at(date(project.ledger.year, 1 + n % 12, 15))
        content = chance.randbytes(asked.kilobytes * 1_000)
        file = files.store(
            office=office, content=content, name=f"登记表{n}.pdf", media_type="application/pdf", at=at
        )
        Evidence.objects.create(
            office=office, project=project, title="登记表", file=file, added_by=by, added_at=at
        )


def _issues(office: Any, years: int) -> None:
    from bench.search_texts import bulletins
    from taizhang.bulletin.models import Article, Issue, Series
    from taizhang.core.gongwen.model import IssueKind

    series = Series.objects.create(office=office, name="海川文明简报", slug="hcwm", issuer="海川市文明办")
    for n, articles in enumerate(bulletins(ISSUES * years)):
        day = date(FIRST + n // ISSUES, 1, 4) + timedelta(days=4 * (n % ISSUES))
        issue = Issue.objects.create(
            office=office, series=series, kind=IssueKind.REGULAR, date=day, year=day.year, cumulative_no=n + 1,
            issuer="海川市文明办", data={}, saved_at=_at(day),
        )  # fmt: skip
        Article.objects.bulk_create(
            Article(office=office, issue=issue, position=place, title=title, body=body)
            for place, (title, body) in enumerate(articles)
        )


def _events(office: Any, projects: list[Any]) -> None:
    """Four of each report."""
    from taizhang.ledger.models import ProgressReport
    from taizhang.office.models import Event

    rows = ProgressReport.objects.order_by("pk").values_list("pk", "signed_at")
    verbs = ("start_report", "send_report", "sign_report", "accept_report")
    made = (
        Event(
            office=office,
            at=at,
            verb=verb,
            subject_kind="progressreport",
            subject_id=pk,
            detail={"version": n},
        )
        for pk, at in rows.iterator()
        for n, verb in enumerate(verbs)
    )
    for some in _batches(made):
        Event.objects.bulk_create(some)
