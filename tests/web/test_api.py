"""The API: what a token opens, how lists go on, and what is said when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.models import Correction, Issue, Recall, Rendering, Revision
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.models import Figure, Indicator
from taizhang.office import clock, tokens
from taizhang.office.files import store
from taizhang.office.models import ApiToken, Office, Person, Unit
from taizhang.office.roles import Role
from taizhang.web.api.operations import FILE_TYPES

from ..conftest import PersonWith
from .route_objects import a_project, a_unit

TOMORROW = timedelta(days=1)
Ask = Callable[..., Any]
NUMBERS = count(1)  # no two open tokens bear one name


def a_token(office: Office, *roles: Role, unit: Unit | None = None) -> str:
    until = clock.today() + TOMORROW
    made = tokens.make_token(
        office=office,
        name=f"门户{next(NUMBERS)}",
        roles=roles,
        unit=unit,
        expires_on=until,
        by=None,
        at=timezone.now(),
    )
    return made[1]


@pytest.fixture
def ask(client: Client, office: Office) -> Ask:
    """``ask("issues", Role.READER)``: the answer to a token with that role."""

    def get(path: str, *roles: Role, unit: Unit | None = None, of: Office = office, **headers: str) -> Any:
        secret = a_token(of, *roles, unit=unit)
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", **headers})

    return get


@pytest.fixture
def figure(office: Office) -> Figure:
    """4216户, imported for a project of one unit."""
    with scope(office=office.pk):
        unit = a_unit(office)
        return Figure.objects.create(
            office=office, project=a_project(office, unit), whose=unit, name="走访", value="4216.500", unit="户",
            as_of=date(2026, 3, 1), imported_from="台账.xlsx 第2行", recorded_at=timezone.now(),
        )  # fmt: skip


def test_issues_articles_and_series_are_read(ask: Ask, issue: Issue) -> None:
    listed = ask("issues?year=2024", Role.READER).json()
    assert [each["id"] for each in listed["items"]] == [issue.pk]
    whole = ask(f"issues/{issue.pk}", Role.READER).json()
    assert (whole["annual_no"], whole["cumulative_no"], whole["columns"]) == (6, 318, ["聚力共建"])
    article = ask(f"articles/{whole['articles'][0]}", Role.READER).json()
    assert article["body"].startswith("截至6月中旬") or "书香校园" in article["title"]
    assert ask("series", Role.READER).json()["items"][0]["name"] == "海川文明简报"
    assert ask(f"series/{issue.series_id}", Role.READER).status_code == 200
    assert ask("articles?year=2024", Role.READER).json()["next"] is None


def test_a_recall_and_a_revision_are_told(ask: Ask, issue: Issue, editor: Person) -> None:
    told = ask(f"issues/{issue.pk}", Role.READER).json()
    assert (told["recalled"], told["revised_by"]) == (None, None)
    with scope(office=issue.office_id):
        at = timezone.now()
        for letter in "BC":
            put_right = Correction.objects.create(
                office=issue.office,
                issue=issue,
                wrong="8场",
                right="9场",
                reason="误",
                notice="更正",
                by=editor,
                at=at,
            )
            Revision.objects.create(
                office=issue.office,
                issue=issue,
                letter=letter,
                correction=put_right,
                data={},
                sealed_by=editor,
                sealed_at=at,
            )
        Recall.objects.create(office=issue.office, issue=issue, reason="数据有误", by=editor, at=at)
    told = ask("issues?year=2024", Role.READER).json()["items"][0]
    assert told["revised_by"] == "C"
    assert told["recalled"].startswith(f"{at:%Y-%m-%d}")


def test_drafts_are_nobodys(ask: Ask, issue: Issue) -> None:
    with scope(office=issue.office_id):
        Issue.objects.update(state="dropped")
    assert ask("issues", Role.EDITOR).json()["items"] == []
    assert ask(f"issues/{issue.pk}", Role.EDITOR).status_code == 404
    assert ask("articles", Role.EDITOR).json()["items"] == []


def test_a_sealed_issue_tells_its_figures_as_they_were(ask: Ask, issue: Issue, figure: Figure) -> None:
    read = {"start": 0, "end": 5, "relation": ">", "value": "500", "unit": "名", "surface": "500多名"}
    source = {"figure": figure.pk, "name": "师生", "low": "500", "unit": "名", "as_of": "2024-06-15"}
    said = {"stand": "consistent", "reason": "一致", "answer": "", "said": "", "by": ""}
    frozen = {"article": 1, "figure": read, **said, "source": source}
    snapshot = {"figures": [frozen, {**frozen, "source": None, "by": "林知远"}]}
    given = {"year": 2024, "date": date(2024, 7, 1), "data": {}, "saved_at": timezone.now()}
    with scope(office=issue.office_id):
        sealed = Issue.objects.create(office=issue.office, series=issue.series, snapshot=snapshot, **given)
    assert ask(f"issues/{issue.pk}/figures", Role.READER).json() == []
    first, second = ask(f"issues/{sealed.pk}/figures", Role.OFFICE_LEADER).json()
    assert (first["surface"], first["source"]["low"], first["source"]["value"]) == ("500多名", "500", None)
    told = ask(f"issues/{sealed.pk}/figures", Role.READER).json()[0]["source"]
    nothing = dict.fromkeys(("figure", "value", "low", "high", "as_of"))
    assert told == {"name": "师生", "unit": "", **nothing}
    assert (second["source"], second["accepted_by"]) == (None, "林知远")


def test_the_ledger_opens_to_roles_that_see_it(ask: Ask, figure: Figure) -> None:
    assert ask("projects", Role.READER).status_code == 403
    assert ask("figures", Role.READER).status_code == 403
    found = ask(f"figures/{figure.pk}", Role.OFFICE_LEADER).json()
    assert (found["value"], found["low"], found["source"]) == ("4216.5", None, "import")
    project = ask(f"projects/{figure.project_id}", Role.OFFICE_LEADER).json()
    assert project["year"] == 2026
    assert len(ask("figures?in_force=false", Role.LEDGER_OFFICER).json()["items"]) == 1


def test_files_and_indicators_are_told(ask: Ask, issue: Issue, figure: Figure, files_folder: Path) -> None:
    now = timezone.now()
    with scope(office=issue.office_id):
        given = {"content": b"%PDF", "name": "6.pdf", "media_type": "application/pdf", "at": now}
        kept = store(office=issue.office, **given)
        Rendering.objects.create(office=issue.office, issue=issue, format="pdf", file=kept, made_at=now)
        Indicator.objects.create(
            office=issue.office, project_id=figure.project_id, name="走访", unit="户", target="4300"
        )
    (file,) = ask(f"issues/{issue.pk}", Role.READER).json()["files"]
    assert (file["sha256"], file["letter"], file["size"]) == (kept.sha256, "A", 4)
    (counted,) = ask(f"projects/{figure.project_id}", Role.OFFICE_LEADER).json()["indicators"]
    assert (counted["name"], counted["target"]) == ("走访", "4300")


def test_a_units_token_sees_the_units_rows(ask: Ask, figure: Figure, office: Office) -> None:
    with scope(office=office.pk):
        other = Unit.objects.create(office=office, name="海川市卫健委", short_name="市卫健委")
    assert len(ask("figures", Role.LIAISON, unit=figure.whose).json()["items"]) == 1
    assert ask("figures", Role.LIAISON, unit=other).json()["items"] == []
    assert ask(f"projects/{figure.project_id}", Role.LIAISON, unit=other).status_code == 404


def test_another_offices_token_sees_none_of_it(
    ask: Ask, issue: Issue, figure: Figure, other_office: Office
) -> None:
    for path in (f"issues/{issue.pk}", f"figures/{figure.pk}", f"series/{issue.series_id}"):
        assert ask(path, Role.OFFICE_LEADER, of=other_office).status_code == 404


def test_lists_go_on_where_they_ended(ask: Ask, office: Office) -> None:
    with scope(office=office.pk):
        pks = [a_project(office, a_unit(office)).pk for _ in range(3)]
    first = ask("projects?limit=2", Role.OFFICE_LEADER).json()
    rest = ask(f"projects?limit=2&cursor={first['next']}", Role.OFFICE_LEADER).json()
    assert [row["id"] for row in first["items"] + rest["items"]] == pks
    assert rest["next"] is None


def test_an_answer_that_is_known_is_not_sent_again(ask: Ask, issue: Issue) -> None:
    first = ask("issues", Role.READER)
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}", "*"):
        again = ask("issues", Role.READER, **{"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first.headers["Vary"]
    assert ask("issues", Role.READER, **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("issues/999", 404, "没有这一项"),
        ("issues/x", 422, "参数有误"),
        ("issues?limit=0", 422, "参数有误"),
        ("issues?cursor=after-x", 422, "参数有误"),
        ("issues?since=2026-02-30", 422, "参数有误"),
        ("articles?theme=%00", 422, "参数有误"),
        ("issues/", 404, "没有这一项"),
        ("people", 404, "没有这一项"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(ask: Ask, path: str, status: int, told: str) -> None:
    answer = ask(path, Role.READER)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(answer.content)["title"] == told


def test_the_wrong_parameter_is_named(ask: Ask) -> None:
    (error,) = ask("issues?limit=101", Role.READER).json()["errors"]
    assert error == {"where": "limit", "what": "不能大于100。"}


def test_only_json_and_only_reading(client: Client, office: Office) -> None:
    headers = {"Authorization": f"Bearer {a_token(office, Role.READER)}"}
    refused = client.post("/api/v1/issues", headers=headers)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert client.get("/api/v1/issues", headers={**headers, "Accept": "text/html"}).status_code == 406
    assert client.head("/api/v1/issues", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer tz_nobody", "Basic abc", "Bearer " + "x" * 300]
)
def test_without_a_token_nothing_opens(desk: Client, header: str) -> None:
    """``desk`` is signed in as an editor: cookies count for nothing."""
    answer = desk.get("/api/v1/issues", headers={"Authorization": header})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="taizhang"')


def test_a_revoked_and_an_expired_token_open_nothing(client: Client, office: Office) -> None:
    secret = a_token(office, Role.READER)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/issues", headers=headers).status_code == 200
    with scope(office=office.pk):
        token = ApiToken.objects.get()
        assert token.last_used_on == clock.today()
        ApiToken.objects.update(expires_on=clock.today() - TOMORROW)
    assert client.get("/api/v1/issues", headers=headers).status_code == 401
    tokens.revoke_token(token=token, by=None, at=timezone.now())
    assert client.get("/api/v1/issues", headers=headers).status_code == 401
    with pytest.raises(Refused, match="已经停用"):
        tokens.revoke_token(token=token, by=None, at=timezone.now())


def test_the_description_is_open_to_everybody(client: Client) -> None:
    assert client.get(reverse("api-openapi")).json()["openapi"].startswith("3.1")
    page = client.get(reverse("api-docs")).content.decode()
    assert "/api/v1/issues/{number}" in page
    assert "Authorization: Bearer" in page


# --- the page of tokens
@pytest.fixture
def keeper(client: Client, person_with: PersonWith) -> Client:
    client.force_login(person_with(Role.SEC_ADMIN))
    return client


def test_a_token_is_shown_once(keeper: Client, office: Office) -> None:
    given = {"name": "门户网站", "roles": ["reader"], "unit": "", "expires_on": clock.today() + TOMORROW}
    page = keeper.post(reverse("tokens"), given)
    secret = page.context["parts"][0].parts[0].value
    assert secret in page.content.decode()
    assert secret not in keeper.get(reverse("tokens")).content.decode()
    with scope(office=office.pk):
        token = ApiToken.objects.get()
    assert token.digest == tokens.digest_of(secret)
    keeper.post(reverse("token-revoke", args=[token.pk]))
    assert "已停用" in keeper.get(reverse("tokens")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "name"),
        ({"roles": ["liaison"]}, "须写明单位"),
        ({"roles": ["liaison", "editor"], "unit": "of"}, "分开发放"),
        ({"expires_on": "2020-01-01"}, "最早到今天"),
        ({"roles": ["sys_admin"]}, "roles"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(
    keeper: Client, unit: Unit, wrong: dict[str, Any], told: str
) -> None:
    given = {"name": "门户", "roles": ["reader"], "expires_on": clock.today() + TOMORROW, **wrong}
    given["unit"] = unit.pk if given.get("unit") else ""
    page = keeper.post(reverse("tokens"), given)
    assert page.status_code == 422
    form = page.context["form"]
    assert told in form.errors or told in str(form.non_field_errors())


def test_tokens_are_for_readers_and_of_this_office(
    office: Office, other_office: Office, editor: Person, unit: Unit
) -> None:
    later = clock.today() + TOMORROW
    given = {"name": "门户", "expires_on": later, "at": timezone.now()}
    with pytest.raises(Refused, match="没有这项权限"):
        tokens.make_token(office=office, roles=[Role.READER], by=editor, **given)
    with pytest.raises(Refused, match="不能读取"):
        tokens.make_token(office=office, roles=[Role.AUDITOR], by=None, **given)
    with pytest.raises(Refused, match="至少选一个"):
        tokens.make_token(office=office, roles=[], by=None, **given)
    with pytest.raises(Refused, match="哪个程序"):
        tokens.make_token(office=office, roles=[Role.READER], by=None, **{**given, "name": " "})
    with pytest.raises(Refused, match="不属于本办公室"):
        tokens.make_token(office=other_office, roles=[Role.LIAISON], unit=unit, by=None, **given)


def test_the_file_of_the_version_that_holds_is_taken_away(ask: Ask, issue: Issue) -> None:
    with scope(office=issue.office_id):
        for kind, content in (("pdf", b"%PDF-1.7 A"), ("docx", b"PK A")):
            given = {"name": f"a.{kind}", "media_type": FILE_TYPES[kind == "docx"], "at": timezone.now()}
            kept = store(office=issue.office, content=content, **given)
            Rendering.objects.create(
                office=issue.office, issue=issue, letter="A", format=kind, file=kept, made_at=timezone.now()
            )
    told = {each["sha256"] for each in ask(f"issues/{issue.pk}", Role.READER).json()["files"]}
    for kind, media_type in zip(("pdf", "docx"), FILE_TYPES, strict=True):
        answer = ask(f"issues/{issue.pk}/file.{kind}", Role.READER, Accept=media_type)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
        assert sha256(answer.content).hexdigest() in told
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        known = {"If-None-Match": answer.headers["ETag"]}
        assert ask(f"issues/{issue.pk}/file.{kind}", Role.READER, **known).status_code == 304
    assert ask(f"issues/{issue.pk}/file.exe", Role.READER).status_code == 422
    assert ask(f"issues/{issue.pk}/file.pdf", Role.READER, Accept="text/html").status_code == 406
    with scope(office=issue.office_id):
        Rendering.objects.filter(format="docx").delete()
    assert ask(f"issues/{issue.pk}/file.docx", Role.READER).status_code == 404
