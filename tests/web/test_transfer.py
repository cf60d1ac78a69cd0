"""Splitting a unit on its pages: the administrator sets the new one up, the ledger officer chooses its projects."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from taizhang.office.models import Unit
from taizhang.office.roles import Role
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

from ..conftest import PersonWith

__all__ = ["ledger", "people", "project_in"]


def test_a_split_in_two_hands(
    client: Client, people: People, project_in: ProjectIn, person_with: PersonWith
) -> None:
    first, second = project_in(title="社区食堂"), project_in(title="楼道亮灯")
    client.force_login(person_with(Role.SYS_ADMIN))
    page = reverse("office-unit", args=[people.unit.pk])
    hostile = "海" * 20_000
    answer = client.post(page, {"act": "split", "name": hostile})
    assert answer.status_code == 422
    assert hostile in answer.content.decode()
    assert "最多100字" in answer.content.decode()
    client.post(page, {"act": "split", "name": "海川市医疗保障局", "short_name": "市医保局"})
    new = Unit.objects.get(short_name="市医保局")
    assert "市医保局" in client.get(page).content.decode()
    assert people.unit.short_name in client.get(reverse("office-unit", args=[new.pk])).content.decode()

    client.force_login(people.officer)
    url = reverse("unit-transfer", args=[people.unit.pk])
    assert url in client.get(reverse("unit", args=[people.unit.pk])).content.decode()
    assert client.post(url, {f"project_{first.pk}": ""}).status_code == 422
    assert client.post(url, {f"project_{first.pk}": "999999"}).status_code == 422
    assert client.post(url, {f"project_{first.pk}": new.pk, f"project_{second.pk}": ""}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.lead_unit, second.lead_unit) == (new, people.unit)
    client.force_login(people.liaison)
    assert client.get(url).status_code == 403


def test_a_unit_without_open_projects_has_nothing_to_move(client: Client, people: People) -> None:
    client.force_login(people.officer)
    page = client.get(reverse("unit-transfer", args=[people.unit.pk])).content.decode()
    assert "没有未办结的项目" in page
    assert 'value="transfer"' not in page
