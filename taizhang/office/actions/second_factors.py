"""Second factors: added by their owner, asked for after the password, reset by the security administrator."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import QuerySet
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in import totp
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock, lockout
from taizhang.office.codes import digest_of_code, new_code
from taizhang.office.encryption import Undecryptable, decrypt, encrypt
from taizhang.office.models import AskedOf, FactorKind, Office, Person, RecoveryCode, SecondFactor
from taizhang.office.permissions import Permission
from taizhang.office.queries import roles_from
from taizhang.office.rules import must_have_second_factor
from taizhang.office.sessions import end_sessions
from taizhang.office.workflow import Work, unit_of_work

CODES = 10  # recovery codes that are printed at once
MOST = 10  # factors of one person
PURPOSE = "second factor"
RECOVERY = "code"
WRONG = N_("口令不对，或已经用过。请核对手机时间，等下一个口令再输。")
KEY_WRONG = N_("安全密钥没有通过核对，请重试。")


def factors_of(person: Person) -> QuerySet[SecondFactor]:
    """The person's second factors, in the order in which they were added."""
    with scope(office=person.office_id):
        return SecondFactor.objects.filter(person=person).order_by("made_at", "pk")


def codes_left(person: Person) -> int:
    """How many recovery codes the person has not used."""
    with scope(office=person.office_id):
        return RecoveryCode.objects.filter(person=person, used_at__isnull=True).count()


def ask_second_factor_of(*, office: Office, asked: str, by: Person | None, at: datetime) -> Office:
    """Say who must have a second factor from now on."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        before = office.second_factor
        if AskedOf(asked) != before:
            office.second_factor = AskedOf(asked)
            office.save(update_fields=["second_factor"])
            after = office.second_factor
            work.record(
                "set_second_factor",
                office,
                {"before": {"second_factor": before}, "after": {"second_factor": after}},
            )
    return office


def add_telephone(
    *, person: Person, secret: bytes, words: str, name: str, by: Person, at: datetime
) -> list[str]:
    """Add a telephone that has shown the present password; return recovery codes where these are the first."""
    with _own(person, by, at) as work:
        step = totp.matching_step(secret, words, _step(at))
        if step is None:
            raise Refused(Message(WRONG))
        if factors_of(person).filter(kind=FactorKind.TOTP).exists():
            raise Refused(Message(N_("已经登记过手机。换手机的，请先移除原来的。")))
        stored = encrypt(b64encode(secret).decode("ascii"), PURPOSE)
        return _add(work, person, kind=FactorKind.TOTP, name=name, secret=stored, counter=step)


def add_key(
    *, person: Person, credential: bytes, count: int, name: str, by: Person, at: datetime
) -> list[str]:
    """Add a security key that has signed; return recovery codes where these are the first."""
    with _own(person, by, at) as work:
        handle = sha256(credential).hexdigest()
        stored = encrypt(b64encode(credential).decode("ascii"), PURPOSE)
        return _add(work, person, kind=FactorKind.KEY, name=name, secret=stored, handle=handle, counter=count)


def _own(person: Person, by: Person, at: datetime) -> AbstractContextManager[Work]:
    if person.pk != by.pk:
        raise Refused(Message(N_("第二因素只能由本人登记。")))
    return unit_of_work(office=person.office, by=by, at=at, needs=None)


def _add(work: Work, person: Person, **given: object) -> list[str]:
    own = factors_of(person)
    if own.count() >= MOST:
        raise Refused(Message(N_("最多登记{n}个，请先移除不用的。"), {"n": MOST}))
    factor = SecondFactor(office=work.office, person=person, made_at=work.at, **given)
    factor.name = factor.name.strip() or str(FactorKind(factor.kind).label)
    factor.save()
    work.record("add_second_factor", person, {"name": factor.name, "kind": factor.kind})
    _note(person, True)
    return _new_codes(work, person) if not codes_left(person) else []


def renew_codes(*, person: Person, by: Person, at: datetime) -> list[str]:
    """Return fresh recovery codes; those printed before open nothing any more."""
    with _own(person, by, at) as work:
        if not factors_of(person).exists():
            raise Refused(Message(N_("请先登记手机或安全密钥。")))
        work.record("renew_recovery_codes", person)
        return _new_codes(work, person)


def _new_codes(work: Work, person: Person) -> list[str]:
    RecoveryCode.objects.filter(person=person).delete()
    codes = [new_code() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(office=work.office, person=person, digest=digest_of_code(code)) for code in codes
    )
    return codes


def remove_factor(*, factor: SecondFactor, by: Person, at: datetime) -> None:
    """Take away one of one's own factors; the last goes with the recovery codes, and only where none is asked for."""
    person = factor.person
    with _own(person, by, at) as work:
        last = not factors_of(person).exclude(pk=factor.pk).exists()
        if last and must_have_second_factor(person.office, roles_from(person, at)):
            raise Refused(Message(N_("您的岗位要求第二因素，不能移除最后一个。请先登记另一个。")))
        if not SecondFactor.objects.filter(pk=factor.pk).delete()[0]:
            raise Refused(Message(N_("这一项已经移除。")))
        if last:
            _forget(person)
        work.record("remove_second_factor", person, {"name": factor.name})


def reset_second_factor(*, person: Person, by: Person | None, at: datetime) -> None:
    """Take away all factors of a person who has lost them, and end the sessions; never one's own."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if by is not None and by.pk == person.pk:
            raise Refused(Message(N_("不能重置自己的第二因素，请由另一位安全管理员或系统维护人员办理。")))
        if not SecondFactor.objects.filter(person=person).delete()[0]:
            raise Refused(Message(N_("“{name}”没有登记第二因素。"), {"name": person.name}))
        _forget(person)
        end_sessions(person)
        work.record("reset_second_factor", person)


def _forget(person: Person) -> None:
    RecoveryCode.objects.filter(person=person).delete()
    _note(person, False)


def _note(person: Person, has: bool) -> None:
    Person.of_office.filter(pk=person.pk).update(has_second_factor=has)
    person.has_second_factor = has


def pass_with_words(*, person: Person, words: str, address: str, at: datetime) -> None:
    """Accept the telephone's present password, or a recovery code, once. Raise Refused for anything else and for whoever
    has failed too often; failures count whether or not the password before was right.
    """
    _begin(person, address, at)
    done = _passed_by_telephone(person, words, at) if totp.digits_typed(words) else None
    if done is None:
        done = _passed_by_code(person, words, at)
    _end(person, address, at, done, Message(WRONG))


def pass_with_key(*, person: Person, factor: SecondFactor, count: int, address: str, at: datetime) -> None:
    """Accept a signature that was checked. Raise Refused where the key's count has not risen: there is a copy of it.
    A key without a count tells 0 for ever.
    """
    _begin(person, address, at)
    rising = {"counter__lt": count} if count or factor.counter else {}
    with scope(office=person.office_id):
        rows = SecondFactor.objects.filter(pk=factor.pk, person=person, **rising)
        done = FactorKind.KEY if rows.update(counter=count, used_at=at) else None
    _end(person, address, at, done, Message(KEY_WRONG))


def fail_with_key(*, person: Person, address: str, at: datetime) -> None:
    """Count a signature that was wrong. Always raises Refused."""
    _begin(person, address, at)
    _end(person, address, at, None, Message(KEY_WRONG))


def _begin(person: Person, address: str, at: datetime) -> None:
    if wait := lockout.begin(lockout.second(person.username), address, at):
        minutes = -(-wait // timedelta(minutes=1))
        raise Refused(Message(N_("失败次数过多，请{n}分钟后再试。"), {"n": minutes}))


def _end(person: Person, address: str, at: datetime, done: str | None, wrong: Message) -> None:
    """Record what came of it; the failure stays counted where it was none."""
    detail = {"address": address, **({"kind": done} if done in FactorKind.values else {})}
    verb = "use_recovery_code" if done == RECOVERY else "pass_second_factor"
    with unit_of_work(office=person.office, by=person if done else None, at=at, needs=None) as work:
        work.record(verb, person, detail, outcome="done" if done else "failed")
    if not done:
        raise Refused(wrong)
    lockout.succeeded(lockout.second(person.username), address)


def _passed_by_telephone(person: Person, words: str, at: datetime) -> str | None:
    factor = factors_of(person).filter(kind=FactorKind.TOTP).first()
    if factor is None:
        return None
    step = totp.matching_step(secret_of(factor), words, _step(at))
    if step is None:
        return None
    with scope(office=person.office_id):
        fresh = SecondFactor.objects.filter(pk=factor.pk, counter__lt=step)
        return FactorKind.TOTP if fresh.update(counter=step, used_at=at) else None


def _passed_by_code(person: Person, words: str, at: datetime) -> str | None:
    with scope(office=person.office_id):
        unused = RecoveryCode.objects.filter(
            person=person, digest=digest_of_code(words), used_at__isnull=True
        )
        return RECOVERY if unused.update(used_at=at) else None


def _step(at: datetime) -> int:
    return totp.step_at(int(clock.on_the_machine(at).timestamp()))


def secret_of(factor: SecondFactor) -> bytes:
    """What is known of the factor. Raise Refused where the key to it is not in this installation."""
    try:
        return b64decode(decrypt(factor.secret, PURPOSE))
    except Undecryptable as error:
        raise Refused(
            Message(
                N_("本机没有解开“{name}”的密钥，请用恢复码，或请安全管理员重置第二因素。"),
                {"name": factor.name},
            )
        ) from error
