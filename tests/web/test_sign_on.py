"""Single sign-on against a provider that runs as a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.actions.second_factors import ask_second_factor_of
from taizhang.office.actions.sign_on import (
    AGAIN,
    AT_ONCE,
    ask_access,
    check_provider,
    decline_access,
    grant_access,
    identities_of,
    set_provider,
    unlink_identity,
)
from taizhang.office.fetching import NoAnswer, fetch_json
from taizhang.office.models import AccessRequest, Event, IdentityProvider, Office, Person
from taizhang.office.roles import Role
from taizhang.office.single_sign_on import Identity, person_with, provider_of, secret_of
from taizhang.office.tasks import tasks_for
from tests.conftest import AT, PersonWith
from tests.providing import CLIENT, SECRET, a_provider, ask, tell

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    """The provider's address."""
    with a_provider(f"{SITE}/sign-on/back/") as address:
        yield address


@pytest.fixture
def provider(running: str, office: Office, settings: Any) -> IdentityProvider:
    """The office trusts the provider, which makes no mistakes yet."""
    settings.SITE_URL = SITE
    tell(running, {})
    return set_provider(
        office=office, name="统一身份", issuer=running, client_id=CLIENT, client_secret=SECRET, active=True,
        by=None, at=AT,
    )  # fmt: skip


def link(provider: IdentityProvider, person: Person, subject: str = "1001") -> None:
    identity = Identity(provider.office, provider.issuer, subject, "")
    request = ask_access(identity=identity, name=person.name, unit="市教育局", at=AT)
    grant_access(request=request, person=person, by=None, at=AT)


def come_back(client: Client, provider: IdentityProvider, **asked: str) -> str:
    """Go to the provider and return where it sends the browser back to."""
    answer = client.get(reverse("sign-on", args=[provider.pk]), asked)
    assert answer.status_code == 302
    status, address = ask(answer.url)
    assert status == 302
    assert address.startswith(f"{SITE}/sign-on/back/?")
    return address.removeprefix(SITE)


def failed(client: Client, address: str) -> str:
    """The words of the page after an attempt that opened nothing."""
    answer = client.get(address)
    assert answer.status_code == 400
    assert client.get("/").status_code == 302
    assert client.cookies["taizhang-sign-on"].value == ""
    return answer.content.decode()


def reasons(office: Office) -> list[str]:
    with scope(office=office.pk):
        failures = Event.objects.filter(verb="log_in", outcome="failed", subject_kind="office")
        return [event.detail["reason"] for event in failures]


def test_the_log_in_page_offers_it_where_it_is_set(client: Client, office: Office, settings: Any) -> None:
    assert "统一身份" not in client.get(reverse("account_login")).content.decode()
    given = {"office": office, "name": "统一身份", "issuer": "https://id.example.cn", "client_id": "tz"}
    provider = set_provider(**given, active=True, by=None, at=AT)
    page = client.get(reverse("account_login")).content.decode()
    assert "用统一身份登录" in page
    assert reverse("sign-on", args=[provider.pk]) in page
    page = client.get(reverse("account_login"), {"next": "/desk/?tab=text"}).content.decode()
    assert f"{reverse('sign-on', args=[provider.pk])}?next=%2Fdesk%2F%3Ftab%3Dtext" in page
    set_provider(**given, active=False, by=None, at=AT)
    assert "统一身份" not in client.get(reverse("account_login")).content.decode()
    assert client.get(reverse("sign-on", args=[provider.pk])).status_code == 404


def test_somebody_who_is_linked_is_logged_in(
    client: Client, provider: IdentityProvider, editor: Person
) -> None:
    link(provider, editor)
    address = come_back(client, provider, next="/desk/")
    cookie = client.cookies["taizhang-sign-on"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert client.cookies["taizhang-sign-on"].value == ""
    assert client.get("/desk/").status_code == 200
    with scope(office=editor.office_id):
        event = Event.objects.get(verb="log_in")
    assert (event.by_id, event.detail["provider"]) == (editor.pk, "统一身份")


def test_the_question_holds_what_protects_it(client: Client, provider: IdentityProvider) -> None:
    asked = parse_qs(urlsplit(client.get(reverse("sign-on", args=[provider.pk])).url).query)
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [f"{SITE}/sign-on/back/"]
    assert asked["code_challenge_method"] == ["S256"]
    again = parse_qs(urlsplit(client.get(reverse("sign-on", args=[provider.pk])).url).query)
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 43
        assert asked[name] != again[name]


def test_it_leads_nowhere_else(client: Client, provider: IdentityProvider, editor: Person) -> None:
    link(provider, editor)
    assert client.get(come_back(client, provider, next="https://evil.example/")).url == "/"


def test_an_answer_that_is_replayed_opens_nothing(
    client: Client, provider: IdentityProvider, editor: Person
) -> None:
    link(provider, editor)
    address = come_back(client, provider)
    stolen = client.cookies["taizhang-sign-on"].value
    client.get(address)
    thief = Client()
    thief.cookies["taizhang-sign-on"] = stolen
    assert "登录已经超时，或在别的页面办过" in failed(thief, address)


def test_an_answer_without_the_browsers_ticket_opens_nothing(
    client: Client, provider: IdentityProvider, editor: Person
) -> None:
    link(provider, editor)
    address = come_back(client, provider)
    assert "登录已经超时" in failed(Client(), address)


def test_an_answer_to_another_attempt_opens_nothing(
    client: Client, office: Office, provider: IdentityProvider, editor: Person
) -> None:
    link(provider, editor)
    first = come_back(client, provider)
    come_back(client, provider)
    failed(client, first)
    assert reasons(office) == ["state"]


WRONG = {
    "audience": {"claims": {"aud": "another"}},
    "authorized_party": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": 1_600_000_000}},
    "issued": {"claims": {"iat": 4_000_000_000}},
    "not_before": {"claims": {"nbf": 4_000_000_000}},
    "nonce": {"claims": {"nonce": "of an earlier attempt"}},
    "subject": {"claims": {"sub": None}},
    "declined": {"declines": True},
    "key": {"signed": "by an unknown key"},
}
FORGED = ["by another key", "not at all", "with the client's secret", "with something changed"]


@pytest.mark.parametrize(
    ("reason", "told"), [*WRONG.items(), *(("signature", {"signed": how}) for how in FORGED)]
)
def test_what_does_not_hold_opens_nothing_and_is_recorded(
    client: Client, running: str, office: Office, provider: IdentityProvider, editor: Person, reason: str,
    told: dict[str, Any],
) -> None:  # fmt: skip
    link(provider, editor)
    link(provider, _another(office), "1")
    tell(running, told)
    assert "统一身份" in failed(client, come_back(client, provider))
    assert reasons(office) == [reason]


def _another(office: Office) -> Person:
    with scope(office=office.pk):
        return Person.of_office.create(office=office, username="other", name="别人")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"calls_itself": "https://evil.example"}, "issuer"),
        ({"huge": True}, "no_answer"),
        ({"elsewhere": True}, "no_answer"),
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked(
    client: Client,
    running: str,
    office: Office,
    provider: IdentityProvider,
    told: dict[str, Any],
    reason: str,
) -> None:
    tell(running, told)
    failed(client, reverse("sign-on", args=[provider.pk]))
    assert reasons(office) == [reason]


def test_a_provider_that_is_away_is_said_so(
    client: Client, office: Office, provider: IdentityProvider
) -> None:
    set_provider(
        office=office, name="统一身份", issuer="http://127.0.0.1:9", client_id=CLIENT, client_secret="x",
        active=True, by=None, at=AT,
    )  # fmt: skip
    for _ in range(2):  # the second time it is not asked
        assert "请改用密码" in failed(client, reverse("sign-on", args=[provider.pk]))
    assert reasons(office) == ["no_answer"]


def test_a_wrong_secret_of_the_client_is_said_so(
    client: Client, office: Office, provider: IdentityProvider
) -> None:
    set_provider(
        office=office, name="统一身份", issuer=provider.issuer, client_id=CLIENT, client_secret="wrong",
        active=True, by=None, at=AT,
    )  # fmt: skip
    failed(client, come_back(client, provider))
    assert reasons(office) == ["no_answer"]


def test_a_closed_account_stays_closed(client: Client, provider: IdentityProvider, editor: Person) -> None:
    link(provider, editor)
    Person.objects.update(is_active=False)
    failed(client, come_back(client, provider))


def test_it_stands_for_the_password_alone(
    client: Client, office: Office, provider: IdentityProvider, editor: Person, settings: Any
) -> None:
    settings.PASSWORD_DAYS = 90
    Person.objects.update(password_set_at=timezone.now() - timedelta(days=91))
    link(provider, editor)
    client.get(come_back(client, provider))
    assert client.get("/desk/").status_code == 200
    ask_second_factor_of(office=office, asked="everybody", by=None, at=AT)
    assert client.get("/desk/").url.startswith(reverse("me-factors"))


def test_somebody_unknown_asks_for_access_and_is_let_in(
    client: Client, running: str, office: Office, provider: IdentityProvider, person_with: PersonWith
) -> None:
    security, editor = person_with(Role.SEC_ADMIN), person_with(Role.EDITOR)
    tell(
        running,
        {"claims": {"name": "  许　佳宁 ", "email": editor.email, "preferred_username": editor.username}},
    )
    answer = client.get(come_back(client, provider))
    assert answer.url == reverse("sign-on-access")
    assert client.get("/").url.startswith(reverse("account_login"))
    page = client.get(answer.url).content.decode()
    assert 'value="许 佳宁"' in page
    refused = client.post(answer.url, {"name": "许佳宁", "unit": "", "words": "原登录名 xujn"})
    assert refused.status_code == 422
    assert "原登录名 xujn" in refused.content.decode()
    done = client.post(
        answer.url, {"name": "许佳宁", "unit": "市教育局", "words": "原登录名 xujn"}, follow=True
    )
    assert "申请已提交" in done.content.decode()
    assert (
        "登录已经超时" in client.post(answer.url, {"name": "又", "unit": "来"}, follow=True).content.decode()
    )
    (task,) = tasks_for(security, timezone.now())
    assert not tasks_for(editor, timezone.now())
    desk = Client()
    desk.force_login(security)
    assert "许佳宁（市教育局）" in desk.get("/").content.decode()
    assert "原登录名 xujn" in desk.get(task.url).content.decode()
    assert desk.post(task.url, {"act": "grant", "person": editor.pk}).status_code == 302
    assert not tasks_for(security, timezone.now())
    assert client.get(come_back(client, provider)).url == "/"
    assert client.get("/desk/").status_code == 200
    assert "已关联统一身份" in desk.get(reverse("office-person", args=[editor.pk])).content.decode()
    desk.post(reverse("office-person", args=[editor.pk]), {"act": "unlink"})
    stranger = Client()
    assert stranger.get(come_back(stranger, provider)).url == reverse("sign-on-access")


def test_nobody_asks_for_access_without_the_provider(client: Client, provider: IdentityProvider) -> None:
    answer = client.post(reverse("sign-on-access"), {"name": "张三", "unit": "市教育局"}, follow=True)
    assert "登录已经超时" in answer.content.decode()
    with scope(office=provider.office_id):
        assert not AccessRequest.objects.exists()


def identity(provider: IdentityProvider, subject: str) -> Identity:
    return Identity(provider.office, provider.issuer, subject, "")


def test_requests_have_bounds(provider: IdentityProvider) -> None:
    given = {"name": "许佳宁", "unit": "市教育局"}
    first = ask_access(identity=identity(provider, "0"), **given, at=AT)
    with pytest.raises(Refused, match="已经申请过"):
        ask_access(identity=identity(provider, "0"), **given, at=AT)
    for n in range(1, AT_ONCE):
        ask_access(identity=identity(provider, str(n)), **given, at=AT)
    with pytest.raises(Refused, match="申请的人太多"):
        ask_access(identity=identity(provider, "more"), **given, at=AT)
    at = AT
    for _ in range(AGAIN - 1):
        decline_access(request=first, by=None, at=at)
        at += timedelta(days=1)
        first = ask_access(identity=identity(provider, "0"), **given, at=at)
    decline_access(request=first, by=None, at=at)
    with pytest.raises(Refused, match="多次申请"):
        ask_access(identity=identity(provider, "0"), **given, at=at + timedelta(days=1))


def test_a_request_is_decided_once_and_a_person_is_one_subject(
    provider: IdentityProvider, editor: Person, other_office: Office, person_with: PersonWith
) -> None:
    first, second = (
        ask_access(identity=identity(provider, subject), name="许佳宁", unit="市教育局", at=AT)
        for subject in ("1", "2")
    )
    with pytest.raises(Refused, match="不属于本办公室"):
        grant_access(request=first, person=person_with(of=other_office), by=None, at=AT)
    with pytest.raises(Refused, match="没有这项权限"):
        grant_access(request=first, person=editor, by=editor, at=AT)
    grant_access(request=first, person=editor, by=None, at=AT)
    with pytest.raises(Refused, match="已经办理"):
        decline_access(request=first, by=None, at=AT)
    with pytest.raises(Refused, match="已经关联"):
        grant_access(request=second, person=editor, by=None, at=AT)
    assert person_with_subject(provider, "1") == editor
    assert person_with_subject(provider, "2") is None
    unlink_identity(person=editor, by=None, at=AT)
    assert not identities_of(editor).exists()
    with pytest.raises(Refused, match="没有关联"):
        unlink_identity(person=editor, by=None, at=AT)


def person_with_subject(provider: IdentityProvider, subject: str) -> Person | None:
    return person_with(identity(provider, subject))


def test_another_issuers_subject_is_somebody_else(provider: IdentityProvider, editor: Person) -> None:
    link(provider, editor)
    assert person_with(Identity(provider.office, "https://other.example", "1001", "")) is None


def test_the_system_administrator_sets_and_checks_it(
    client: Client, running: str, office: Office, provider: IdentityProvider, person_with: PersonWith
) -> None:
    client.force_login(person_with(Role.SYS_ADMIN))
    here = reverse("office-sign-on")
    page = client.get(here).content.decode()
    assert f"{SITE}/sign-on/back/" in page
    assert SECRET not in page
    given = {"act": "set", "name": "市统一身份", "issuer": running, "client_id": CLIENT, "active": "on"}
    assert "开头" in client.post(here, given | {"issuer": "http://id.example.cn"}).content.decode()
    assert "换了签发者" in client.post(here, given | {"issuer": "https://id.example.cn"}).content.decode()
    assert client.post(here, given).status_code == 302
    assert secret_of(provider_of(office)) == SECRET  # type: ignore[arg-type]
    assert SECRET not in provider_of(office).client_secret  # type: ignore[union-attr]
    assert "认证平台回答正常" in client.post(here, {"act": "check"}, follow=True).content.decode()
    tell(running, {"calls_itself": "https://evil.example"})
    assert "回答不可信：issuer" in client.post(here, {"act": "check"}).content.decode()
    with scope(office=office.pk):
        assert [e.outcome for e in Event.objects.filter(verb="check_provider")] == ["done", "failed"]
        event = Event.objects.filter(verb="set_provider").latest("pk")
    assert event.detail["after"] == {"name": "市统一身份"}
    assert SECRET not in json.dumps(event.detail)


def test_there_is_nothing_to_check_before_it_is_set(office: Office, person_with: PersonWith) -> None:
    with pytest.raises(Refused, match="还没有设置"):
        check_provider(office=office, by=person_with(Role.SYS_ADMIN), at=AT)


def test_a_secret_whose_key_is_elsewhere_is_said_so(
    provider: IdentityProvider, person_with: PersonWith, settings: Any
) -> None:
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(Refused, match="secret"):
        check_provider(office=provider.office, by=person_with(Role.SYS_ADMIN), at=AT)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://id.example.cn/", "ftp://localhost/"])
def test_nothing_else_is_ever_asked(address: str) -> None:
    with pytest.raises(NoAnswer, match="address"):
        fetch_json(address)


def test_an_answer_that_is_no_object_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taizhang.office.fetching._body", lambda asked: b"[]")
    with pytest.raises(NoAnswer, match="no object"):
        fetch_json("https://id.example.cn/")
