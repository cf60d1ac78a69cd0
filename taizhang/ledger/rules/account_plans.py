"""Between an account's rows and its plan: reading the plan off the rows, writing it back, freezing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.curves import curve_from_json
from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
    to_json,
)
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import (
    Baseline,
    ChangeRequest,
    Criterion,
    Indicator,
    Measure,
    MeasureDefinition,
    Milestone,
    Project,
    Theme,
)
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person, Post, Unit

LISTS = ("supporting_units", "indicators", "measures", "milestones", "criteria")


def plan_of(project: Project) -> AccountPlan:
    """What the account says now; prefetched lists are not asked for again (``LISTS``)."""
    return AccountPlan(
        title=project.title,
        goal=project.goal,
        theme=project.theme_id,
        supporting_units=tuple(sorted(unit.pk for unit in project.supporting_units.all())),
        lead_post=project.lead_post_id,
        schedule=project.schedule,
        waived_months=tuple(project.waived_months),
        start=project.start,
        due=project.due,
        curve=dict(project.curve or {}),
        indicators=tuple(
            IndicatorPlan(i.name, i.unit, i.basis, i.target, i.target_text, i.definition_id, i.pk)
            for i in project.indicators.all()
            if i.in_force
        ),
        measures=tuple(MeasurePlan(m.text, m.pk) for m in project.measures.all() if m.in_force),
        milestones=tuple(
            MilestonePlan(m.title, m.due, m.phase, m.pk) for m in project.milestones.all() if m.in_force
        ),
        criteria=tuple(CriterionPlan(c.text, c.pk) for c in project.criteria.all() if c.in_force),
    )


def missing_of(project: Project) -> list[Message]:
    """What the account still lacks before it can be opened."""
    return missing_in(plan_of(project))


def missing_in(plan: AccountPlan) -> list[Message]:
    """What ``plan`` lacks: goal, measure, milestone, lead post, closing criterion, dates."""
    wanted = (
        (plan.goal.strip(), N_("缺工作目标")),
        (plan.measures, N_("缺主要举措")),
        (plan.milestones, N_("缺节点（至少一个）")),
        (plan.lead_post, N_("缺责任岗位")),
        (plan.criteria, N_("缺销账标准")),
        (plan.start, N_("缺起始日期")),
        (plan.due, N_("缺完成时限")),
    )
    return [Message(words) for there, words in wanted if not there]


def check_plan(project: Project, plan: AccountPlan) -> None:
    """Refused where the plan contradicts itself, bears a secrecy mark or names what is not this office's."""
    check_no_secret(to_json(plan))
    _check_days(plan)
    _check_names(project, plan)


def _check_days(plan: AccountPlan) -> None:
    if plan.start and plan.due and plan.due < plan.start:
        raise Refused(Message(N_("完成时限早于起始日期，请核对。")))
    for stone in plan.milestones:
        if plan.due and stone.due > plan.due:
            raise Refused(Message(N_("节点“{title}”晚于完成时限，请核对。"), {"title": stone.title}))
    if plan.curve:
        try:
            curve_from_json(dict(plan.curve))
        except ValueError as error:
            raise Refused(error.args[0]) from error


def _check_names(project: Project, plan: AccountPlan) -> None:
    if (
        plan.lead_post is not None
        and not Post.objects.filter(pk=plan.lead_post, unit=project.lead_unit_id).exists()
    ):
        raise Refused(Message(N_("责任岗位须属于牵头单位。")))
    if plan.theme is not None and not Theme.objects.filter(pk=plan.theme, ledger=project.ledger_id).exists():
        raise Refused(Message(N_("这个类别不属于本年度台账。")))
    units = set(plan.supporting_units)
    if Unit.objects.filter(pk__in=units).count() != len(units):
        raise Refused(Message(N_("配合单位不在成员单位名册中。")))
    definitions = {i.definition for i in plan.indicators if i.definition is not None}
    if MeasureDefinition.objects.filter(pk__in=definitions).count() != len(definitions):
        raise Refused(Message(N_("这个口径不属于本办公室。")))


def fields_of(plan: AccountPlan) -> dict[str, Any]:
    """The plan's values that stand in the project's own row."""
    return {
        "title": plan.title,
        "goal": plan.goal,
        "theme_id": plan.theme,
        "lead_post_id": plan.lead_post,
        "schedule": plan.schedule,
        "waived_months": list(plan.waived_months),
        "start": plan.start,
        "due": plan.due,
        "curve": dict(plan.curve),
    }


def write_lists(project: Project, plan: AccountPlan) -> None:
    """Bring the rows of indicators, measures, milestones and criteria to what the plan says.

    A row that the plan no longer names stays, out of force: figures and reports may speak of it.
    """
    project.supporting_units.set(plan.supporting_units)
    for model, part, fields in _LISTS:
        _write(model, project, getattr(plan, part), fields)


def write_first_lists(pairs: Sequence[tuple[Project, AccountPlan]]) -> None:
    """The lists of projects that have none yet: one statement for each table, not for each project."""
    through = Project.supporting_units.through
    through.objects.bulk_create(
        through(project_id=project.pk, unit_id=unit)
        for project, plan in pairs
        for unit in plan.supporting_units
    )
    for model, part, fields in _LISTS:
        rows: Any = model._default_manager
        rows.bulk_create(
            model(office=project.office, project=project, position=position, **fields(each))
            for project, plan in pairs
            for position, each in enumerate(getattr(plan, part), 1)
        )


def _indicator_fields(each: IndicatorPlan) -> dict[str, Any]:
    return {
        "name": each.name,
        "unit": each.unit,
        "basis": each.basis,
        "target": each.target,
        "target_text": each.target_text,
        "definition_id": each.definition,
    }


def _milestone_fields(each: MilestonePlan) -> dict[str, Any]:
    return {"title": each.title, "due": each.due, "phase": each.phase}


def _text_field(each: MeasurePlan | CriterionPlan) -> dict[str, Any]:
    return {"text": each.text}


_LISTS: tuple[tuple[type[Model], str, Callable[[Any], dict[str, Any]]], ...] = (
    (Indicator, "indicators", _indicator_fields),
    (Measure, "measures", _text_field),
    (Milestone, "milestones", _milestone_fields),
    (Criterion, "criteria", _text_field),
)


def _write(
    model: type[Model], project: Project, plans: Sequence[Any], fields: Callable[[Any], dict[str, Any]]
) -> None:
    rows: Any = model._default_manager
    there = {row.pk: row for row in rows.filter(project=project)}
    kept, new = set(), []
    for position, each in enumerate(plans, 1):
        values = {**fields(each), "position": position, "in_force": True}
        if each.key is None:
            new.append(model(office=project.office, project=project, **values))
        elif each.key in there:
            kept.add(each.key)
            if any(getattr(there[each.key], name) != value for name, value in values.items()):
                rows.filter(pk=each.key).update(**values)
        else:
            raise Refused(Message(N_("账目内容已在别处改动过，请刷新后再改。")))
    rows.bulk_create(new)
    dropped = set(there) - kept
    if dropped:
        rows.filter(pk__in=dropped).update(in_force=False)


def freeze(
    project: Project,
    *,
    plan: AccountPlan | None = None,
    by: Person | None,
    at: datetime,
    change: ChangeRequest | None = None,
) -> Baseline:
    """The next baseline: what the account says now, frozen; the one before ends at the same moment.

    ``plan`` is the account where the caller has just read it.
    """
    plan = plan or plan_of(project)
    if project.start is None or project.due is None:
        raise Refused(Message(N_("账目缺起止日期，不能形成基线。")))
    last = Baseline.objects.filter(project=project).order_by("-version").first()
    Baseline.objects.filter(project=project, until__isnull=True).update(until=at)
    units = Unit.objects.filter(pk__in=plan.supporting_units).order_by("pk")
    return Baseline.objects.create(
        office=project.office,
        project=project,
        version=last.version + 1 if last else 1,
        since=at,
        title=project.title,
        theme_id=project.theme_id,
        lead_unit_id=project.lead_unit_id,
        lead_post_id=project.lead_post_id,
        start=project.start,
        due=project.due,
        data={**to_json(plan), "supporting_names": [unit.short_name for unit in units]},
        change=change,
        frozen_by=by,
    )
