"""Who receives a series: kept as a list, by hand or pasted from a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from taizhang.bulletin.models import Direction, Recipient, Series, Way
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.mail.transport import Address, check_address
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

MOST_COPIES = 9_999
MOST_RECIPIENTS = 500
_COPIES = re.compile(r"([0-9０-９]+)\s*份?")
_CELLS = re.compile(r"\t|，|,|；|;")


@dataclass(frozen=True, slots=True)
class PastedRecipients:
    """What is said of a recipient."""

    name: str
    direction: str
    email: str = ""
    copies: int = 1
    way: str = Way.PAPER
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class ListedRecipients:
    """What became of a pasted list: how many were added, and the names that stood on the list before."""

    series: Series
    added: int
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A pasted line that cannot be used; ``line`` counts from 1."""

    line: int
    words: Message


def add_recipient(*, series: Series, told: PastedRecipients, by: Person, at: datetime) -> Recipient:
    """Put an office at the end of the list. Refused where it stands there already; one taken off comes back."""
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        recipient = _added(series, told)
        detail = {"series": series.pk, "name": recipient.name}
        work.record("add_recipient", recipient, detail)
    return recipient


def add_recipients(
    *, series: Series, rows: Iterable[PastedRecipients], by: Person | None, at: datetime
) -> ListedRecipients:
    """Put several on the list, those left as they are that stand there already; all or none of the others."""
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        there = set(Recipient.objects.filter(series=series, active=True).values_list("name", flat=True))
        told = [(each, each.name.strip() in there) for each in rows]
        added = [_added(series, each) for each, known in told if not known]
        known = tuple(each.name.strip() for each, known in told if known)
        detail = {"recipients": len(added), "known": len(known)}
        work.record("add_recipients", series, detail)
    return ListedRecipients(series, len(added), known)


def change_recipient(*, recipient: Recipient, told: PastedRecipients, by: Person, at: datetime) -> Recipient:
    """Change what is known of a recipient. What was sent before keeps the name and address of its day."""
    with unit_of_work(office=recipient.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        told = _checked(told)
        same = Recipient.objects.filter(series=recipient.series, name=told.name)
        if same.exclude(pk=recipient.pk).exists():
            raise _known(told.name)
        _fill(recipient, told).save()
        work.record("change_recipient", recipient)
    return recipient


def move_recipient(*, recipient: Recipient, up: bool, by: Person, at: datetime) -> None:
    """One place up or down among those of its direction; at the end it stays where it is."""
    with unit_of_work(office=recipient.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        rows = list(
            Recipient.objects.filter(series=recipient.series, direction=recipient.direction, active=True)
        )
        at_now = rows.index(recipient)
        to = min(max(at_now + (-1 if up else 1), 0), len(rows) - 1)
        rows.insert(to, rows.pop(at_now))
        for position, row in enumerate(rows, 1):
            Recipient.objects.filter(pk=row.pk).update(position=position)
        work.record("move_recipient", recipient)


def remove_recipient(*, recipient: Recipient, by: Person, at: datetime) -> None:
    """Take it off the list of the next issues; what it received stays in the record."""
    with unit_of_work(office=recipient.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if not Recipient.objects.filter(pk=recipient.pk, active=True).update(active=False):
            raise Refused(Message(N_("该发送对象已不在名单上。")))
        work.record("remove_recipient", recipient)


def read_pasted(text: str, direction: str) -> tuple[list[PastedRecipients], list[Mistake]]:
    """Lines of 名称, 邮箱, 份数, parted by tabs (or commas); the last two may be missing. And what is wrong."""
    rows, mistakes, seen = [], [], set[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = _checked(_line(line, direction))
            if told.name in seen:
                raise Refused(Message(N_("“{name}”在上面已有一行。"), {"name": told.name}))
        except Refused as refusal:
            mistakes.append(Mistake(number, refusal.sentence))
        else:
            seen.add(told.name)
            rows.append(told)
    return rows, mistakes


def _line(line: str, direction: str) -> PastedRecipients:
    cells = [cell.strip() for cell in _CELLS.split(line)]
    name, email, copies, *more = [*cells, "", ""] if len(cells) < 3 else cells
    if any(more):
        raise Refused(Message(N_("一行最多三项：名称、邮箱、份数。")))
    if not copies and _COPIES.fullmatch(email):  # 名称 and 份数 alone
        email, copies = "", email
    told = _COPIES.fullmatch(copies)
    if copies and told is None:
        raise Refused(Message(N_("份数“{copies}”不是数字。"), {"copies": copies[:20]}))
    number = int(told[1][:6]) if told else 1
    return PastedRecipients(name, direction, email, number, Way.MAIL if email else Way.PAPER)


def _checked(told: PastedRecipients) -> PastedRecipients:
    """Refused for what a list cannot hold; blanks around the words go."""
    name, email = told.name.strip(), told.email.strip()
    check_no_secret(name)
    if not name or len(name) > 100:
        raise Refused(Message(N_("请填写名称（不超过100字）。")))
    if email:
        check_address(Address(name, email))
    elif told.way != Way.PAPER:
        raise Refused(Message(N_("“{name}”用邮件接收，请填写邮箱。"), {"name": name}))
    if not 1 <= told.copies <= MOST_COPIES:
        raise Refused(Message(N_("份数应在1至{most}之间。"), {"most": MOST_COPIES}))
    return PastedRecipients(name, Direction(told.direction), email, told.copies, Way(told.way), told.unit)


def _added(series: Series, told: PastedRecipients) -> Recipient:
    told = _checked(told)
    there = Recipient.objects.filter(series=series, name=told.name).first()
    if there is not None and there.active:
        raise _known(told.name)
    rows = Recipient.objects.filter(series=series)
    if rows.filter(active=True).count() >= MOST_RECIPIENTS:
        raise Refused(Message(N_("一个刊物最多{most}个发送对象。"), {"most": MOST_RECIPIENTS}))
    recipient = _fill(there or Recipient(office=series.office, series=series), told)
    last = rows.filter(direction=told.direction).aggregate(last=Max("position"))["last"]
    recipient.active, recipient.position = True, (last or 0) + 1
    recipient.save()
    return recipient


def _fill(recipient: Recipient, told: PastedRecipients) -> Recipient:
    recipient.name, recipient.direction, recipient.email = told.name, told.direction, told.email
    recipient.copies, recipient.way, recipient.unit = told.copies, told.way, told.unit
    return recipient


def _known(name: str) -> Refused:
    return Refused(Message(N_("“{name}”已在名单上。"), {"name": name}))
