"""Requests for an article (约稿): what they cost the units is counted when they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.bulletin.models import Commission, PlannedTopic
from taizhang.core.lifecycle.bulletin_life import COMMISSION
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

MINUTES = 40  # what an article takes a unit
LONGEST = 600
FIELDS = 2  # title and text


def commission(
    *,
    units: Sequence[Unit],
    title: str,
    brief: str = "",
    due: date,
    minutes: int = MINUTES,
    project: Project | None = None,
    topic: PlannedTopic | None = None,
    by: Person,
    at: datetime,
) -> list[Commission]:
    """Ask each of ``units`` for an article until ``due``; all or none. A project's article is its lead unit's."""
    check_no_secret(title, brief)
    _check(units, title, due, minutes, project, localdate(at))
    asked = []
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        for unit in units:
            row = Commission.objects.create(
                office=by.office,
                unit=unit,
                project=project,
                topic=topic,
                title=" ".join(title.split()),
                brief=brief.strip(),
                due=due,
                minutes=minutes,
                by=by,
                at=at,
            )
            ask(
                unit=unit,
                kind="commission",
                fields=FIELDS,
                attachments=0,
                minutes=minutes,
                subject=row,
                at=at,
            )
            detail = {"unit": unit.pk, "due": due.isoformat()}
            work.record("commission", row, detail)
            asked.append(row)
    return asked


def close_commission(*, commission: Commission, by: Person, at: datetime) -> Commission:
    """Nothing more is expected."""
    with transition(COMMISSION, "close", commission, by=by, at=at) as act:
        act.move()
        act.record("close_commission")
    return commission


def _check(
    units: Sequence[Unit], title: str, due: date, minutes: int, project: Project | None, today: date
) -> None:
    if not units:
        raise Refused(Message(N_("请选择约稿单位。")))
    if not title.strip():
        raise Refused(Message(N_("请填写约稿题目。")))
    if due < today:
        raise Refused(Message(N_("截稿日期不能早于今天。")))
    if not 0 < minutes <= LONGEST:
        raise Refused(Message(N_("预计用时请填1到{most}分钟。"), {"most": LONGEST}))
    if project is not None and any(unit.pk != project.lead_unit_id for unit in units):
        raise Refused(Message(N_("按项目约稿，只向项目的牵头单位约。")))
