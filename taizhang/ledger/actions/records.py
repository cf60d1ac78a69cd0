"""Activities, services, evidence, definitions, and figures put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import Amount, amount_in, amount_of
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.service_totals import keep_total
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.models import (
    Activity,
    ActivityKind,
    Basis,
    Criterion,
    Evidence,
    Figure,
    MeasureDefinition,
    ProgressReport,
    Project,
    ServiceEntry,
    ServiceItem,
)
from taizhang.ledger.rules.checks import Objections, check_no_program, check_no_secret, check_reason
from taizhang.office import files
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, transition, unit_of_work

Count = tuple[str, str, str, str]  # name, amount as typed, unit, basis

MOST_NOTE = 200  # characters of the note of a service entry


def record_activity(
    *,
    unit: Unit,
    project: Project | None = None,
    kind: str,
    title: str,
    held_on: date,
    ended_on: date | None = None,
    venue: str = "",
    sub_venues: int | None = None,
    outlet: str = "",
    link: str = "",
    note: str = "",
    counts: Sequence[Count] = (),
    by: Person,
    at: datetime,
) -> Activity:
    """Record what took place, with head counts and quantities: each becomes a figure of this source."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER) as work:
        check_actor(PROJECT.steps["record"], unit.pk, by, at)
        activity = Activity(
            office=unit.office,
            unit=unit,
            project=project,
            kind=ActivityKind(kind),
            title=title,
            held_on=held_on,
            ended_on=ended_on,
            venue=venue,
            sub_venues=sub_venues,
            outlet=outlet,
            link=link,
            note=note,
            recorded_by=by,
            recorded_at=at,
        )
        _check_activity(unit, project, activity, localdate(at))
        activity.save()
        for count in counts:
            write_count(activity, count, by, at)
        work.record("record_activity", activity)
    return activity


def _check_activity(unit: Unit, project: Project | None, activity: Activity, today: date) -> None:
    check_no_secret(activity.title, activity.venue, activity.outlet, activity.link, activity.note)
    if not activity.title.strip():
        raise Refused(Message(N_("请填写活动名称。")))
    if activity.held_on > today:
        raise Refused(Message(N_("活动日期晚于今天，请在开展以后登记。")))
    if activity.ended_on is not None and activity.ended_on < activity.held_on:
        raise Refused(Message(N_("结束日期早于开始日期，请核对。")))
    _check_new(activity)
    if activity.link and not activity.link.startswith(("https://", "http://")):
        raise Refused(Message(N_("链接须以 https:// 或 http:// 开头。")))
    if project is None:
        return
    PROJECT.step("record", project.state)
    if project.lead_unit_id != unit.pk and not project.supporting_units.filter(pk=unit.pk).exists():
        raise Refused(Message(N_("这个项目不由本单位牵头或配合。")))


def _check_new(activity: Activity) -> None:
    """Refused where the same activity is recorded already: a form that was sent, gone back to and sent again."""
    same = Activity.objects.filter(
        voided_at__isnull=True,
        **{
            name: getattr(activity, name) for name in ("unit", "project", "kind", "title", "held_on", "venue")
        },
    )
    if same.exists():
        said = N_(
            "“{title}”当天已登记过一次。数据有误的，请打开那一条更正；确为另一场的，请在名称中注明场次。"
        )
        raise Refused(Message(said, {"title": activity.title}))


def write_count(activity: Activity, count: Count, by: Person | None, at: datetime) -> None:
    """Write one count of the activity as a figure of this source."""
    name, text, unit, basis = count
    check_no_secret(name, text)
    amount = amount_in(text, unit) if unit.strip() else readable(text)
    Figure.objects.create(
        office=activity.office,
        project=activity.project,
        whose=activity.unit,
        activity=activity,
        name=name or activity.title[:100],
        value=amount.value,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        surface=amount.surface,
        basis=Basis(basis or Basis.PERIOD),
        period=f"{activity.held_on:%Y-%m}",
        as_of=activity.ended_on or activity.held_on,
        recorded_by=by,
        recorded_at=at,
    )


def readable(text: str) -> Amount:
    """The typed amount with the unit it names (500余人); Refused where it is none, or names no unit."""
    amount = amount_of(text)
    if amount is None or not amount.unit:
        raise Refused(Message(N_("“{text}”不是可以核对的数量，请连同单位一起填写。"), {"text": text[:60]}))
    return amount


def void_activity(*, activity: Activity, reason: str, by: Person, at: datetime) -> Activity:
    """It did not take place, or was entered twice: it stays, marked, and its figures end."""
    with unit_of_work(office=activity.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER) as work:
        check_actor(PROJECT.steps["record"], activity.unit_id, by, at)
        if activity.origin:
            raise Refused(Message(N_("这项活动由已确认的宣讲场次生成，请在场次中撤销。")))
        end_activity(activity, reason, at)
        work.record("void_activity", activity, {"reason": reason})
    return activity


def end_activity(activity: Activity, reason: str, at: datetime) -> None:
    """Mark it void and end its figures, inside a unit of work."""
    check_reason(reason)
    standing = Activity.objects.filter(pk=activity.pk, voided_at__isnull=True)
    if not standing.update(voided_at=at, void_reason=reason):
        raise Refused(Message(N_("这项活动已经作废。")))
    activity.refresh_from_db()
    Figure.objects.filter(activity=activity, ended_at__isnull=True).update(ended_at=at)


def add_evidence(
    *,
    project: Project,
    title: str = "",
    content: bytes | None = None,
    name: str = "",
    media_type: str = "application/octet-stream",
    activity: Activity | None = None,
    report: ProgressReport | None = None,
    criterion: Criterion | None = None,
    by: Person,
    at: datetime,
) -> Evidence:
    """Add a file of any kind (kept, never opened), or point to an activity that is recorded already."""
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        check_no_secret(title, name)
        if (content is None) == (activity is None):
            raise Refused(Message(N_("请选择一个文件，或者一项已登记的活动。")))
        for row in (activity, report, criterion):
            if row is not None and row.project_id != project.pk:
                raise Refused(Message(N_("所选内容不属于本项目。")))
        file = None
        if content is not None:
            check_no_program(name, content)
            file = files.store(
                office=project.office, content=content, name=name[-200:], media_type=media_type, at=at
            )
        evidence = Evidence.objects.create(
            office=project.office,
            project=project,
            title=(title or name or (activity.title if activity else ""))[:200],
            file=file,
            activity=activity,
            report=report,
            criterion=criterion,
            added_by=by,
            added_at=at,
        )
        act.record("add_evidence", evidence)
    return evidence


def add_files(
    *, project: Project, files: Sequence[tuple[str, bytes]], title: str = "", by: Person, at: datetime
) -> list[Evidence]:
    """Add several files (name, content), all or none; ``title`` is for one alone."""
    with unit_of_work(office=project.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER):
        return [
            add_evidence(
                project=project,
                title=title if len(files) == 1 else "",
                content=content,
                name=name,
                by=by,
                at=at,
            )
            for name, content in files
        ]


def withdraw_evidence(*, evidence: Evidence, by: Person, at: datetime) -> Evidence:
    """Take it down; the row stays."""
    project = evidence.project
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        if not Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
            raise Refused(Message(N_("这份材料已经撤下。")))
        evidence.refresh_from_db()
        act.record("withdraw_evidence", evidence)
    return evidence


def add_service_item(
    *, project: Project, title: str, unit: str, target: str = "", by: Person, at: datetime
) -> ServiceItem:
    """Add a line to the project's list of services."""
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        check_no_secret(title)
        if not title.strip() or not unit.strip():
            raise Refused(Message(N_("请填写事项和计量单位。")))
        item = ServiceItem.objects.create(
            office=project.office,
            project=project,
            title=title,
            unit=unit,
            target=amount_in(target, unit).base if target.strip() else None,
            position=project.services.count() + 1,
        )
        act.record("add_service_item", item)
    return item


def add_service_entry(
    *, item: ServiceItem, done_on: date, amount: str, note: str = "", by: Person, at: datetime
) -> ServiceEntry:
    """What was done of it; the running total is the sum of the entries that stand."""
    project = item.project
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        check_no_secret(note)
        if done_on > localdate(at):
            raise Refused(Message(N_("日期晚于今天，请在办理以后登记。")))
        if done_on.year < project.ledger.year - 1:  # a slip of the year would stand in the total unseen
            raise Objections({"done_on": Message(N_("日期离今天太远，请核对年份。"))})
        read = amount_in(amount, item.unit)
        if read.is_range:  # its lower end would go into the running total
            raise Refused(Message(N_("“{text}”不是可以核对的数量。"), {"text": read.surface}))
        entry = ServiceEntry.objects.create(
            office=item.office,
            item=item,
            done_on=done_on,
            amount=read.base,
            note=note if read.value is not None else _with_words(read.surface, note),
            recorded_by=by,
            recorded_at=at,
        )
        keep_total(item, by, at)
        act.record("add_service_entry", entry)
    return entry


def _with_words(surface: str, note: str) -> str:
    """The note with the amount as it was typed (30余): the total adds up its number, and the word is not lost."""
    told = "；".join(filter(None, (surface, note)))
    return told if len(told) <= MOST_NOTE else note


def void_service_entry(*, entry: ServiceEntry, by: Person, at: datetime) -> ServiceEntry:
    """Entered by mistake: it stays, marked, and no longer counts."""
    project = entry.item.project
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        if not ServiceEntry.objects.filter(pk=entry.pk, voided_at__isnull=True).update(voided_at=at):
            raise Refused(Message(N_("这条记录已经作废。")))
        entry.refresh_from_db()
        keep_total(entry.item, by, at)
        act.record("void_service_entry", entry)
    return entry


def correct_figure(*, figure: Figure, value: str, reason: str, by: Person, at: datetime) -> Figure:
    """Put a figure right: a new revision from the same source; the old one stays beside it."""
    with unit_of_work(office=figure.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER) as work:
        check_actor(PROJECT.steps["record"], figure.whose_id, by, at)
        check_reason(reason)
        check_no_secret(reason)
        amount = amount_in(value, figure.unit)
        if not Figure.objects.filter(pk=figure.pk, ended_at__isnull=True).update(ended_at=at):
            raise Refused(Message(N_("这项数据已被更正，请看最新的数值。")))
        figure.refresh_from_db()
        revised = Figure.objects.create(**_revision(figure, amount, reason, by, at))
        work.record("correct_figure", revised, {"replaces": figure.pk, "reason": reason})
        if figure.project is not None:
            judge_again([figure.project], at)
    return revised


SAME = (
    "office", "project", "whose", "indicator", "definition", "name", "basis", "period", "as_of", "scope",
    "report", "span_start", "span_end", "activity", "service", "imported_from",
)  # fmt: skip


def _revision(figure: Figure, amount: Amount, reason: str, by: Person, at: datetime) -> dict[str, Any]:
    return {
        **{name: getattr(figure, name) for name in SAME},
        "value": amount.value,
        "low": amount.low,
        "high": amount.high,
        "unit": amount.unit,
        "surface": amount.surface,
        "revision": figure.revision + 1,
        "replaces": figure,
        "reason": reason,
        "recorded_by": by,
        "recorded_at": at,
    }


def define_measure(
    *,
    office: Office,
    name: str,
    unit: str,
    basis: str = Basis.CUMULATIVE,
    scope: str = "",
    counting: str = "",
    by: Person | None,
    at: datetime,
) -> MeasureDefinition:
    """Lay down what a figure means wherever it is used (口径)."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        check_no_secret(name, scope, counting)
        if not name.strip() or not unit.strip():
            raise Refused(Message(N_("请填写口径名称和计量单位。")))
        if MeasureDefinition.objects.filter(name=name, unit=unit).exists():
            raise Refused(Message(N_("口径“{name}（{unit}）”已经存在。"), {"name": name, "unit": unit}))
        definition = MeasureDefinition.objects.create(
            office=office, name=name, unit=unit, basis=Basis(basis), scope=scope, counting=counting
        )
        work.record("define_measure", definition)
    return definition


def retire_measure(*, definition: MeasureDefinition, by: Person | None, at: datetime) -> MeasureDefinition:
    """Offer the definition no more; what uses it keeps it."""
    with unit_of_work(office=definition.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        if not MeasureDefinition.objects.filter(pk=definition.pk, in_force=True).update(in_force=False):
            raise Refused(Message(N_("这个口径已经停用。")))
        definition.refresh_from_db()
        work.record("retire_measure", definition)
    return definition
