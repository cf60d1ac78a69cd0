"""Who sees what of outreach and fieldwork: each row through every door that its viewer has, or through none."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.search import rebuild
from taizhang.ledger.models import ServiceEntry
from taizhang.office import clock
from taizhang.office.mail import preferences
from taizhang.office.models import Person
from taizhang.office.roles import OF_A_UNIT, Role
from taizhang.outreach.models import MediaItem, PlanStep, ResearchVisit, SitIn

from . import fieldwork_objects, outreach_objects
from .test_visible import OFFICE, UNITS, Eyes, World, eyes_of, world

__all__ = ["world"]
pytestmark = pytest.mark.no_cover  # the same ground as in their neighbours, a hundred times


@dataclass(frozen=True)
class Field:
    """A row of each kind, of the unit ``lead`` and its project, on today; each with words of its own."""

    rows: dict[str, Any]
    words: dict[str, str]


@pytest.fixture
def field(world: World, editor: Person) -> Iterator[Field]:
    at, today, project = timezone.now(), clock.today(), world.project

    def named(row: Any, **values: Any) -> Any:
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
        return row

    def made(name: str) -> Any:
        maker = fieldwork_objects.MAKERS[name]
        return maker(project, editor)

    with scope(office=world.office.pk):
        counted = {
            "project": project,
            "state": "counted",
            "confirmed_at": at,
            "held_on": today,
            "title": "冬至话家风",
        }
        plan = made("plan")
        PlanStep.objects.filter(plan=plan).update(due=today, title="备好冬至课")
        visited = named(made("research"), question="冬天怎样用餐")
        ResearchVisit.objects.create(
            office=world.office, topic=visited, visited_on=today, place="北苑", learnt="缺人", at=at
        )
        slot = named(made("slot"), starts_on=today)
        named(slot.item, title="冬令理发")
        ServiceEntry.objects.create(
            office=world.office, item=slot.item, done_on=today, amount=12, recorded_by=editor, recorded_at=at
        )
        rows = {
            "order": named(
                outreach_objects.row_of("order", project, editor), topic=None, wish="冬季防火怎样讲"
            ),
            "session": named(outreach_objects.row_of("session", project, editor), **counted),
            "media": named(made("media_item"), title="冬日板凳课堂", published_on=today, listed_at=at),
            "sit-in": named(
                made("sit_in"), subject="冬训学习会", planned_on=today, recorded_at=at, project=project
            ),
            "research-topic": visited,
            "slot": slot,
            "plan": named(plan, name="冬训方案", event="冬训周", starts_on=today, ends_on=today),
        }
        words = {kind: str(row) for kind, row in rows.items()} | {
            "order": "冬季防火怎样讲",
            "slot": "冬令理发",
        }
        rebuild(world.office)
        yield Field(rows, words)


def fed(eyes: Eyes, route: str, words: str) -> bool:
    """Whether the words stand in the feed, its folded lines laid out again; no feed opens to who sees no outreach."""
    feed = preferences.feed_of(eyes.person) or preferences.open_feed(
        person=eyes.person, by=eyes.person, at=timezone.now()
    )
    answer = Client().get(reverse(route, args=[preferences.feed_secret(feed)]))
    return words in answer.content.decode().replace("\r\n ", "") if answer.status_code == 200 else False


def in_workbook(eyes: Eyes, words: str) -> bool | None:
    answer = eyes.client.get(reverse("statistics-workbook"))
    if answer.status_code != 200:
        return None
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return words in set(cells)


Door = Callable[[Eyes, Any, str], bool | None]
PAGE = {"media": "media-item"}
LISTS = {
    "order": "orders", "session": "sessions", "media": "media", "sit-in": "sit-ins", "research-topic": "research",
    "slot": "services-year", "plan": "plans",
}  # fmt: skip
APIS = {
    "order": "orders", "session": "sessions", "media": "media", "sit-in": "sit-ins", "research-topic": "research",
    "slot": "services", "plan": "plans",
}  # fmt: skip
FOUND = {"order": "order", "session": "session", "media": "media", "sit-in": "sit_in", "research-topic": "research",
         "slot": "service", "plan": "plan"}  # fmt: skip
COUNTED = {
    "session": "session",
    "media": "media",
    "sit-in": "sit_in",
    "research-topic": "visit",
    "slot": "entry",
}
OF_A_PROJECT = {"media", "sit-in", "research-topic", "slot", "session"}
ON_CALENDAR = {"session", "media", "sit-in", "slot"}


def field_project(row: Any) -> int:
    key: int = row.item.project_id if hasattr(row, "item") else row.project_id
    return key


def doors(eyes: Eyes, kind: str, row: Any, words: str) -> Iterator[tuple[str, bool | None]]:
    key = row.item_id if kind == "slot" else row.pk
    yield "page", eyes.opens(PAGE.get(kind, kind), row.pk)
    yield "list", eyes.listed(words, LISTS[kind])
    yield "api", eyes.api(f"{APIS[kind]}/{key}")
    yield "api list", eyes.api_tells(f'"id":{key},', APIS[kind])
    yield "search", eyes.finds(words, FOUND[kind], row.pk)
    if kind in OF_A_PROJECT:
        yield "project's records", eyes.listed(words, "project-fieldwork", field_project(row))
    if kind in ON_CALENDAR:
        yield "calendar", eyes.listed(words, "calendar")
        yield "wall", eyes.listed(words, "calendar-wall")
        yield "feed", fed(eyes, "outreach-feed", words)
        yield "atom", fed(eyes, "outreach-atom", words)
    if kind in COUNTED:
        yield "statistics", eyes.listed(words, "statistics-rows", kind=COUNTED[kind])
        yield "workbook", in_workbook(eyes, words)


OUTREACH = {Role.EDITOR, Role.CHECKER, Role.SIGNER, Role.DISPATCHER, Role.LEDGER_OFFICER, Role.OFFICE_LEADER}
ALSO = {"slot": {"lead", "supporting"}}  # a supporting unit sees the services of its project in the ledger


@pytest.mark.parametrize(("role", "place"), [*UNITS, *OFFICE])
def test_every_door_of_outreach_gives_the_same_answer(
    world: World, field: Field, role: Role, place: str
) -> None:
    eyes = eyes_of(world, role, place)
    for kind, row in field.rows.items():
        expected = place in ALSO.get(kind, {"lead"}) if role in OF_A_UNIT else role in OUTREACH
        answers = dict(doors(eyes, kind, row, field.words[kind]))
        told = {door: answer for door, answer in answers.items() if answer is not None}
        assert told == dict.fromkeys(told, expected), f"{role} {place} {kind}"


def test_the_api_tells_venues_originals_and_steps_as_far_as_they_are_seen(world: World, field: Field) -> None:
    session, media = field.rows["session"], field.rows["media"]
    session.venues.create(
        office=world.office, unit=world.other, place="分会场", heads=9, heads_at=timezone.now()
    )
    again = MediaItem.objects.create(
        office=world.office, outlet=media.outlet, title="转载", published_on=media.published_on, unit=world.other,
        original=media, listed_at=timezone.now(),
    )  # fmt: skip
    PlanStep.objects.create(
        office=world.office, plan=field.rows["plan"], phase="after", days=2, title="总结", unit=world.other,
        due=clock.today() + timedelta(days=2),
    )  # fmt: skip
    own, other, whole = (
        eyes_of(world, role, place)
        for role, place in (
            (Role.LIAISON, "lead"),
            (Role.UNIT_LEADER, "other"),
            (Role.OFFICE_LEADER, "office"),
        )
    )
    for eyes, places, original, steps in (
        (own, ["二楼会议室"], None, ["备好冬至课"]),
        (other, ["分会场"], None, ["总结"]),
        (whole, ["二楼会议室", "分会场"], media.pk, ["备好冬至课", "总结"]),
    ):
        told = eyes._asked(f"sessions/{session.pk}").json()
        assert [each["place"] for each in told["venues"]] == places
        assert [
            each["title"] for each in eyes._asked(f"plans/{field.rows['plan'].pk}").json()["steps"]
        ] == steps
        if eyes is not own:
            assert eyes._asked(f"media/{again.pk}").json()["original"] == original
    answer = whole._asked("sessions")
    assert not {"phone", "key", "link", "contact"} & set(answer.json()["items"][0])


def test_lists_of_the_api_are_narrowed_and_go_on(world: World, field: Field) -> None:
    eyes = eyes_of(world, Role.OFFICE_LEADER, "office")
    today = clock.today()
    for path, count in (
        (f"sessions?since={today}&state=counted", 1), (f"sessions?until={today - timedelta(days=1)}", 0),
        ("media?kind=mainstream", 1), ("media?kind=own", 0), (f"sit-ins?unit={world.lead.pk}&until={today}", 1),
        (f"sit-ins?unit={world.other.pk}", 0), (f"research?project={world.project.pk}", 1),
        (f"services?year=2026&project={world.project.pk}", 1), ("plans?state=closed", 0), ("orders?state=submitted", 1),
    ):  # fmt: skip
        assert len(eyes._asked(path).json()["items"]) == count, path
    service = eyes._asked("services").json()["items"][0]
    assert (service["total"], service["slot"]["every"]) == ("12", "week")
    SitIn.objects.create(
        office=world.office, unit=world.lead, subject="再听一次", planned_on=today, planned_at=timezone.now()
    )
    first = eyes._asked("sit-ins?limit=1").json()
    assert [each["subject"] for each in eyes._asked(f"sit-ins?cursor={first['next']}").json()["items"]] == [
        "再听一次"
    ]


def test_a_session_of_the_feed_has_its_hours_and_stays_itself_when_it_is_put_off(
    world: World, field: Field
) -> None:
    eyes, session = eyes_of(world, Role.DISPATCHER, "office"), field.rows["session"]

    def event() -> dict[str, str]:
        feed = preferences.feed_of(eyes.person) or preferences.open_feed(
            person=eyes.person, by=eyes.person, at=timezone.now()
        )
        text = Client().get(reverse("outreach-feed", args=[preferences.feed_secret(feed)])).content.decode()
        events = text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
        (found,) = [each for each in events if "冬至话家风" in each]
        return dict(line.partition(":")[::2] for line in found.split("\r\n"))

    before = event()
    assert before["DTSTART"].endswith("Z")
    assert before["SUMMARY"] == "宣讲：冬至话家风"
    session.held_on += timedelta(days=1)
    session.save()
    after = event()
    assert after["UID"] == before["UID"]
    assert after["DTSTART"] != before["DTSTART"]
    preferences.close_feed(person=eyes.person, by=eyes.person, at=timezone.now())
    for route in ("outreach-feed", "outreach-atom"):
        assert Client().get(reverse(route, args=["nothing"])).status_code == 404
