"""Between the password and the pages: a second factor where one is had or asked for."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.core.sign_in import totp
from taizhang.office.actions.second_factors import add_telephone, ask_second_factor_of, factors_of
from taizhang.office.models import LoginSession, Office, Person
from taizhang.office.roles import Role
from taizhang.web.office import security
from tests.conftest import PASSWORD, PersonWith

pytestmark = pytest.mark.django_db
SECRET = b"12345678901234567890"
ASK = "/second-factor/"
HTMX = {"HX-Request": "true"}


def shown(steps: int = 0, secret: bytes = SECRET) -> str:
    return totp.password_at(secret, totp.step_at(int(timezone.now().timestamp())) + steps)


def enrol(person: Person, at: datetime | None = None) -> list[str]:
    """A telephone that was added a while ago: its present password has not been used."""
    at = at or timezone.now() - timedelta(hours=1)
    words = totp.password_at(SECRET, totp.step_at(int(at.timestamp())))
    return add_telephone(person=person, secret=SECRET, words=words, name="我的手机", by=person, at=at)


@pytest.fixture
def owing(client: Client, editor: Person) -> Client:
    """Somebody with a telephone, who has given the password."""
    enrol(editor)
    client.post("/accounts/login/", {"login": editor.username, "password": PASSWORD})
    return client


def test_nothing_opens_before_the_second_factor(owing: Client) -> None:
    answer = owing.get("/desk/?x=1")
    assert (answer.status_code, answer.url) == (302, f"{ASK}?next=%2Fdesk%2F%3Fx%3D1")
    assert owing.get("/me/").url.startswith(ASK)
    assert owing.get(reverse("me-factors")).url.startswith(ASK)
    assert owing.post(reverse("me-recovery-codes")).url.startswith(ASK)
    assert owing.get(reverse("account_change_password")).url.startswith(ASK)
    assert owing.get("/desk/", headers=HTMX).status_code == 401
    assert owing.post("/accounts/logout/").status_code == 302


def test_the_password_of_the_telephone_opens_the_page_that_was_asked_for(owing: Client) -> None:
    before = owing.cookies["taizhang"].value
    page = owing.get(f"{ASK}?next=/desk/").content.decode()
    assert 'name="next" value="/desk/"' in page
    assert "安全密钥" not in page.partition("<form")[2].partition("</form>")[0]
    answer = owing.post(ASK, {"words": shown(), "next": "/desk/"})
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert owing.get("/desk/").status_code == 200
    assert owing.cookies["taizhang"].value != before
    assert owing.get(ASK).url == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(owing: Client, elsewhere: str) -> None:
    assert owing.post(ASK, {"words": shown(), "next": elsewhere}).url == "/"


def test_a_wrong_password_is_said_at_the_page_and_counts(owing: Client) -> None:
    for _ in range(5):
        answer = owing.post(ASK, {"words": "000000"})
        assert answer.status_code == 422
        assert "口令不对" in answer.content.decode()
    answer = owing.post(ASK, {"words": shown()})
    assert "失败次数过多，请1分钟后再试" in answer.content.decode()
    assert owing.get("/desk/").status_code == 302


def test_a_password_that_was_used_elsewhere_opens_nothing(owing: Client, editor: Person) -> None:
    words = shown()
    assert owing.post(ASK, {"words": words}).status_code == 302
    other = Client()
    other.force_login(editor)
    assert other.post(ASK, {"words": words}).status_code == 422


def test_an_answer_of_no_key_is_refused_and_counts(owing: Client) -> None:
    for answer in ("{}", "null", "[]", "no json", '{"id": "x"}'):
        said = owing.post(ASK, {"ticket": "none", "answer": answer})
        assert said.status_code == 422
    assert "失败次数过多" in owing.post(ASK, {"words": shown()}).content.decode()


def test_another_session_of_the_same_person_is_asked_anew(owing: Client, editor: Person) -> None:
    owing.post(ASK, {"words": shown()})
    other = Client()
    other.force_login(editor)
    assert other.get("/desk/").url.startswith(ASK)


def test_whoever_must_have_one_is_led_to_it_and_can_do_nothing_else(
    client: Client, office: Office, person_with: PersonWith
) -> None:
    ask_second_factor_of(office=office, asked="privileged", by=None, at=timezone.now())
    signer = person_with(Role.SIGNER)
    client.force_login(signer)
    assert client.get("/issues/").url == f"{reverse('me-factors')}?next=%2Fissues%2F"
    page = client.get(f"{reverse('me-factors')}?next=/issues/").content.decode()
    assert "登记以后才能打开其他页面" in page
    assert "主要栏目" not in page
    assert f'href="{reverse("me-telephone")}?next=%2Fissues%2F"' in page
    assert client.get("/me/").status_code == 302
    page = client.get(f"{reverse('me-telephone')}?next=/issues/").content.decode()
    answer = client.post(reverse("me-telephone"), _typed(page) | {"next": "/issues/", "name": ""})
    assert answer.status_code == 200
    codes = re.findall(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\b", answer.content.decode())
    assert len(set(codes)) == 10
    assert 'href="/issues/"' in answer.content.decode()
    assert client.get("/issues/").status_code == 200
    other = Client()
    other.force_login(signer)
    assert other.post(ASK, {"words": codes[0]}).url == "/"


def _typed(page: str) -> dict[str, str]:
    """The page's form with what the telephone shows for its secret."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None
    assert ticket is not None
    return {"ticket": ticket[1], "words": shown(secret=totp.secret_from(found[1]))}


def test_who_need_not_have_one_is_not_led_anywhere(client: Client, office: Office, editor: Person) -> None:
    ask_second_factor_of(office=office, asked="privileged", by=None, at=timezone.now())
    client.force_login(editor)
    assert client.get("/desk/").status_code == 200


def test_a_mistyped_password_keeps_the_secret_and_the_name(client: Client, editor: Person) -> None:
    client.force_login(editor)
    page = client.get(reverse("me-telephone")).content.decode()
    typed = _typed(page)
    answer = client.post(reverse("me-telephone"), typed | {"words": "12345", "name": "新手机"})
    assert answer.status_code == 422
    again = answer.content.decode()
    assert "口令不对" in again
    assert 'value="新手机"' in again
    assert re.findall('class="secret">([^<]+)', again) == re.findall('class="secret">([^<]+)', page)


@pytest.mark.parametrize("ticket", ["", "stale", "gAAAA"])
def test_a_secret_of_somebody_elses_page_is_not_taken(client: Client, editor: Person, ticket: str) -> None:
    client.force_login(editor)
    answer = client.post(reverse("me-telephone"), {"ticket": ticket, "words": shown()})
    assert "二维码已经失效" in answer.content.decode()
    assert not factors_of(editor).exists()


def test_an_answer_of_no_key_adds_none_and_the_name_stays(client: Client, editor: Person) -> None:
    client.force_login(editor)
    for typed in ({"ticket": "none", "answer": "{}"}, {"ticket": "", "answer": ""}):
        answer = client.post(reverse("me-key"), typed | {"name": "桌上的"})
        assert answer.status_code == 422
        assert 'value="桌上的"' in answer.content.decode()
    assert not factors_of(editor).exists()


def test_one_sees_renews_and_removes_ones_own(client: Client, editor: Person, liaison: Person) -> None:
    enrol(editor)
    enrol(liaison)
    client.force_login(editor)
    client.post(ASK, {"words": shown()})
    page = client.get(reverse("me-factors")).content.decode()
    assert "我的手机" in page
    assert "还有10个恢复码没有用过" in page
    assert reverse("me-telephone") not in page
    assert "恢复码" in client.post(reverse("me-recovery-codes")).content.decode()
    others = factors_of(liaison).get()
    assert client.post(reverse("me-factor-remove"), {"factor": others.pk}).status_code == 404
    client.post(reverse("me-factor-remove"), {"factor": factors_of(editor).get().pk})
    assert not factors_of(editor).exists()
    assert "请先登记" in client.post(reverse("me-recovery-codes"), follow=True).content.decode()


def test_the_security_administrator_asks_and_resets(
    client: Client, office: Office, editor: Person, person_with: PersonWith
) -> None:
    enrol(editor)
    LoginSession.objects.all().delete()
    Client().force_login(editor)
    client.force_login(person_with(Role.SEC_ADMIN))
    page = client.get(reverse("office-security")).content.decode()
    assert re.search(r'value="nobody"[^>]*checked', page)
    assert client.post(reverse("office-security"), {"act": "ask", "asked": "whoever"}).status_code == 422
    person = reverse("office-person", args=[editor.pk])
    client.post(person, {"act": "reset"})
    assert not factors_of(editor).exists()
    assert not LoginSession.objects.filter(person=editor).exists()
    client.post(reverse("office-security"), {"act": "ask", "asked": "everybody"})
    assert Office.objects.get().second_factor == "everybody"
    assert client.get(person).url.startswith(reverse("me-factors"))  # now it holds for the administrator, too


def test_the_record_tells_of_it_in_words(
    client: Client, office: Office, editor: Person, person_with: PersonWith
) -> None:
    ask_second_factor_of(office=office, asked="privileged", by=None, at=timezone.now())
    ask_second_factor_of(office=office, asked="nobody", by=None, at=timezone.now())
    enrol(editor)
    client.force_login(person_with(Role.AUDITOR))
    page = client.get(reverse("office-record")).content.decode()
    assert "第二因素：签发人和三员 → 不要求" in page
    assert "类别：动态口令" in page


def test_a_password_that_has_grown_old_is_changed_first(
    client: Client, editor: Person, settings: Any
) -> None:
    settings.PASSWORD_DAYS = 90
    client.force_login(editor)
    assert client.get("/desk/").status_code == 200
    Person.objects.update(password_set_at=timezone.now() - timedelta(days=91))
    change = reverse("account_change_password")
    assert client.get("/desk/").url == f"{change}?next=%2Fdesk%2F"
    fresh = "clear water under 11 bridges"
    answer = client.post(change, {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert answer.status_code == 302
    client.post("/accounts/login/", {"login": editor.username, "password": fresh})
    assert client.get("/desk/").status_code == 200


def test_without_a_limit_a_password_never_grows_old(client: Client, editor: Person) -> None:
    Person.objects.update(password_set_at=timezone.now() - timedelta(days=900))
    client.force_login(editor)
    assert client.get("/desk/").status_code == 200


def test_an_old_password_is_not_renewed_by_itself(client: Client, editor: Person, settings: Any) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "taizhang.office.passwords.NotThePresent"}]
    client.force_login(editor)
    typed = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(reverse("account_change_password"), typed)
    assert "不能与现用密码相同" in answer.content.decode()


def test_more_sessions_than_the_page_lists_are_said(
    client: Client, person_with: PersonWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = person_with(Role.SEC_ADMIN)
    for _ in range(3):
        Client().force_login(keeper)
    client.force_login(keeper)
    assert "更早的没有列出" not in client.get(reverse("office-security")).content.decode()
    monkeypatch.setattr(security, "MOST_SESSIONS", 2)
    assert "只列最近2条，更早的没有列出。" in client.get(reverse("office-security")).content.decode()
