"""An office is founded at the command line, or in a browser with a code that the command line printed."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.units import LONGEST_SHORT
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock
from taizhang.office.codes import digest_of_code, new_code
from taizhang.office.models import FoundingCode, Office, Person
from taizhang.office.models.owned import LONG_AGO
from taizhang.office.permissions import Permission
from taizhang.office.queries import missing_administrators
from taizhang.office.rules import in_words
from taizhang.office.workflow import record_event, unit_of_work

CODE_LASTS = timedelta(hours=24)


def found_office(
    *,
    name: str,
    short_name: str = "",
    slug: str = "",
    is_demo: bool = False,
    in_steps: bool = False,
    by: Person | None = None,
    at: datetime,
) -> Office:
    """Found an office: done by the keeper of the installation, so ``by`` must be None.

    ``short_name`` is the name where it is not given, ``slug`` is made of it. ``in_steps``: the founding goes on, and
    ends with ``finish_founding``.
    """
    if by is not None:
        raise Refused(Message(N_("新办公室只能由运维人员在命令行建立。")))
    name, short_name = " ".join(name.split()), " ".join(short_name.split())
    if not name:
        raise Refused(Message(N_("请填写机构名称。")))
    slug = slug or f"office-{sha256(comparison_key(name).encode()).hexdigest()[:8]}"
    if Office.objects.filter(name=name).exists() or Office.objects.filter(slug=slug).exists():
        raise Refused(Message(N_("办公室“{name}”已经存在。"), {"name": name}))
    short_name = short_name or called_short(name)
    with in_words(), transaction.atomic():
        office = Office.objects.create(
            name=name,
            short_name=short_name,
            slug=slug,
            is_demo=is_demo,
            founded_at=None if in_steps else at,
        )
        record_event(office=office, by=by, at=at, verb="found_office", subject=office)
    return office


def called_short(name: str) -> str:
    """Return the name as the short one. Refused where it is too long for that: it is not cut."""
    if len(name) > LONGEST_SHORT:
        raise Refused(Message(N_("名称超过{most}字，请另填简称。"), {"most": LONGEST_SHORT}))
    return name


def change_office(
    *, office: Office, name: str, short_name: str = "", by: Person | None, at: datetime
) -> Office:
    """Give the office another name."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if Office.objects.filter(name=name).exclude(pk=office.pk).exists():
            raise Refused(Message(N_("办公室“{name}”已经存在。"), {"name": name}))
        before = {"name": office.name, "short_name": office.short_name}
        office.name, office.short_name = name, short_name.strip() or called_short(name)
        office.save(update_fields=["name", "short_name"])
        after = {"name": office.name, "short_name": office.short_name}
        if before != after:
            work.record("change_office", office, {"before": before, "after": after})
    return office


def finish_founding(*, office: Office, by: Person | None, at: datetime) -> Office:
    """End the founding: from now on only people with a post act. Refused before one of each of the three
    administrators is appointed, because nobody could appoint anybody afterwards.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if missing := missing_administrators(office, at):
            names = "、".join(str(role.label) for role in missing)
            raise Refused(Message(N_("还没有人担任{names}，请先在“人员”一步补上。"), {"names": names}))
        if not Office.objects.filter(pk=office.pk, founded_at=None).update(founded_at=at):
            raise Refused(Message(N_("机构已经建立完毕。")))
        FoundingCode.objects.all().delete()
        office.refresh_from_db()
        work.record("finish_founding", office)
    return office


def new_founding_code() -> str:
    """Make a code with which somebody founds the office in a browser; codes made before open nothing any more."""
    code = new_code()
    with transaction.atomic():
        FoundingCode.objects.all().delete()
        FoundingCode.objects.create(digest=digest_of_code(code), expires_at=clock.machine_now() + CODE_LASTS)
    return code


def use_founding_code(code: str) -> str:
    """Use the code up and return the token of the browser that goes on with the founding.

    Refused for a code that is wrong, used or out of date: of several at once, one is first.
    """
    token = secrets.token_urlsafe(24)
    now = clock.machine_now()
    fresh = FoundingCode.objects.filter(digest=digest_of_code(code), used_at__isnull=True, expires_at__gt=now)
    if not fresh.update(used_at=now, digest=sha256(token.encode()).hexdigest()):
        raise Refused(Message(N_("开设码不对，或已经用过、过期。请看终端里最近一次打印的开设码。")))
    return token


def holds_founding(token: str) -> bool:
    """Whether this browser is the one whose code was used, and no newer code has been made since."""
    digest = sha256(token.encode("utf-8", "replace")).hexdigest()
    return FoundingCode.objects.filter(digest=digest, used_at__isnull=False).exists()


def founded_before() -> bool:
    """Whether an office other than the demo has been founded to the end: nobody founds another in a browser."""
    return Office.objects.filter(is_demo=False, founded_at__gte=LONG_AGO).exists()


def unfinished_office() -> Office | None:
    """The office whose founding is under way."""
    return Office.objects.filter(founded_at=None).first()
