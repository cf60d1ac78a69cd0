"""The ledger's pages: what they show, to whom, as of which day, and with how many queries."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import get_scope, scope

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.models import (
    Activity,
    Counter,
    Evidence,
    Indicator,
    Ledger,
    Milestone,
    Project,
    SavedView,
)
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role

from ..conftest import PersonWith
from .route_objects import SPRING, a_ledger, a_project


@pytest.fixture
def officer(client: Client, person_with: PersonWith) -> Client:
    client.force_login(person_with(Role.LEDGER_OFFICER))
    return client


def fill(office: Office, unit: Unit, number: int) -> list[Project]:
    with scope(office=office.pk):
        made = [a_project(office, unit, level="behind", title=f"邻里夜话{n}") for n in range(number)]
        Counter.objects.update_or_create(
            office=office, ledger=a_ledger(office), kind="account", defaults={"last": Project.objects.count()}
        )
        by = Person.objects.filter(office=office).first()
        for project in made:
            Milestone.objects.create(office=office, project=project, title="中期评估", due=date(2026, 6, 30))
            indicator = Indicator.objects.create(
                office=office, project=project, name="活动", unit="场", target=20
            )
            project.figures.create(
                office=office, whose=unit, indicator=indicator, name="活动", value=8, unit="场", as_of=date(2026, 3, 2),
                imported_from="测试", recorded_at=SPRING, basis="cumulative",
            )  # fmt: skip
            held = Activity.objects.create(
                office=office, unit=unit, project=project, kind="talk", title="开讲", held_on=date(2026, 3, 1),
                recorded_at=SPRING,
            )  # fmt: skip
            Evidence.objects.create(
                office=office, project=project, title="简讯", activity=held, added_by=by, added_at=SPRING
            )
    return made


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_grid_shows_rows_and_the_identity(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 3)
    answer = officer.get(reverse("ledger"))
    said = text(answer)
    assert answer.status_code == 200
    assert "邻里夜话2" in said
    assert "建账 3 = 在督 3 + 中止 0" in said
    assert "8 / 20场" in said
    assert "中期评估 6月30日" in said


def test_without_a_ledger_the_page_says_what_comes_first(officer: Client) -> None:
    for name in ("ledger", "wall", "sheet"):
        assert "还没有哪一年的台账" in text(officer.get(reverse(name)))
    assert officer.get(reverse("ledger-export", args=["csv"])).status_code == 404


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_a_book_on_its_way_leaves_no_scope_behind(
    officer: Client, office: Office, unit: Unit, fmt: str
) -> None:
    """Neither between its pieces nor after the last: the thread serves other offices next."""
    fill(office, unit, 3)
    pieces = iter(officer.get(reverse("ledger-export", args=[fmt])).streaming_content)
    found = [get_scope().get("office")]
    found += [get_scope().get("office") for _piece in pieces]
    assert len(found) > 1
    assert set(found) == {None}
    assert get_scope().get("office") is None


def test_filters_are_in_the_address(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 2)
    with scope(office=office.pk):
        a_project(office, unit, state=ProjectState.SUSPENDED, title="名医下乡")
    assert "名医下乡" not in text(officer.get("/ledger/?level=behind"))
    assert "邻里夜话" not in text(officer.get("/ledger/?state=suspended"))
    assert "没有符合条件的项目" in text(officer.get("/ledger/?words=没有这个"))
    assert officer.get("/ledger/?year=1999").status_code == 404
    for query in (
        "on=yesterday",
        "page=x",
        "page=99999999",
        "unit=x",
        "sort=x",
        "col=x",
        "level=x&state=x",
        "words=%00",
    ):
        assert officer.get(f"/ledger/?{query}").status_code == 200
    assert (
        officer.get("/ledger/?year=2026&sort=-due&col=theme&col=due").context["sheet"].heads[1].order
        == "descending"
    )


def test_a_part_is_answered_where_a_part_is_asked(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 1)
    part = officer.get("/ledger/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="ledger">')


def test_a_past_day_is_said_and_kept_in_the_links(officer: Client, office: Office, unit: Unit) -> None:
    (project,) = fill(office, unit, 1)
    said = officer.get("/ledger/?on=2026-03-02").content.decode()
    assert "这是截至" in said
    assert f"/projects/{project.pk}/?on=2026-03-02" in said
    assert "邻里夜话" not in text(officer.get("/ledger/?on=2026-03-01"))


@pytest.mark.parametrize(
    ("query", "head", "foot"),
    [
        ("", "3 项", "合计 建账 3 = 在督 3"),
        ("state=closed", "筛选出 0 项，共 3 项", "合计 筛选出 0 项 不按状态、信号筛选时： 建账 3 = 在督 3"),
        ("level=normal", "筛选出 1 项，共 3 项", "合计 筛选出 1 项 不按状态、信号筛选时： 建账 3 = 在督 3"),
        ("words=夜话1", "筛选出 1 项，共 3 项", "合计 筛选出 1 项 建账 1 = 在督 1"),
        ("words=夜话1&level=behind", "筛选出 0 项，共 3 项", "不按状态、信号筛选时： 建账 1 = 在督 1"),
        ("on=2026-03-02&words=夜话1", "筛选出 1 项，共 3 项", "合计 筛选出 1 项 建账 1 = 在督 1"),
    ],
)
def test_a_total_under_a_filter_says_what_is_counted(
    officer: Client, office: Office, unit: Unit, query: str, head: str, foot: str
) -> None:
    fill(office, unit, 3)
    with scope(office=office.pk):
        Project.objects.filter(title="邻里夜话1").update(level="normal")
        Ledger.objects.update(moves=F("moves") + 1)
    page = text(officer.get(f"/ledger/?{query}"))
    assert head in page
    assert foot in page


def test_a_usual_year_is_one_page(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 98)
    page = officer.get("/ledger/").content.decode()
    assert page.count("row-link") == 98
    assert "下一页" not in page


@pytest.mark.parametrize("query", ["", "on=2026-03-02", "level=behind"])
def test_a_page_of_the_grid_asks_as_often_for_50_rows_as_for_5(
    officer: Client, office: Office, unit: Unit, query: str
) -> None:
    def asked(path: str) -> int:
        officer.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(path).status_code == 200
        return len(queries)

    fill(office, unit, 5)
    few = [asked(f"{path}?{query}") for path in ("/ledger/", "/ledger/wall/", "/sheet/")]
    fill(office, unit, 20)
    assert [asked(f"{path}?{query}") for path in ("/ledger/", "/ledger/wall/", "/sheet/")] == few
    assert few[0] <= (9 if query.startswith("on=") else 6)


def test_a_project_page_asks_as_often_however_long_its_story(
    officer: Client, office: Office, unit: Unit
) -> None:
    (project,) = fill(office, unit, 1)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/projects/{project.pk}/").status_code == 200
        return len(queries)

    few = asked()
    with scope(office=office.pk):
        for n in range(30):
            Activity.objects.create(
                office=office, unit=unit, project=project, kind="talk", title=f"第{n}讲", held_on=date(2026, 3, 1),
                recorded_at=SPRING,
            )  # fmt: skip
    assert asked() == few <= 12


def test_a_units_people_see_their_own_and_what_they_support(
    client: Client, office: Office, unit: Unit, person_with: PersonWith
) -> None:
    liaison = person_with(Role.LIAISON)
    client.force_login(liaison)
    with scope(office=office.pk):
        other = Unit.objects.create(office=office, name="海川市卫健委", short_name="市卫健委")
        own = a_project(office, unit, title="书香校园")
        theirs = a_project(office, other, title="名医下乡")
        shared = a_project(office, other, title="健康课堂")
        shared.supporting_units.add(unit)
    said = text(client.get("/ledger/"))
    assert "书香校园" in said
    assert "健康课堂" in said
    assert "名医下乡" not in said
    assert "建账 2 = 在督 2" in said
    codes = {p: client.get(reverse("project", args=[p.pk])).status_code for p in (own, shared, theirs)}
    assert codes == {own: 200, shared: 200, theirs: 404}
    assert client.get(reverse("unit", args=[unit.pk])).status_code == 200
    assert client.get(reverse("unit", args=[other.pk])).status_code == 404
    assert "名医下乡" not in text(client.get("/ledger/wall/"))
    taken = b"".join(client.get("/ledger/export/csv/").streaming_content).decode()
    assert "书香校园" in taken
    assert "名医下乡" not in taken


@pytest.mark.parametrize("on", ["", "?on=2026-03-02"])
@pytest.mark.parametrize(("fmt", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_the_rows_can_be_taken_away(
    officer: Client, office: Office, unit: Unit, fmt: str, begins: bytes, on: str
) -> None:
    fill(office, unit, 2)
    answer = officer.get(f"/ledger/export/{fmt}/{on}")
    content = b"".join(answer.streaming_content)
    assert content.startswith(begins)
    assert "attachment" in answer.headers["Content-Disposition"]
    if fmt == "csv":
        assert "邻里夜话1" in content.decode()
    assert officer.get("/ledger/export/exe/").status_code == 404


def test_a_view_is_kept_and_removed(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 1)
    kept = officer.post(reverse("view-save"), {"name": "滞后的", "query": "?level=behind"})
    assert kept.headers["Location"] == "/ledger/?level=behind"
    assert "滞后的" in text(officer.get("/ledger/"))
    officer.post(reverse("view-save"), {"name": " ", "query": ""})
    with scope(office=office.pk):
        (view,) = SavedView.objects.all()
    officer.post(reverse("view-remove", args=[view.pk]))
    assert officer.post(reverse("view-remove", args=[view.pk])).status_code == 404
    assert "滞后的" not in text(officer.get("/ledger/?page=1"))


def test_the_one_page_counts_and_leads_on(officer: Client, office: Office, unit: Unit) -> None:
    fill(office, unit, 2)
    with scope(office=office.pk):
        reason = {"pattern": "已逾期{days}天。", "values": {"days": 3}}
        for n in range(14):
            a_project(office, unit, level="overdue", title=f"红{n}", level_reason=reason)
        Counter.objects.filter(kind="account").update(last=16)
        Ledger.objects.update(moves=99)
    said = text(officer.get("/sheet/"))
    assert "已逾期3天" in said
    assert "看全部逾期的项目" in said
    assert "红13" not in said
    assert "/ledger/?year=2026&amp;level=overdue" in officer.get("/sheet/").content.decode()


def test_the_project_page_tells_its_story(officer: Client, office: Office, unit: Unit) -> None:
    (project,) = fill(office, unit, 1)
    said = text(officer.get(f"/projects/{project.pk}/"))
    for words in ("邻里夜话0", "宣讲：开讲", "建账", "中期评估", "40%", "简讯", "申请变更"):
        assert words in said
    past = text(officer.get(f"/projects/{project.pk}/?on=2026-03-02"))
    assert "宣讲：开讲" in past
    assert "申请变更" not in past
    before = text(officer.get(f"/projects/{project.pk}/?on={(SPRING - timedelta(days=9)).date()}"))
    assert "宣讲：开讲" not in before


def test_the_ledger_of_the_day_asked_is_shown(officer: Client, office: Office, unit: Unit) -> None:
    with scope(office=office.pk):
        for year in (2025, 2027):
            ledger = a_ledger(office, year)
            a_project(office, unit, ledger=ledger, title=f"{year}年的", at=datetime(year, 2, 1, tzinfo=UTC))
    assert "2025年的" in text(officer.get("/ledger/?on=2025-06-01"))
    assert "2025年的" in text(officer.get("/ledger/"))
    assert "2027年的" in text(officer.get("/ledger/?year=2027"))


def test_a_view_is_kept_without_the_signs_that_no_line_may_hold(
    officer: Client, office: Office, unit: Unit
) -> None:
    fill(office, unit, 1)
    typed = {"name": "滞\x00后\r\n的", "query": "?level=behind\r\nSet-Cookie: a=1\x00"}
    answer = officer.post(reverse("view-save"), typed)
    assert answer.headers["Location"] == "/ledger/?level=behindSet-Cookie: a=1"
    assert "滞 后 的" in text(officer.get("/ledger/"))
