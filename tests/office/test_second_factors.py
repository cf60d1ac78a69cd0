"""Second factors: single use, lock-out, recovery codes, reset."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in import totp
from taizhang.office import lockout
from taizhang.office.actions import second_factors, unlock_account
from taizhang.office.actions.second_factors import (
    add_key,
    add_telephone,
    ask_second_factor_of,
    codes_left,
    factors_of,
    pass_with_key,
    pass_with_words,
    remove_factor,
    renew_codes,
    reset_second_factor,
)
from taizhang.office.models import AskedOf, Event, Office, Person, SecondFactor
from taizhang.office.roles import Role
from taizhang.office.rules import must_have_second_factor
from tests.conftest import AT, PersonWith

pytestmark = pytest.mark.django_db
SECRET = b"12345678901234567890"
STEP = timedelta(seconds=totp.STEP)
FROM = {"address": "10.0.0.1"}


def shown(at: datetime) -> str:
    """What the telephone shows at that moment."""
    return totp.password_at(SECRET, totp.step_at(int(at.timestamp())))


def enrol(person: Person, at: datetime = AT) -> list[str]:
    return add_telephone(person=person, secret=SECRET, words=shown(at), name="", by=person, at=at)


def events(person: Person, verb: str) -> list[Event]:
    with scope(office=person.office_id):
        return list(Event.objects.filter(verb=verb, subject_kind="person", subject_id=person.pk))


def test_a_telephone_is_added_by_its_present_password(editor: Person) -> None:
    with pytest.raises(Refused, match="口令不对"):
        add_telephone(person=editor, secret=SECRET, words="000000", name="", by=editor, at=AT)
    assert not editor.has_second_factor
    codes = enrol(editor)
    assert len(set(codes)) == codes_left(editor) == 10
    assert Person.objects.get(pk=editor.pk).has_second_factor
    (factor,) = factors_of(editor)
    assert factor.name == "动态口令"
    assert "1234" not in factor.secret
    assert second_factors.secret_of(factor) == SECRET
    assert [event.detail for event in events(editor, "add_second_factor")] == [
        {"name": "动态口令", "kind": "totp"}
    ]


def test_there_is_one_telephone(editor: Person) -> None:
    enrol(editor)
    with pytest.raises(Refused, match="已经登记过手机"):
        enrol(editor)


def test_nobody_adds_a_factor_to_somebody_else(editor: Person, person_with: PersonWith) -> None:
    with pytest.raises(Refused, match="本人"):
        add_telephone(
            person=editor, secret=SECRET, words=shown(AT), name="", by=person_with(Role.SEC_ADMIN), at=AT
        )


def test_a_password_opens_once(editor: Person) -> None:
    enrol(editor)
    with pytest.raises(Refused):  # the one that added the telephone is used up
        pass_with_words(person=editor, words=shown(AT), at=AT, **FROM)
    later = AT + 5 * STEP
    pass_with_words(person=editor, words=shown(later), at=later, **FROM)
    with pytest.raises(Refused, match="已经用过"):
        pass_with_words(person=editor, words=shown(later), at=later, **FROM)
    with pytest.raises(Refused):  # nor one before it, which the skew would allow
        pass_with_words(person=editor, words=shown(later - STEP), at=later, **FROM)
    assert [event.outcome for event in events(editor, "pass_second_factor")] == [
        "failed", "done", "failed", "failed",
    ]  # fmt: skip


@pytest.mark.parametrize("off", [-1, 1])
def test_a_telephone_may_be_a_step_off(editor: Person, off: int) -> None:
    enrol(editor)
    later = AT + 5 * STEP
    pass_with_words(person=editor, words=shown(later + off * STEP), at=later, **FROM)


def test_a_recovery_code_opens_once_however_it_is_typed(editor: Person) -> None:
    code, other, *_rest = enrol(editor)
    pass_with_words(person=editor, words=f" {code.lower().replace('-', ' ')}", at=AT, **FROM)
    with pytest.raises(Refused):
        pass_with_words(person=editor, words=code, at=AT, **FROM)
    assert codes_left(editor) == 9
    assert len(events(editor, "use_recovery_code")) == 1
    renew_codes(person=editor, by=editor, at=AT)
    with pytest.raises(Refused):
        pass_with_words(person=editor, words=other, at=AT, **FROM)


def test_somebody_elses_recovery_code_opens_nothing(editor: Person, liaison: Person) -> None:
    enrol(editor)
    (code, *_rest) = enrol(liaison)
    with pytest.raises(Refused):
        pass_with_words(person=editor, words=code, at=AT, **FROM)


def test_failures_lock_the_second_factor_whatever_the_password(editor: Person) -> None:
    codes = enrol(editor)
    for _ in range(lockout.FREE_HERE):
        with pytest.raises(Refused, match="口令不对"):
            pass_with_words(person=editor, words="000000", at=AT, **FROM)
    lockout.succeeded(editor.username, "10.0.0.1")  # the password, told rightly again
    with pytest.raises(Refused, match="请1分钟后再试"):
        pass_with_words(person=editor, words=codes[0], at=AT, **FROM)
    assert codes_left(editor) == 10
    unlock_account(person=editor, by=None, at=AT)
    pass_with_words(person=editor, words=codes[0], at=AT, **FROM)


def test_failures_anywhere_show_as_a_lock_of_the_account(editor: Person) -> None:
    enrol(editor)
    for n in range(lockout.FREE_ANYWHERE):
        with pytest.raises(Refused):
            pass_with_words(person=editor, words="000000", at=AT, address=f"10.0.0.{n}")
    assert lockout.locked_until(editor.username, AT) == AT + timedelta(minutes=1)
    unlock_account(person=editor, by=None, at=AT)
    assert lockout.locked_until(editor.username, AT) is None


@pytest.mark.parametrize(
    ("known", "told", "accepted"), [(5, 6, True), (5, 5, False), (5, 4, False), (5, 0, False), (0, 0, True)]
)
def test_a_keys_count_only_rises(editor: Person, known: int, told: int, accepted: bool) -> None:
    add_key(person=editor, credential=b"credential", count=known, name="桌上的", by=editor, at=AT)
    (factor,) = factors_of(editor)
    if accepted:
        pass_with_key(person=editor, factor=factor, count=told, at=AT, **FROM)
        assert factors_of(editor).get().counter == told
    else:
        with pytest.raises(Refused, match="没有通过核对"):
            pass_with_key(person=editor, factor=factor, count=told, at=AT, **FROM)


def test_a_key_belongs_to_one_person(editor: Person, liaison: Person) -> None:
    add_key(person=editor, credential=b"credential", count=0, name="", by=editor, at=AT)
    with pytest.raises(Refused):
        add_key(person=liaison, credential=b"credential", count=0, name="", by=liaison, at=AT)


def test_there_is_an_end_to_keys(editor: Person) -> None:
    for n in range(10):
        add_key(person=editor, credential=bytes([n]), count=0, name="", by=editor, at=AT)
    with pytest.raises(Refused, match="最多登记10个"):
        add_key(person=editor, credential=b"one more", count=0, name="", by=editor, at=AT)


@pytest.mark.parametrize(
    ("asked", "role", "must"),
    [
        (AskedOf.NOBODY, Role.SEC_ADMIN, False),
        (AskedOf.PRIVILEGED, Role.SIGNER, True),
        (AskedOf.PRIVILEGED, Role.SYS_ADMIN, True),
        (AskedOf.PRIVILEGED, Role.SEC_ADMIN, True),
        (AskedOf.PRIVILEGED, Role.AUDITOR, True),
        (AskedOf.PRIVILEGED, Role.EDITOR, False),
        (AskedOf.PRIVILEGED, Role.LIAISON, False),
        (AskedOf.EVERYBODY, Role.READER, True),
    ],
)
def test_of_whom_it_is_asked(office: Office, asked: AskedOf, role: Role, must: bool) -> None:
    ask_second_factor_of(office=office, asked=asked, by=None, at=AT)
    assert must_have_second_factor(Office.objects.get(), frozenset({role})) is must


def test_asking_is_the_security_administrators_and_recorded_once(
    office: Office, person_with: PersonWith
) -> None:
    with pytest.raises(Refused, match="没有这项权限"):
        ask_second_factor_of(office=office, asked="everybody", by=person_with(Role.SYS_ADMIN), at=AT)
    security = person_with(Role.SEC_ADMIN)
    ask_second_factor_of(office=office, asked="everybody", by=security, at=AT)
    ask_second_factor_of(office=office, asked="everybody", by=security, at=AT)
    with scope(office=office.pk):
        (event,) = Event.objects.filter(verb="set_second_factor")
    assert event.detail == {
        "before": {"second_factor": "nobody"},
        "after": {"second_factor": "everybody"},
    }


def test_the_last_factor_stays_while_one_is_asked_for(office: Office, person_with: PersonWith) -> None:
    signer = person_with(Role.SIGNER)
    enrol(signer)
    ask_second_factor_of(office=office, asked="privileged", by=None, at=AT)
    signer.refresh_from_db()
    (factor,) = factors_of(signer)
    with pytest.raises(Refused, match="不能移除最后一个"):
        remove_factor(factor=factor, by=signer, at=AT)
    add_key(person=signer, credential=b"credential", count=0, name="", by=signer, at=AT)
    remove_factor(factor=factor, by=signer, at=AT)
    assert codes_left(signer) == 10


def test_without_factors_there_are_no_codes(editor: Person) -> None:
    enrol(editor)
    (factor,) = factors_of(editor)
    remove_factor(factor=factor, by=editor, at=AT)
    assert codes_left(editor) == 0
    assert not Person.objects.get(pk=editor.pk).has_second_factor
    with pytest.raises(Refused, match="请先登记"):
        renew_codes(person=editor, by=editor, at=AT)
    with pytest.raises(Refused, match="已经移除"):
        remove_factor(factor=factor, by=editor, at=AT)


def test_a_reset_takes_everything_and_nobody_resets_themselves(
    editor: Person, person_with: PersonWith
) -> None:
    security = person_with(Role.SEC_ADMIN)
    enrol(security)
    with pytest.raises(Refused, match="不能重置自己"):
        reset_second_factor(person=security, by=security, at=AT)
    with pytest.raises(Refused, match="没有登记第二因素"):
        reset_second_factor(person=editor, by=security, at=AT)
    enrol(editor)
    for stranger in (editor, person_with(Role.SYS_ADMIN), person_with(Role.AUDITOR)):
        with pytest.raises(Refused, match="没有这项权限"):
            reset_second_factor(person=editor, by=stranger, at=AT)
    reset_second_factor(person=editor, by=security, at=AT)
    assert not factors_of(editor).exists()
    assert codes_left(editor) == 0
    assert not Person.objects.get(pk=editor.pk).has_second_factor
    assert [event.by_id for event in events(editor, "reset_second_factor")] == [security.pk]
    reset_second_factor(person=security, by=None, at=AT)  # the keeper of the installation


def test_a_secret_whose_key_is_elsewhere_is_said_so(editor: Person, settings: Any) -> None:
    codes = enrol(editor)
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(Refused, match="本机没有解开"):
        pass_with_words(person=editor, words=shown(AT), at=AT, **FROM)
    pass_with_words(person=editor, words=codes[0], at=AT, **FROM)


def test_another_offices_rows_are_out_of_reach(editor: Person, other_office: Office) -> None:
    enrol(editor)
    with scope(office=other_office.pk):
        assert not SecondFactor.objects.exists()
