"""A year's ledger and its calls for projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from taizhang.core.lifecycle.project_year import CALL
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.signals import PRESETS, rules_to_json
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.importing import keep_book
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.models import Call, Ledger, RuleSet, Theme
from taizhang.ledger.queries.calls import units_asked
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

SETTINGS = frozenset({"name", "report_due_day", "notice_days", "review_cap"})
FIELDS_OF_A_PROPOSAL = 8
FIRST_YEAR, LAST_YEAR = 2000, 2100  # outside, a year is a slip of the pen


def open_ledger(
    *,
    office: Office,
    year: int,
    name: str = "",
    rules_preset: str = "blue-yellow-red",
    by: Person | None,
    at: datetime,
) -> Ledger:
    """Open the ledger of a year; its signal rules begin as one of the presets."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        years = {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(Message(N_("台账年度{year}不对，应在{first}至{last}之间。"), years))
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        if Ledger.objects.filter(year=year).exists():
            raise Refused(Message(N_("{year}年度台账已经建立。"), {"year": year}))
        ledger = Ledger.objects.create(
            office=office,
            year=year,
            name=name or f"{year}年度重点工作台账",
            rules=_first_rules(office, rules_preset, by, at),
        )
        work.record("open_ledger", ledger, {"year": year})
    return ledger


def open_first_year(
    *,
    office: Office,
    year: int,
    name: str = "",
    rules_preset: str = "blue-yellow-red",
    themes: Sequence[str] = (),
    settings: Mapping[str, Any],
    book: tuple[bytes, str] | None = None,
    by: Person | None,
    at: datetime,
) -> Ledger:
    """Open a year's ledger with its settings (see ``set_ledger``) and its themes, each name once, and keep last year's
    workbook (content and name), to be looked at and imported; in one act.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_LEDGER):
        ledger = open_ledger(office=office, year=year, name=name, rules_preset=rules_preset, by=by, at=at)
        for theme in dict.fromkeys(theme.strip() for theme in themes if theme.strip()):
            add_theme(ledger=ledger, name=theme, by=by, at=at)
        if book is not None:
            keep_book(office=office, content=book[0], name=book[1], by=by, at=at)
        return set_ledger(ledger=ledger, by=by, at=at, **settings)


def _first_rules(office: Office, preset: str, by: Person | None, at: datetime) -> RuleSet:
    """The newest version of the preset that the office has adopted, else its first."""
    there = RuleSet.objects.filter(code=preset).order_by("-version").first()
    if there is not None:
        return there
    rules = PRESETS[preset]
    return RuleSet.objects.create(
        office=office,
        code=rules.code,
        name=rules.name,
        version=1,
        data=rules_to_json(rules),
        adopted_by=by,
        adopted_at=at,
    )


def set_ledger(*, ledger: Ledger, by: Person | None, at: datetime, **settings: Any) -> Ledger:
    """Change the ledger's name, report day (1–28), shortest notice or cap of reviews."""
    if not settings.keys() <= SETTINGS:
        raise TypeError(f"unknown settings {sorted(settings.keys() - SETTINGS)}")
    if not 1 <= settings.get("report_due_day", 1) <= 28:
        raise Refused(Message(N_("月报截止日须在每月1日至28日之间。")))
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        Ledger.objects.filter(pk=ledger.pk).update(**settings)
        ledger.refresh_from_db()
        work.record("set_ledger", ledger, settings)
    return ledger


def add_theme(*, ledger: Ledger, name: str, by: Person | None, at: datetime) -> Theme:
    """Add a theme at the end of the list."""
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        _check_theme(ledger, name)
        last = Theme.objects.filter(ledger=ledger).aggregate(last=Max("position"))["last"] or 0
        theme = Theme.objects.create(office=ledger.office, ledger=ledger, name=name, position=last + 1)
        work.record("add_theme", theme, {"name": name})
    return theme


def rename_theme(*, theme: Theme, name: str, by: Person | None, at: datetime) -> Theme:
    """Give a theme another name."""
    with unit_of_work(office=theme.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        _check_theme(theme.ledger, name)
        detail = {"before": theme.name, "name": name}
        Theme.objects.filter(pk=theme.pk).update(name=name)
        theme.refresh_from_db()
        work.record("rename_theme", theme, detail)
    return theme


def _check_theme(ledger: Ledger, name: str) -> None:
    if not name.strip():
        raise Refused(Message(N_("请填写类别名称。")))
    if Theme.objects.filter(ledger=ledger, name=name).exists():
        raise Refused(Message(N_("类别“{name}”已经存在。"), {"name": name}))


def draft_call(
    *,
    ledger: Ledger,
    title: str,
    guidance: str = "",
    themes: Sequence[Theme] = (),
    units: Sequence[Unit] = (),
    deadline: datetime,
    minutes: int = 4,
    by: Person | None,
    at: datetime,
) -> Call:
    """Draft a call for projects to ``units`` (none: all); ``minutes`` is what answering is expected to cost a unit."""
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        check_no_secret(title, guidance)
        call = Call.objects.create(
            office=ledger.office,
            ledger=ledger,
            title=title,
            guidance=guidance,
            deadline=deadline,
            minutes=minutes,
        )
        call.themes.set(_own(ledger, themes))
        call.units.set(units)
        work.record("draft_call", call)
    return call


def edit_call(
    *,
    call: Call,
    title: str,
    guidance: str = "",
    themes: Sequence[Theme] = (),
    units: Sequence[Unit] = (),
    deadline: datetime,
    minutes: int = 4,
    by: Person | None,
    at: datetime,
) -> Call:
    """Change a call that is not out yet."""
    with transition(CALL, "edit", call, by=by, at=at) as act:
        check_no_secret(title, guidance)
        act.move(title=title, guidance=guidance, deadline=deadline, minutes=minutes)
        call.themes.set(_own(call.ledger, themes))
        call.units.set(units)
        act.record("edit_call")
    return call


def _own(ledger: Ledger, themes: Sequence[Theme]) -> Sequence[Theme]:
    if any(theme.ledger_id != ledger.pk for theme in themes):
        raise Refused(Message(N_("这个类别不属于本年度台账。")))
    return themes


def issue_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """Send the call to the units chosen, or to all that take part; what it asks of each goes to the burden meter."""
    with transition(CALL, "issue", call, by=by, at=at) as act:
        _check_notice(call.ledger, call.deadline, at)
        units = [unit for unit in units_asked(call) if unit.active]
        if not units:
            raise Refused(Message(N_("没有可以征集的单位，请先选择单位。")))
        act.move(issued_at=at, units_asked=len(units))
        for unit in units:
            ask(
                unit=unit,
                kind="call",
                fields=FIELDS_OF_A_PROPOSAL,
                attachments=0,
                minutes=call.minutes,
                subject=call,
                at=at,
            )
        detail = {"units": len(units), "minutes": call.minutes}
        act.record("issue_call", detail=detail)
    return call


def extend_call(*, call: Call, deadline: datetime, by: Person | None, at: datetime) -> Call:
    """Give the units more time."""
    with transition(CALL, "extend", call, by=by, at=at) as act:
        if deadline <= call.deadline:
            raise Refused(Message(N_("新的截止时间须晚于原截止时间。")))
        detail = {"before": call.deadline.isoformat(), "deadline": deadline.isoformat()}
        act.move(deadline=deadline)
        act.record("extend_call", detail=detail)
    return call


def close_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """Take no more proposals."""
    with transition(CALL, "close", call, by=by, at=at) as act:
        act.move()
        act.record("close_call")
    return call


def _check_notice(ledger: Ledger, deadline: datetime, at: datetime) -> None:
    """Refused where the units would have less time than the ledger promises them."""
    if deadline < at + timedelta(days=ledger.notice_days):
        pattern = N_("截止时间距今不足{days}天。请给各单位留足准备时间。")
        raise Refused(Message(pattern, {"days": ledger.notice_days}))
