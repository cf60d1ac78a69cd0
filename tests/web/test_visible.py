"""Who sees what: one matrix for every door. An object is seen through all doors that the person has, or through none.

A door answers True or False, or None where it is closed to the role as such (``test_routes`` says to which).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.actions.exchange import theme_feed_secret
from taizhang.bulletin.models import Article, Issue, Submission, ThemeFeed, ThemeSubscription
from taizhang.bulletin.search import Filters, find, rebuild
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.text.search_words import parse
from taizhang.ledger.models import Evidence, Figure, Milestone, Notice, ProgressReport, Project
from taizhang.office import actions, clock, tokens
from taizhang.office.actions import end_appointment
from taizhang.office.files import store
from taizhang.office.models import Office, Person, PostHolder, Unit
from taizhang.office.roles import OF_A_UNIT, Role
from taizhang.office.tasks import news_for
from taizhang.office.visible import keeper_of, viewer_at

from ..conftest import PersonWith
from . import record_objects, submit_objects, work_objects
from .route_objects import a_project

pytestmark = pytest.mark.no_cover  # the same ground as in their neighbours, a hundred times

THEME = "聚力共建"


@dataclass(frozen=True)
class World:
    """One object of each kind, of a unit, its project and the office's bulletin."""

    office: Office
    lead: Unit
    supporting: Unit
    other: Unit
    project: Project
    figure: Figure
    loose: Figure  # a figure of the unit ``lead`` in a project of ``other``
    evidence: Evidence
    report: ProgressReport  # signed, not accepted yet
    notice: Notice  # issued
    draft: Notice
    submission: Submission  # signed
    article: Article  # published
    desk_article: Article


@pytest.fixture
def world(office: Office, editor: Person) -> Iterator[World]:
    def unit(name: str) -> Unit:
        return actions.add_unit(
            office=office, name=f"海川{name}", short_name=name, by=None, at=timezone.now()
        )

    with scope(office=office.pk):
        lead, supporting, other = unit("市民政局"), unit("市卫健委"), unit("市体育局")
        project = a_project(office, lead, title="独居老人每周一访")
        project.supporting_units.add(supporting)
        Milestone.objects.create(office=office, project=project, title="摸底", due=clock.today(), position=1)
        foreign = a_project(office, other, title="全民健身日")
        told: dict[str, Any] = {"office": office, "value": 4216, "unit": "户", "whose": lead}
        told |= {"as_of": date(2026, 3, 1), "imported_from": "台账.xlsx", "recorded_at": timezone.now()}
        file = store(
            office=office, content=b"%PDF", name="a.pdf", media_type="application/pdf", at=timezone.now()
        )
        evidence = {"title": "照片", "file": file, "added_by": editor, "added_at": timezone.now()}
        article = submit_objects.row_of("proof_article", project, editor)
        Article.objects.filter(pk=article.pk).update(column=THEME)
        yesterday = timezone.now() - timedelta(days=1)
        signed = {"signed_by": editor, "signed_at": yesterday, "saved_at": yesterday}
        figure = Figure.objects.create(**told, project=project, name="上门走访")
        Issue.objects.filter(pk=article.issue_id).update(
            state="sealed", annual_no=1, snapshot=sealed_with(article, figure), **signed
        )
        world = World(
            office=office,
            lead=lead,
            supporting=supporting,
            other=other,
            project=project,
            figure=figure,
            loose=Figure.objects.create(**told, project=foreign, name="协助健身"),
            evidence=Evidence.objects.create(office=office, project=project, **evidence),
            report=work_objects.row_of("report", project, editor),
            notice=record_objects.row_of("notice", project, editor),
            draft=Notice.objects.create(
                office=office, project=project, ledger=project.ledger, colour="blue", text="拟",
                drafted_at=timezone.now(),
            ),
            submission=submit_objects.row_of("submission", project, editor),
            article=article,
            desk_article=submit_objects.row_of("proof_article", project, editor),
        )  # fmt: skip
        rebuild(office)
        yield world


def sealed_with(article: Article, figure: Figure) -> dict[str, Any]:
    """What is frozen of an issue whose article cites the figure."""
    source = {"figure": figure.pk, "name": figure.name, "value": "4216", "unit": "户", "revision": 1}
    written = {"surface": "4216户", "relation": "eq", "value": "4216", "unit": "户", "start": 0, "end": 5}
    told = {
        "article": article.pk,
        "stand": "consistent",
        "reason": "",
        "answer": "linked",
        "said": "",
        "by": "林",
    }
    return {"figures": [{**told, "figure": written, "source": {**source, "as_of": "2026-03-01"}}]}


@dataclass(frozen=True)
class Eyes:
    """One person with everything they could look through."""

    person: Person
    client: Client
    roles: tuple[Role, ...]
    unit: Unit | None

    def page(self, name: str, *args: Any, **query: str) -> str | None:
        """What the address answers; None for no such object, or for a page closed to the role."""
        answer = self.client.get(reverse(name, args=args), query)
        assert answer.status_code in (200, 302, 403, 404), f"{name}: {answer.status_code}"
        if answer.status_code != 200:
            return None
        return b"".join(answer).decode("utf-8", "replace")

    def opens(self, name: str, *args: Any) -> bool:
        return self.page(name, *args) is not None

    def listed(self, words: str, name: str, *args: Any, **query: str) -> bool | None:
        """Whether the words stand on the page; None where the page itself is closed."""
        text = self.page(name, *args, **query)
        return None if text is None else words in text

    def api(self, path: str) -> bool | None:
        answer = self._asked(path)
        return None if answer is None else answer.status_code == 200

    def api_tells(self, words: str, path: str) -> bool | None:
        """Whether the words stand in the answer, without blanks; None where the API is closed to the role."""
        answer = self._asked(path)
        return None if answer is None else words in answer.content.decode().replace(" ", "")

    def _asked(self, path: str) -> Any:
        if not tokens.READERS.issuperset(self.roles) or not self.roles:
            return None
        until = clock.today() + timedelta(days=1)
        name = f"门户{secrets.token_hex(4)}"  # open tokens have names of their own
        given = {"name": name, "roles": self.roles, "unit": self.unit, "expires_on": until}
        office = self.person.office
        _token, secret = tokens.make_token(office=office, by=None, at=timezone.now(), **given)
        answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code in (200, 403, 404)
        return answer

    def finds(self, words: str, kind: str, pk: int) -> bool:
        """As the search page does; what is found is also what its page shows and counts."""
        with scope(office=self.person.office_id):
            found = find(parse(words), viewer_at(self.person, timezone.now()), Filters(kinds=(kind,)))
        shown = self.page("search", q=words, kind=kind) or ""
        hits = {entry.target for entry in found.entries}
        assert shown.count('class="hit-title"') == len(hits)
        return pk in hits

    def told(self, article: int) -> bool:
        return (article,) in {news.args for news in news_for(self.person, timezone.now())}

    def fed(self, words: str) -> bool:
        fresh = {"office": self.person.office, "created_at": timezone.now()}
        feed, _new = ThemeFeed.objects.get_or_create(person=self.person, defaults=fresh)
        return words in Client().get(reverse("theme-feed", args=[theme_feed_secret(feed)])).content.decode()


Door = Callable[[Eyes, World], bool | None]
DOORS: dict[str, dict[str, Door]] = {
    "project": {
        "page": lambda eyes, world: eyes.opens("project", world.project.pk),
        "grid": lambda eyes, world: eyes.listed(world.project.title, "ledger", year="2026"),
        "wall": lambda eyes, world: eyes.listed(world.project.title, "wall", year="2026"),
        "export": lambda eyes, world: eyes.listed(world.project.title, "ledger-export", "csv", year="2026"),
        "api": lambda eyes, world: eyes.api(f"projects/{world.project.pk}"),
        "search": lambda eyes, world: eyes.finds(world.project.title, "project", world.project.pk),
    },
    "figure": {
        "page": lambda eyes, world: eyes.opens("figure", world.figure.pk),
        "export": lambda eyes, world: "上门走访" in (eyes.page("figures-csv", world.project.pk) or ""),
        "api": lambda eyes, world: eyes.api(f"figures/{world.figure.pk}"),
        "search": lambda eyes, world: eyes.finds("上门走访", "figure", world.figure.pk),
        "candidates": lambda eyes, world: eyes.listed(
            "上门走访", "article-candidates", world.desk_article.pk, text="上门走访"
        ),
    },
    "loose": {
        "page": lambda eyes, world: eyes.opens("figure", world.loose.pk),
        "api": lambda eyes, world: eyes.api(f"figures/{world.loose.pk}"),
        "search": lambda eyes, world: eyes.finds("协助健身", "figure", world.loose.pk),
        "candidates": lambda eyes, world: eyes.listed(
            "协助健身", "article-candidates", world.desk_article.pk, text="协助健身"
        ),
    },
    "source of a sealed figure": {
        "figure": lambda eyes, world: eyes.opens("figure", world.figure.pk),
        "page": lambda eyes, world: eyes.listed(
            f'href="{reverse("figure", args=[world.figure.pk])}"', "issue", world.article.issue_id
        ),
        "api": lambda eyes, world: eyes.api_tells('"value":"4216","low"', f"issues/{world.article.issue_id}/figures"),
    },
    "evidence": {
        "file": lambda eyes, world: eyes.opens("evidence-file", world.evidence.pk),
        "page": lambda eyes, world: "照片" in (eyes.page("evidence", world.project.pk) or ""),
    },
    "report": {
        "page": lambda eyes, world: eyes.opens("report", world.report.pk),
        "story": lambda eyes, world: world.report.narrative in (eyes.page("project", world.project.pk) or ""),
    },
    "notice": {
        "page": lambda eyes, world: eyes.opens("notice", world.notice.pk),
        "list": lambda eyes, world: eyes.listed(reverse("notice", args=[world.notice.pk]), "notices"),
        "story": lambda eyes, world: "请说明。" in (eyes.page("project", world.project.pk) or ""),
    },
    "draft": {
        "page": lambda eyes, world: eyes.opens("notice", world.draft.pk),
        "list": lambda eyes, world: eyes.listed(reverse("notice", args=[world.draft.pk]), "notices"),
    },
    "submission": {
        "page": lambda eyes, world: eyes.opens("submission", world.submission.pk),
        "list": lambda eyes, world: eyes.listed(
            reverse("submission", args=[world.submission.pk]),
            "submissions" if OF_A_UNIT.issuperset(eyes.roles) else "inbox",
        ),
    },
    "article": {
        "page": lambda eyes, world: eyes.opens("practice", world.article.pk),
        "issue": lambda eyes, world: eyes.opens("issue", world.article.issue_id),
        "fragment": lambda eyes, world: eyes.opens("issue-leaf", world.article.issue_id),
        "file": lambda eyes, world: eyes.opens("issue-docx", world.article.issue_id),
        "list": lambda eyes, world: eyes.listed(reverse("issue", args=[world.article.issue_id]), "issues"),
        "api": lambda eyes, world: eyes.api(f"articles/{world.article.pk}"),
        "api of the issue": lambda eyes, world: eyes.api(f"issues/{world.article.issue_id}"),
        "search": lambda eyes, world: eyes.finds(world.article.title, "article", world.article.pk),
        "feed": lambda eyes, world: eyes.fed(world.article.title),
        "digest": lambda eyes, world: eyes.told(world.article.pk),
    },
    "desk_article": {
        "page": lambda eyes, world: eyes.opens("draft", world.desk_article.issue_id),
        "public page": lambda eyes, world: eyes.opens("practice", world.desk_article.pk) or None,
        "list": lambda eyes, world: eyes.listed(
            reverse("draft", args=[world.desk_article.issue_id]), "drafts"
        ),
    },
}  # fmt: skip

UNIT = {Role.LIAISON, Role.UNIT_LEADER}
DESK = {Role.EDITOR, Role.CHECKER, Role.SIGNER}
LEDGER = {Role.LEDGER_OFFICER, Role.OFFICE_LEADER, *DESK}  # the office's people who see the whole ledger
ARCHIVE = {*UNIT, *LEDGER, Role.READER}
# Which of the office's roles see the object, and through which units its people do.
SEEN: dict[str, tuple[set[Role], set[str]]] = {
    "project": (LEDGER, {"lead", "supporting"}),
    "figure": (LEDGER, {"lead", "supporting"}),
    "loose": (LEDGER, {"lead", "other"}),
    "source of a sealed figure": (LEDGER, {"lead", "supporting"}),
    "evidence": (LEDGER, {"lead", "supporting"}),
    "report": (LEDGER, {"lead"}),
    "notice": (LEDGER, {"lead", "supporting"}),
    "draft": ({Role.LEDGER_OFFICER}, set()),
    "submission": (DESK, {"lead"}),
    "article": (ARCHIVE - UNIT, {"lead", "supporting", "other"}),
    "desk_article": ({*DESK, Role.OFFICE_LEADER}, set()),
}
UNITS = [
    (role, place) for role in (Role.LIAISON, Role.UNIT_LEADER) for place in ("lead", "supporting", "other")
]
OFFICE = [(role, "office") for role in Role if role not in OF_A_UNIT]


def someone(office: Office, role: Role, unit: Unit | None) -> Person:
    now = timezone.now()
    person = actions.register_person(
        office=office, username=f"{office.slug}-{role}", name="林知远", by=None, at=now
    )
    post = actions.add_post(office=office, role=role, title=role.label, unit=unit, by=None, at=now)
    actions.appoint(post=post, person=person, by=None, at=now)
    ThemeSubscription.objects.create(office=office, person=person, theme=THEME, at=now)
    return person


def eyes_of(world: World, role: Role, place: str) -> Eyes:
    unit = None if place == "office" else getattr(world, place)
    person = someone(world.office, role, unit)
    client = Client()
    client.force_login(person)
    return Eyes(person, client, (role,), unit)


def through(eyes: Eyes, world: World, kind: str) -> dict[str, bool]:
    """What each door of the kind answers, as far as it is open at all."""
    answers = {door: ask(eyes, world) for door, ask in DOORS[kind].items()}
    return {door: answer for door, answer in answers.items() if answer is not None}


@pytest.mark.parametrize(("role", "place"), [*UNITS, *OFFICE])
def test_every_door_gives_the_same_answer(world: World, role: Role, place: str) -> None:
    eyes = eyes_of(world, role, place)
    for kind, (roles, places) in SEEN.items():
        expected = place in places if role in OF_A_UNIT else role in roles
        answers = through(eyes, world, kind)
        assert answers == dict.fromkeys(answers, expected), f"{role} {place} {kind}"
        assert answers


@pytest.mark.parametrize("role", list(Role))
def test_no_door_leads_to_another_office(world: World, other_office: Office, role: Role) -> None:
    with scope(office=other_office.pk):
        unit = None
        if role in OF_A_UNIT:
            unit = actions.add_unit(
                office=other_office, name="外市局", short_name="外市局", by=None, at=timezone.now()
            )
        person = someone(other_office, role, unit)
    client = Client()
    client.force_login(person)
    eyes = Eyes(person, client, (role,), unit)
    for kind in DOORS:
        answers = through(eyes, world, kind)
        assert not any(answers.values()), f"{role} {kind} {answers}"


def test_who_holds_no_post_any_more_gets_no_news(world: World) -> None:
    eyes = eyes_of(world, Role.READER, "office")
    assert eyes.fed(world.article.title)
    holding = PostHolder.objects.get(person=eyes.person)
    end_appointment(holder=holding, by=None, at=timezone.now())
    for kind in DOORS:
        assert not any(through(replace(eyes, roles=()), world, kind).values()), kind


def test_a_report_is_told_to_a_supporting_unit_once_it_is_accepted(world: World) -> None:
    eyes = eyes_of(world, Role.LIAISON, "supporting")
    ProgressReport.objects.filter(pk=world.report.pk).update(state=ReportState.ACCEPTED)
    assert through(eyes, world, "report") == {"page": True, "story": True}
    # Returned and written anew: what is a draft again is its unit's own, also where it was signed before.
    ProgressReport.objects.filter(pk=world.report.pk).update(state=ReportState.DRAFT)
    assert through(eyes, world, "report") == {"page": False, "story": False}
    assert through(eyes_of(world, Role.LEDGER_OFFICER, "office"), world, "report") == {
        "page": False,
        "story": False,
    }


def test_whoever_works_at_the_desk_and_for_a_unit_sees_their_own_drafts(
    world: World, person_with: PersonWith
) -> None:
    eyes = eyes_of(world, Role.LIAISON, "lead")
    desk = actions.add_post(
        office=world.office, role=Role.EDITOR, title="责编", unit=None, by=None, at=timezone.now()
    )
    actions.appoint(post=desk, person=eyes.person, by=None, at=timezone.now())
    Submission.objects.filter(pk=world.submission.pk).update(state="draft", submitted_at=None)
    ProgressReport.objects.filter(pk=world.report.pk).update(
        state=ReportState.DRAFT, signed_at=None, signed_by=None
    )
    assert eyes.opens("submission", world.submission.pk)
    assert eyes.opens("report", world.report.pk)
    other = Client()
    other.force_login(person_with(Role.EDITOR))
    assert other.get(reverse("submission", args=[world.submission.pk])).status_code == 404
    assert other.get(reverse("report", args=[world.report.pk])).status_code == 404


def test_the_keeper_of_the_installation_sees_the_whole_office(world: World) -> None:
    keeper = keeper_of(world.office)
    assert keeper.person is None
    assert keeper.office == world.office
    for words, pk in ((world.project.title, world.project.pk), ("协助健身", world.loose.pk)):
        assert pk in {entry.target for entry in find(parse(words), keeper).entries}
