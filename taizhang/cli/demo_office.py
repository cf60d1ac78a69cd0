"""The invented office of the demo: 海川市文明办, its units, posts, people and a year of its bulletin."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

from django.db import transaction

from taizhang.bulletin import actions as bulletin
from taizhang.bulletin.models import Reading
from taizhang.bulletin.rules import read_data
from taizhang.core.words import N_, Sentence
from taizhang.core.workflow import Refused
from taizhang.office import actions
from taizhang.office.models import Office, Person, UnitKind
from taizhang.office.roles import Role

SLUG = "haichuan"
FOUNDED = datetime(2026, 1, 4, 1, tzinfo=UTC)
SERIES = "海川市精神文明建设情况简报"
ISSUER = "海川市文明办"
FIRST_CUMULATIVE = 352
ISSUES = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-06", "2026-07", "2026-08")
DRAFT = "draft"
# Neither 0/o nor 1/l: the password is read off a screen.
LETTERS, DIGITS = "abcdefghijkmnpqrstuvwxyz", "23456789"

UNITS = (
    ("海川市直属机关工作委员会", "市直机关工委", UnitKind.DEPARTMENT),
    ("海川市教育局", "市教育局", UnitKind.DEPARTMENT),
    ("海川市民政局", "市民政局", UnitKind.DEPARTMENT),
    ("海川市城市管理局", "市城管局", UnitKind.DEPARTMENT),
    ("海川市文化和旅游局", "市文旅局", UnitKind.DEPARTMENT),
    ("海川市卫生健康委员会", "市卫健委", UnitKind.DEPARTMENT),
    ("海川市交通运输局", "市交通局", UnitKind.DEPARTMENT),
    ("共青团海川市委员会", "团市委", UnitKind.OTHER),
    ("海川市妇女联合会", "市妇联", UnitKind.OTHER),
    ("云栖区精神文明建设办公室", "云栖区文明办", UnitKind.DISTRICT),
    ("临港区精神文明建设办公室", "临港区文明办", UnitKind.DISTRICT),
    ("青禾县精神文明建设办公室", "青禾县文明办", UnitKind.DISTRICT),
)


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account as the terminal lists it; ``unit`` is a short name, empty for the office itself."""

    username: str
    name: str
    unit: str
    role: Role


ACCOUNTS = (
    Account("linzhiyuan", "林知远", "", Role.EDITOR),
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


def make_demo(password: str, now: datetime) -> bool:
    """Make the demo office, whole or not at all; False where it is there already.

    Refused beside another office: the demo's password stands in a file, real data must not share its house.
    """
    if Office.objects.filter(slug=SLUG).exists():
        return False
    if Office.objects.exists():
        raise Refused(Sentence(N_("数据库中已有正式机构，不再建演示数据。请用 TAIZHANG_HOME 另指目录。")))
    with transaction.atomic():
        office = actions.found_office(name=ISSUER, short_name="市文明办", slug=SLUG, at=FOUNDED)
        people = _people(office, password)
        _archive(office, people["linzhiyuan"])
        _desk(office, people["linzhiyuan"], now)
    return True


def _people(office: Office, password: str) -> dict[str, Person]:
    units = {
        short: actions.add_unit(office=office, name=name, short_name=short, kind=kind, by=None, at=FOUNDED)
        for name, short, kind in UNITS
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
    actions.give_password(office=office, people=list(people.values()), password=password, by=None, at=FOUNDED)
    return people


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
            raise Refused(Sentence(N_("演示数据“{name}”没有日期。"), {"name": stem}))
        at = datetime.combine(issued, time(8), UTC) + timedelta(hours=1)
        bulletin.save_reading(reading=reading, series=series, by=editor, at=at)


def _desk(office: Office, editor: Person, now: datetime) -> None:
    """What lies on the editor's desk: an issue in the making, with something to ask about."""
    _open(office, editor, DRAFT, now)


def _open(office: Office, editor: Person, stem: str, at: datetime) -> Reading:
    text = files("taizhang.cli").joinpath("demo", f"{stem}.txt").read_text("utf-8")
    return bulletin.open_reading(
        office=office, by=editor, at=at, name=f"{stem}.txt", source_format="txt", text=text
    )
