"""Head counts only; telephone numbers are stored encrypted, shown to few."""

from __future__ import annotations

import re
from datetime import datetime

from django.apps import apps
from django.db import connection, models
from django.test import Client

from taizhang.outreach.models import Order, Session, Speaker, Venue, secret_text

from .conftest import Pool, SessionIn

FORBIDDEN = re.compile(
    r"point|score|rank|grade|stars|credit|gps|latitude|longitude|location|geo|check_?in|sign_?in|attendance|roster"
    r"|participant|listener|hours|duration|age\b|birth|gender|political|积分|评分|打分|排名|签到|定位|经纬|时长（小时）|名单",
    re.IGNORECASE,
)


def fields() -> list[models.Field]:
    return [
        field
        for model in apps.get_app_config("outreach").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]


def test_no_field_holds_points_places_check_ins_or_hours() -> None:
    found = fields()
    assert len(found) > 60
    wrong = [
        f"{field.model.__name__}.{field.name}"
        for field in found
        if FORBIDDEN.search(field.name) or FORBIDDEN.search(str(field.verbose_name))
    ]
    assert wrong == []


def test_listeners_are_numbers() -> None:
    """What is known of who came is whole numbers; no table points from a session to a person who heard it."""
    people = [
        f"{field.model.__name__}.{field.name}"
        for field in fields()
        if field.model in (Order, Session, Venue)
        and field.is_relation
        and field.related_model is apps.get_model("office", "Person")
    ]
    assert sorted(people) == ["Order.written_by", "Session.offered_by", "Venue.heads_by"]


def test_numbers_are_stored_encrypted(pool: Pool, session_in: SessionIn) -> None:
    session_in("offered", contact_phone="13700001234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone_sealed FROM outreach_speaker ORDER BY id")
        stored = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT contact_phone_sealed FROM outreach_order ORDER BY id")
        stored += [row[0] for row in cursor.fetchall()]
    assert [bool(each) for each in stored] == [True, False, True]
    assert not any("5678" in each or "1234" in each for each in stored)
    assert Speaker.objects.get(pk=pool.near.pk).phone == "13800005678"
    assert Order.objects.get().contact_phone == "13700001234"


def test_an_earlier_key_still_opens_what_it_sealed(settings: object) -> None:
    sealed = secret_text.seal("13800005678")
    before = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key that is long enough to be one for this installation"  # type: ignore[attr-defined]
    assert secret_text.unseal(sealed) is None
    settings.SECRET_KEY_FALLBACKS = [before]  # type: ignore[attr-defined]
    assert secret_text.unseal(sealed) == "13800005678"
    assert secret_text.seal("") == secret_text.unseal("") == ""


def test_who_sees_a_number_in_full(client: Client, pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("scheduled", contact_phone="13700001234")
    order = session.orders.get()
    pages = {
        "dispatcher": (pool.dispatcher, f"/speakers/{pool.near.pk}/", True),
        "officer": (pool.officer, f"/speakers/{pool.near.pk}/", False),
        "host": (pool.liaison, f"/sessions/{session.pk}/", True),
        "officer at the session": (pool.officer, f"/sessions/{session.pk}/", False),
        "dispatcher in the list": (pool.dispatcher, "/speakers/", False),
    }
    for name, (person, path, full) in pages.items():
        client.force_login(person)
        words = client.get(path).content.decode()
        assert ("13800005678" in words) is full, name
        assert full or "5678" not in words or "138****5678" in words, name
    client.force_login(pool.officer)
    assert "13700001234" not in client.get(f"/orders/{order.pk}/").content.decode()
    client.force_login(pool.other_liaison)
    for path in (f"/orders/{order.pk}/", f"/sessions/{session.pk}/", f"/speakers/{pool.near.pk}/"):
        assert client.get(path).status_code == 404
