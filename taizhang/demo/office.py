"""The invented office of the demo: 海川市文明办, its units, posts, people and a year of its bulletin."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

from django.db import transaction
from django_scopes import scope

from taizhang.bulletin import actions as bulletin
from taizhang.bulletin.models import Reading
from taizhang.bulletin.rules.checks import read_data
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.demo.year.cast import people_the_units
from taizhang.demo.year.data import unit_rows
from taizhang.demo.year.story import NOW, live_the_year
from taizhang.office import actions
from taizhang.office.home import clock_file, demo_removed
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from taizhang.office.workflow import joined

SLUG = "haichuan"
FOUNDED = datetime(2026, 1, 4, 1, tzinfo=UTC)
SERIES = "海川市精神文明建设情况简报"
ISSUER = "海川市文明办"
FIRST_CUMULATIVE = 352
ISSUES = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-06", "2026-07")
DRAFT = "draft"
# Neither 0/o nor 1/l: the password is read off a screen.
LETTERS, DIGITS = "abcdefghijkmnpqrstuvwxyz", "23456789"


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account as the terminal lists it; ``unit`` is a short name, empty for the office itself."""

    username: str
    name: str
    unit: str
    role: Role


ACCOUNTS = (
    Account("linzhiyuan", "林知远", "", Role.EDITOR),
    Account("jiangyingqiu", "江映秋", "", Role.EDITOR),
    Account("suminzhi", "苏敏之", "", Role.CHECKER),
    Account("zhouyanping", "周延平", "", Role.SIGNER),
    Account("hehuijun", "何慧君", "", Role.OFFICE_LEADER),
    Account("chenliqun", "陈立群", "", Role.LEDGER_OFFICER),
    Account("fangxiaolan", "方晓岚", "", Role.DISPATCHER),
    Account("xujianing", "许佳宁", "市教育局", Role.LIAISON),
    Account("qinweishan", "秦维山", "市教育局", Role.UNIT_LEADER),
    Account("liangyizhou", "梁一舟", "市城管局", Role.LIAISON),
    Account("hexiaoman", "贺小满", "市文旅局", Role.LIAISON),
    Account("tangyuhe", "唐雨禾", "青禾县文明办", Role.LIAISON),
    Account("luping", "陆平", "", Role.READER),
    Account("luocheng", "罗成", "", Role.SYS_ADMIN),
    Account("baixuesong", "白雪松", "", Role.SEC_ADMIN),
    Account("jianmingyue", "简明月", "", Role.AUDITOR),
)


def password_of(home: Path) -> str:
    """The demo accounts' password, made once for this installation kept beside its database (mode 600)."""
    path = home / "demo-accounts.txt"
    if not path.exists():
        path.touch(mode=0o600)
        parts = ["".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3)]
        password = "-".join([*parts, "".join(secrets.choice(DIGITS) for _ in range(4))])
        path.write_text(password + "\n", "utf-8")
    return path.read_text("utf-8").strip()


def make_demo(password: str, told: Callable[[int, int], None] = lambda done, of: None) -> bool:
    """Make the demo office and its year, whole or not at all; False where it is there already.

    ``told`` hears how many of how many steps are done.

    Refused beside another office: the demo's password stands in a file, real data must not share its house.
    """
    if Office.objects.filter(is_demo=True).exists():
        return False
    if Office.objects.exists():
        raise Refused(Message(N_("数据库中已有正式机构，不再建演示数据。请用 TAIZHANG_HOME 另指目录。")))
    with transaction.atomic(), joined():
        office = actions.found_office(name=ISSUER, short_name="市文明办", slug=SLUG, is_demo=True, at=FOUNDED)
        people = _people(office, password)
        _archive(office, people["linzhiyuan"])
        _desk(office, people["linzhiyuan"], NOW)
        live_the_year(office, told)
    return True


def _people(office: Office, password: str) -> dict[str, Person]:
    units = {
        short: actions.add_unit(office=office, name=name, short_name=short, kind=kind, by=None, at=FOUNDED)
        for name, short, kind in unit_rows()
    }
    people = {}
    for account in ACCOUNTS:
        person = actions.register_person(
            office=office,
            username=account.username,
            name=account.name,
            by=None,
            at=FOUNDED,
        )
        unit = units.get(account.unit)
        title = f"{account.unit}{account.role.label}"
        post = actions.add_post(office=office, role=account.role, title=title, unit=unit, by=None, at=FOUNDED)
        actions.appoint(post=post, person=person, by=None, at=FOUNDED)
        people[account.username] = person
    with scope(office=office.pk):
        others = people_the_units(office, FOUNDED)
    actions.give_password(
        office=office, people=[*people.values(), *others], password=password, by=None, at=FOUNDED
    )
    return people


def shift_the_clock(home: Path, now: datetime) -> None:
    """Let the demo's clock stand at NOW at this moment; it goes on from there."""
    demo_removed(home).unlink(missing_ok=True)
    clock_file(home).write_text(str((NOW - now).total_seconds()), "ascii")


def _archive(office: Office, editor: Person) -> None:
    series = bulletin.add_series(
        office=office,
        name=SERIES,
        slug="jianbao",
        issuer=ISSUER,
        first_cumulative_no=FIRST_CUMULATIVE,
        by=editor,
        at=FOUNDED,
    )
    for stem in ISSUES:
        reading = _open(office, editor, stem, FOUNDED)
        issued = read_data(reading.data).date
        if issued is None:
            raise Refused(Message(N_("演示数据“{name}”没有日期。"), {"name": stem}))
        at = datetime.combine(issued, time(8), UTC) + timedelta(hours=1)
        bulletin.save_reading(reading=reading, series=series, by=editor, at=at)


def _desk(office: Office, editor: Person, now: datetime) -> None:
    """What lies on the editor's desk: an issue in the making, with something to ask about."""
    _open(office, editor, DRAFT, now)


def _open(office: Office, editor: Person, stem: str, at: datetime) -> Reading:
    text = files("taizhang.demo").joinpath("texts", f"{stem}.txt").read_text("utf-8")
    return bulletin.open_reading(
        office=office, by=editor, at=at, name=f"{stem}.txt", source_format="txt", text=text
    )
