from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Series
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.models import Ledger
from taizhang.office import actions, clock
from taizhang.office.mail import trial
from taizhang.office.models import Event, Office, Person, Unit
from taizhang.office.permissions import TABLE, Permission
from taizhang.office.record import RecordFilter, events_for
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.tokens import make_token
from taizhang.office.visible import viewer_at
from taizhang.office.workflow import record_event
from taizhang.web.office import record
from tests.conftest import PersonWith

MAY = {
    Role.SYS_ADMIN: {Permission.SEE_OFFICE, Permission.MANAGE_UNITS, Permission.SET_CALENDAR},
    Role.SEC_ADMIN: {Permission.SEE_OFFICE, Permission.MANAGE_PEOPLE},
    Role.AUDITOR: {Permission.SEE_OFFICE, Permission.SEE_EVENTS},
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_sees_no_content(role: Role) -> None:
    assert {each for each, roles in TABLE.items() if role in roles} == MAY[role]


def test_the_record_is_read_with_its_limits_by_the_auditor_alone(
    office: Office, unit: Unit, person_with: PersonWith, at: datetime
) -> None:
    auditor, editor = person_with(Role.AUDITOR), person_with(Role.EDITOR)
    actions.rename_unit(
        unit=unit, name="海川市教体局", short_name="市教体局", by=None, at=at + timedelta(days=3)
    )
    viewer = viewer_at(auditor, at + timedelta(days=4))
    with scope(office=office.pk):
        for asked, count in (
            (RecordFilter(verb="rename_unit"), 1),
            (RecordFilter(verb="rename_unit", until=at.date()), 0),
            (RecordFilter(verb="rename_unit", since=at.date() + timedelta(days=3)), 1),
            (RecordFilter(verb="rename_unit", since=at.date() + timedelta(days=4)), 0),
            (RecordFilter(outcome="failed"), 0),
            (RecordFilter(person=editor.pk, verb="register_person"), 1),
        ):
            assert events_for(viewer, asked).count() == count, asked
        assert not events_for(viewer_at(editor, at), RecordFilter()).exists()


def test_looking_at_the_record_and_taking_it_away_are_recorded(
    office: Office, person_with: PersonWith
) -> None:
    client = signed_in(person_with(Role.AUDITOR))
    for _look in range(2):
        assert (
            client.get(reverse("office-record"), {"verb": "add_post", "since": "no day"}).status_code == 200
        )
    answer = client.get(reverse("office-record-export"), {"verb": "add_post"})
    assert "添加岗位" in answer.content.decode("utf-8-sig")
    with scope(office=office.pk):
        assert Event.objects.filter(verb="view_record").count() == 1
        export = Event.objects.get(verb="export_record")
    assert (export.detail["rows"], export.detail["filter"]) == (1, {"verb": "add_post"})
    assert export.post is not None


@pytest.mark.parametrize(
    "asked", [{"since": "2026-02-30"}, {"until": "0001-01-01"}, {"person": "99999"}, {"verb": "no_such"}]
)
def test_a_filter_that_makes_no_sense_takes_no_table_away(
    office: Office, person_with: PersonWith, asked: dict[str, str]
) -> None:
    client = signed_in(person_with(Role.AUDITOR))
    answer = client.get(reverse("office-record-export"), asked, follow=True)
    assert answer.redirect_chain
    assert "field-error" in answer.content.decode()
    with scope(office=office.pk):
        assert not Event.objects.filter(verb="export_record").exists()


@pytest.mark.parametrize(("most", "said"), [(1, True), (2, True), (3, False)])
def test_a_record_that_is_too_long_for_one_table_says_what_is_missing(
    office: Office,
    unit: Unit,
    person_with: PersonWith,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    said: bool,
) -> None:
    client = signed_in(person_with(Role.AUDITOR))
    for n in range(3):
        actions.rename_unit(unit=unit, name=f"=cmd|第{n}局", short_name="局", by=None, at=at)
    monkeypatch.setattr(record, "MOST_EXPORTED", most)
    answer = client.get(reverse("office-record-export"), {"verb": "rename_unit"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + most + said
    assert (f"只导出最近{most}条" in lines[-1]) is said
    assert not any(line.startswith("=") or ",=" in line for line in lines)


def test_the_auditor_learns_that_content_was_worked_on_but_not_what(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    with scope(office=office.pk):
        given = {"verb": "write_report", "subject_kind": "progressreport", "subject_id": 1}
        Event.objects.create(office=office, at=at, detail={"name": "密不可见的内容"}, **given)
    page = signed_in(person_with(Role.AUDITOR)).get(reverse("office-record")).content.decode()
    assert "填写进展" in page
    assert "密不可见的内容" not in page


def test_a_subject_that_has_a_name_is_called_by_it(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    keeper = person_with(Role.SEC_ADMIN)
    with scope(office=office.pk):
        series = Series.objects.create(
            office=office, name="海川文明简报", slug="jianbao", issuer="海川市文明办"
        )
        ledger = Ledger.objects.create(office=office, year=2026, name="2026年度重点工作台账")
        token, _secret = make_token(
            office=office,
            name="市政府门户",
            roles=[Role.READER],
            expires_on=at.date() + timedelta(days=9),
            by=keeper,
            at=at,
        )
        for row in (series, ledger, token):
            record_event(office=office, by=None, at=at, verb="add_series", subject=row)
    page = signed_in(person_with(Role.AUDITOR)).get(reverse("office-record")).content.decode()
    for words in ("刊物 海川文明简报", "台账 2026年度重点工作台账", "接口令牌 市政府门户"):
        assert words in page


def test_a_test_mail_goes_now_and_a_refusal_is_the_servers_words(
    office: Office, person_with: PersonWith, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = person_with(Role.SYS_ADMIN)
    with pytest.raises(Refused, match="没有设置邮件服务器"):
        trial.send_test_mail(to="a@example.cn", by=admin, at=clock.now())
    settings.EMAIL_HOST = "mail.example.cn"
    trial.send_test_mail(to="a@example.cn", by=admin, at=clock.now())
    assert mail.outbox[0].to == ["a@example.cn"]

    def refuse(*_args: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"bad password")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    answer = signed_in(admin).post(reverse("office-system"), {"act": "send", "to": "a@example.cn"})
    assert "登录邮件服务器失败" in answer.content.decode()
    with scope(office=office.pk):
        outcomes = Event.objects.filter(verb="send_test_mail").values_list("outcome", flat=True)
        assert sorted(outcomes) == ["done", "failed"]
    with pytest.raises(Refused, match="没有这项权限"):
        trial.send_test_mail(to="a@example.cn", by=person_with(Role.EDITOR), at=clock.now())


def test_a_file_is_read_into_the_box_and_stored_only_when_it_was_looked_at(
    office: Office, person_with: PersonWith
) -> None:
    client = signed_in(person_with(Role.SYS_ADMIN))
    path = reverse("office-units-new")
    file = SimpleUploadedFile("单位.csv", "单位名称,简称\n海川市教育局,市教育局\n".encode())
    page = client.post(path, {"act": "look", "lines": "", "file": file}).content.decode()
    assert "列入1个单位" in page
    lines = "单位名称\t简称\n海川市教育局\t市教育局"
    assert lines in page
    assert client.post(path, {"act": "store", "lines": lines}).status_code == 302
    again = client.post(path, {"act": "store", "lines": lines}).content.decode()
    assert "1行与已有的相同" in again
    broken = SimpleUploadedFile("单位.xlsx", b"PK\x03\x04 broken")
    assert client.post(path, {"act": "look", "lines": "", "file": broken}).status_code == 422
    assert "没有可添加的行" in client.post(path, {"act": "look", "lines": ""}).content.decode()
    with scope(office=office.pk):
        assert Unit.objects.count() == 1


def test_an_account_is_changed_closed_and_opened_with_its_record(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    person, editor = person_with(), person_with(Role.EDITOR)
    given = {"name": "许佳宁", "username": "Xu", "email": "xu@example.cn", "phone": "6555"}
    actions.change_person(person=person, **given, by=None, at=at)
    with scope(office=office.pk):
        detail = Event.objects.get(verb="change_person").detail
    assert (person.username, detail["after"]["phone"]) == ("xu", "6555")
    with pytest.raises(Refused, match="已有人使用"):
        actions.change_person(person=editor, **given, by=None, at=at)
    with pytest.raises(Refused, match="请填写姓名"):
        actions.change_person(person=person, name=" ", username="xu", by=None, at=at)
    with pytest.raises(Refused, match="邮"):
        actions.change_person(person=person, **{**given, "email": "xu@"}, by=None, at=at)
    with pytest.raises(Refused, match="还在岗位上"):
        actions.close_account(person=editor, by=None, at=at)
    actions.close_account(person=person, by=None, at=at)
    with pytest.raises(Refused, match="已停用"):
        actions.close_account(person=person, by=None, at=at)
    assert actions.open_account(person=person, by=None, at=at).is_active
    with pytest.raises(Refused, match="已经启用"):
        actions.open_account(person=person, by=None, at=at)
