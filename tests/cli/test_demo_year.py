"""The demo's year is lived through the actions that people use: it must be a sound one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import Browser

from taizhang.bulletin.models import Article, ArticleVersion, FactQuery, Issue, Submission
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.queries.figure_status import FigureStatus, standing_of
from taizhang.core.calendar import Period
from taizhang.core.figures.indicator_values import IndicatorSpec, find_values
from taizhang.core.gongwen import for_setting
from taizhang.core.lifecycle.project_year import conserve
from taizhang.demo.office import make_demo
from taizhang.demo.year.data import stories
from taizhang.ledger.models import (
    Activity,
    ChangeRequest,
    Directive,
    Indicator,
    Ledger,
    Notice,
    Obligation,
    ProgressReport,
    Project,
)
from taizhang.office import clock, files
from taizhang.office.models import Office, Person, PostHolder
from taizhang.office.queries import roles_of
from taizhang.office.roles import Role
from taizhang.press import shared_press
from taizhang.press.pdfium import opened
from tests.chromium import CHROMIUM
from tests.cli.test_demo_words import INSIDE_QUOTES
from tests.pictures import check_picture

# Of each picture of the guide: who looks, at which page, and what is clicked there.
GUIDE_PICTURES = {
    "queue": ("xujianing", "/", ""),
    "report": ("xujianing", "/", "main a:has-text('填报')"),
    "signing": ("qinweishan", "/", ""),
    "ledger": ("chenliqun", "/ledger/", ""),
    "desk": ("linzhiyuan", "/drafts/", "main li:has-text('第9期') a"),
    "sheet": ("hehuijun", "/", ""),
    "system": ("luocheng", "/office/system/", ""),
    "dispatch": ("fangxiaolan", "/orders/plan/", ""),
    "coverage": ("fangxiaolan", "/coverage/", "main a.row-link"),
    "calendar": ("fangxiaolan", "/outreach/calendar/?view=month", ""),
}


@pytest.mark.no_cover  # by the actions that have their own tests, a thousand times each
@pytest.mark.django_db(transaction=True)
def test_the_year_is_lived_in(settings: Any, request: pytest.FixtureRequest) -> None:
    steps: list[tuple[int, int]] = []
    assert make_demo("clear-water-under-9", lambda done, of: steps.append((done, of)))
    assert steps[-1] == (9, 9)
    with scope(office=Office.objects.get().pk):
        _check_projects()
        _check_what_waits()
        _check_the_bulletin()
        _check_the_articles()
        _check_the_reports()
        _check_the_pages()
        _check_how_often_pages_ask(settings)
    assert not make_demo("clear-water-under-9")
    if CHROMIUM and connection.vendor == "sqlite":
        _check_pictures(request.getfixturevalue("browser"), request.getfixturevalue("live_server").url)


def _check_pictures(browser: Browser, url: str) -> None:
    cookies = {name: _cookie_of(username) for name, (username, _path, _clicked) in GUIDE_PICTURES.items()}
    for name, (_username, path, clicked) in GUIDE_PICTURES.items():
        context = browser.new_context(locale="zh-CN")
        context.add_cookies([{**cookies[name], "url": url}])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.goto(f"{url}{path}")
        if clicked:
            page.locator(clicked).first.click()
            page.wait_for_load_state()
        check_picture(page, name)
        # Nothing is asked any more once the test is over.
        page.goto(f"{url}/help/", wait_until="networkidle")
        context.close()


def _cookie_of(username: str) -> dict[str, str]:
    """The session of somebody who has put away the sentences of the first visit."""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    client.post(reverse("me-welcomed"))
    cookie = client.cookies["taizhang"]
    return {"name": cookie.key, "value": cookie.value}


# At most so many queries, however much waits: who asks (2), which kinds wait, the rows of all kinds together, what
# stands beside some of them, and what has changed lately.
LANDING = {
    Role.EDITOR: 8,
    Role.LEDGER_OFFICER: 8,
    Role.LIAISON: 7,
    Role.UNIT_LEADER: 7,
    Role.CHECKER: 6,
    Role.SIGNER: 6,
    Role.OFFICE_LEADER: 6,
    Role.DISPATCHER: 5,  # orders, sessions and venues wait now: as of every role with tasks
    Role.READER: 3,
    Role.SYS_ADMIN: 3,  # pushes that were not delivered wait for this role only
    Role.SEC_ADMIN: 3,  # requests for an account wait for this role only
    Role.AUDITOR: 2,
}
GRID = 6


def _check_how_often_pages_ask(settings: Any) -> None:
    settings.CLOCK_SHIFT = datetime(2026, 8, 14, 1, 30, tzinfo=UTC) - timezone.now()
    asked = {}
    for person in Person.objects.filter(is_active=True):
        roles = roles_of(person, clock.now())
        if len(roles) == 1:
            client = Client()
            client.force_login(person)
            (role,) = roles
            asked[role] = (_queries(client, "/?lines"), _queries(client, "/ledger/"))
    assert asked.keys() == LANDING.keys()
    assert {role: counts for role, counts in asked.items() if counts[0] > LANDING[role]} == {}
    assert {role: counts for role, counts in asked.items() if counts[1] > GRID} == {}


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code in {200, 403}
    return len(queries)


def _check_projects() -> None:
    projects = Project.objects.order_by("serial")
    assert [project.title for project in projects] == [story.title for story in stories()]
    assert [project.serial for project in projects] == list(range(1, 99))
    states = Counter(projects.values_list("state", flat=True))
    assert conserve(98, states).holds
    assert {"active", "closed", "cancelled", "merged", "closure_requested"} <= set(states)
    levels = Counter(projects.filter(state="active").values_list("level", flat=True))
    assert levels["normal"] > 60
    assert {"normal", "near", "behind", "overdue"} == set(levels)
    assert Ledger.objects.get().rules is not None


def _check_what_waits() -> None:
    """Everyone finds something in their queue."""
    liaison = Person.objects.get(username="xujianing")
    own = Obligation.objects.filter(project__lead_unit__post__holders__person=liaison)
    assert own.filter(state="due").exists()
    assert ProgressReport.objects.filter(state="unit_review").exists()
    assert ProgressReport.objects.filter(state="submitted").exists()
    assert Notice.objects.filter(state="draft").exists()
    assert ChangeRequest.objects.filter(state="requested").exists()
    assert set(Directive.objects.values_list("state", flat=True)) == {"open", "ended"}


def _check_the_bulletin() -> None:
    """One issue is out with every figure accounted for, the next is on the desk with questions in it."""
    out = Issue.objects.get(state="distributed")
    assert (out.state, out.annual_no, out.cumulative_no) == ("distributed", 8, 359)
    assert all(each.settled for article in out.articles.all() for each in standing_of(article))
    assert out.sendings.filter(state="received").exists()
    making = Issue.objects.filter(state="composing").earliest("pk")
    figures = [each for article in making.articles.all() for each in standing_of(article)]
    assert {True, False} == {each.settled for each in figures}
    assert {
        FigureStatus.CONSISTENT,
        FigureStatus.CONTRADICT,
        FigureStatus.UNLINKED,
        FigureStatus.QUESTION,
    } <= {each.stand for each in figures}
    assert FactQuery.objects.filter(article__issue=making, state="open").exists()
    editors = set(PostHolder.objects.filter(post__role=Role.EDITOR).values_list("person", flat=True))
    assert len(editors) == 2
    assert set(ArticleVersion.objects.filter(article__issue=making).values_list("by", flat=True)) == editors
    assert Submission.objects.filter(state="held").exists()
    assert Submission.objects.filter(state="returned").exists()


def _check_the_articles() -> None:
    """Each in full length and in words of its own, with the ledger's values in it."""
    sent = list(Submission.objects.all())
    assert sum(each.state == "submitted" for each in sent) >= 6
    old = Article.objects.filter(issue__origin="archive")
    told = [(each.title, each.body) for each in (*sent, *old)]
    assert [title for title, body in told if not 600 <= len(title) + len(body) <= 1_500] == []
    assert len({title for title, _ in told}) == len(told)
    paragraphs = Counter(line for _, body in told for line in body.split("\n"))
    assert [line for line, times in paragraphs.items() if times > 1] == []
    assert [body for _, body in told if "{" in body] == []
    names = [title for title, _ in told] + list(Project.objects.values_list("title", flat=True))
    names += Activity.objects.values_list("title", flat=True)
    assert [name for name in names if INSIDE_QUOTES.search(name)] == []


def _check_the_reports() -> None:
    """The values of a report can be read from its words; none repeats what was said the month before, or beside it."""
    reports = ProgressReport.objects.filter(no_change=False)
    indicators = list(Indicator.objects.filter(basis="cumulative"))
    told: dict[tuple[int, str], str] = {}
    for report in reports.select_related("obligation", "project"):
        counted = [each for each in indicators if str(each.pk) in report.values]
        specs = [IndicatorSpec(each.pk, each.name, each.unit, each.basis) for each in counted]
        found = find_values(report.narrative, specs, _period_of(report))
        read = {pk: [each.value for each in values] for pk, values in found.items()}
        assert read == {each.pk: [Fraction(report.values[str(each.pk)]["base"])] for each in counted}
        told[report.project.serial, report.obligation.period] = report.narrative + report.next_steps
    assert len(told) > 300
    assert len(set(told.values())) == len(told)


def _period_of(report: ProgressReport) -> Period:
    """A milestone's report speaks of the month that it names."""
    if report.obligation.milestone_id is None:
        return Period.parse(report.obligation.period)
    month = report.narrative.partition("截至")[2].partition("月")[0]
    return Period.parse(f"2026-{int(month):02d}")


def _check_the_pages() -> None:
    """Both issues of the desk fill four pages; the last page of every issue has text above its imprint."""
    out, making = (
        Issue.objects.get(state="distributed"),
        Issue.objects.filter(state="composing").earliest("pk"),
    )
    done = files.read(out.renderings.get(format="pdf", letter="A").file)
    for issue, pdf in ((out, done), (making, shared_press().typeset(for_setting(as_printed(making))).pdf)):
        with opened(pdf) as document:
            assert len(document) == 4
            words = "".join(document[3].get_textpage().get_text_bounded().split())
        last = issue.articles.order_by("position").last()
        assert last is not None
        assert last.body[-40:] in words
    for issue in Issue.objects.exclude(state="dropped").filter(articles__isnull=False).distinct():
        form = shared_press().typeset(for_setting(as_printed(issue))).form
        assert all(form.lines), issue  # no blank page
        assert form.fit["last_rows"] > 1, issue  # neither an imprint alone nor a single row above it
        assert form.fit["pages"] == form.pages, issue
