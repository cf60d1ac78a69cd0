"""What is posted to the administrators' pages may name another office's rows: they do not exist there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from taizhang.office import actions
from taizhang.office.models import Event, Office, Person, PostHolder, Unit
from taizhang.office.roles import Role
from tests.conftest import AT

from ..conftest import PersonWith


@dataclass(frozen=True)
class Pair:
    """Rows of this office, and of another."""

    unit: Unit
    person: Person
    far_unit: Unit
    far_holder: PostHolder


@pytest.fixture
def pair(office: Office, other_office: Office, unit: Unit, person_with: PersonWith) -> Pair:
    far = person_with(Role.LIAISON, of=other_office)
    with scopes_disabled():
        holder = PostHolder.objects.select_related("post__unit", "person").get(person=far)
        far_unit = actions.add_unit(
            office=other_office, name="临江市档案馆", short_name="临江档案馆", by=None, at=AT
        )
    return Pair(unit, person_with(Role.LIAISON), far_unit, holder)


Posted = tuple[Role, str, dict[str, Any]]
ASKED: dict[str, Callable[[Pair], Posted]] = {
    "merge into": lambda of: (
        Role.SYS_ADMIN, reverse("office-unit", args=[of.unit.pk]), {"act": "merge", "into": of.far_unit.pk},
    ),
    "a post of a unit": lambda of: (
        Role.SYS_ADMIN, reverse("office-post-new"),
        {"act": "add", "role": "liaison", "unit": of.far_unit.pk, "title": "联络员"},
    ),
    "appoint to a post": lambda of: (
        Role.SEC_ADMIN, reverse("office-person", args=[of.person.pk]),
        {"act": "appoint", "post": of.far_holder.post_id},
    ),
    "end a holding": lambda of: (
        Role.SEC_ADMIN, reverse("office-person", args=[of.person.pk]), {"act": "end", "holding": of.far_holder.pk},
    ),
    "unlock": lambda of: (Role.SEC_ADMIN, reverse("office-unlock"), {"person": of.far_holder.person_id}),
    "a code for": lambda of: (
        Role.SEC_ADMIN, f"{reverse('office-invite')}?person={of.far_holder.person_id}", {},
    ),
    "a token of a unit": lambda of: (
        Role.SEC_ADMIN, reverse("tokens"),
        {"act": "make", "name": "令牌", "roles": ["liaison"], "unit": of.far_unit.pk, "expires_on": "2099-01-01"},
    ),
    "a deputy": lambda of: (
        Role.EDITOR, reverse("me-posts"),
        {
            "act": "deputise", "post": of.far_holder.post_id, "deputy": of.far_holder.person_id,
            "starts": "2099-01-01", "ends": "2099-01-02",
        },
    ),
    "the end of a deputy": lambda of: (
        Role.EDITOR, reverse("me-posts"), {"act": "end", "holding": of.far_holder.pk},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_a_posted_row_of_another_office_is_none(
    client: Client, pair: Pair, other_office: Office, person_with: PersonWith, what: str
) -> None:
    role, url, data = ASKED[what](pair)
    client.force_login(person_with(role))
    with scopes_disabled():
        before = set(Event.objects.values_list("pk", flat=True))
    answer = client.post(url, data, follow=True)
    assert answer.status_code in (404, 422)
    page = answer.content.decode()
    for name in (other_office.name, pair.far_unit.name, pair.far_holder.person.name, "临江"):
        assert name not in page
    with scopes_disabled():
        fresh = Event.objects.exclude(pk__in=before).exclude(outcome="refused")
        assert not fresh.filter(office=other_office).exists()
        assert set(fresh.values_list("verb", flat=True)) <= {
            "invite"
        }  # who has no password yet, of this office
        assert PostHolder.objects.get(pk=pair.far_holder.pk).valid_to is None


@pytest.mark.parametrize("name", ["office-record", "office-record-export"])
def test_the_record_of_a_stranger_is_nobodys(
    client: Client, pair: Pair, person_with: PersonWith, name: str
) -> None:
    client.force_login(person_with(Role.AUDITOR))
    answer = client.get(reverse(name), {"person": pair.far_holder.person_id}, follow=True)
    assert answer.status_code == 200
    assert "临江" not in answer.content.decode()
