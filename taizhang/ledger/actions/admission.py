"""From an admitted proposal to the project whose account is then prepared."""

from __future__ import annotations

from datetime import date, datetime

from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
)
from taizhang.core.plan.amounts import amount_of
from taizhang.ledger.actions.state_history import counted_anew
from taizhang.ledger.models import Project, Proposal, StateInterval


def project_from(proposal: Proposal, at: datetime) -> Project:
    """The project of an admitted proposal; the lists of its account (``first_plan``) are written by the caller."""
    project = Project.objects.create(
        office=proposal.office,
        ledger=proposal.call.ledger,
        proposal=proposal,
        title=proposal.title,
        theme=proposal.theme,
        lead_unit=proposal.unit,
        goal=proposal.goal,
        start=date(proposal.call.ledger.year, 1, 1),
        due=proposal.due,
        changed_at=at,
    )
    stand(project, at)
    return project


def stand(project: Project, at: datetime) -> None:
    """The first line of the history of the project's states."""
    StateInterval.objects.create(
        office=project.office, project=project, ledger=project.ledger, state=project.state, since=at
    )
    counted_anew(project.ledger_id)


def first_plan(proposal: Proposal) -> AccountPlan:
    """The account as the proposal describes it; each target is a closing criterion to begin with."""
    lines = [line.strip() for line in proposal.measures.splitlines()]
    return AccountPlan(
        title=proposal.title,
        supporting_units=tuple(proposal.supporting_units.values_list("pk", flat=True)),
        indicators=tuple(
            _indicator(
                each.get("name", ""), each.get("target", ""), each.get("unit", ""), each.get("basis", "")
            )
            for each in proposal.indicators
        ),
        measures=tuple(MeasurePlan(line) for line in lines if line),
        milestones=tuple(
            MilestonePlan(each["title"], date.fromisoformat(each["due"]), each.get("phase") or "")
            for each in proposal.milestones
        ),
        criteria=tuple(
            CriterionPlan(f"{each['name']}达到{each['target']}{each.get('unit', '')}")
            for each in proposal.indicators
            if each.get("name") and each.get("target")
        ),
    )


def _indicator(name: str, target: str, unit: str, basis: str) -> IndicatorPlan:
    amount = amount_of(target, unit) if target else None
    return IndicatorPlan(
        name=name,
        unit=unit or (amount.unit if amount else ""),
        basis=basis or "cumulative",
        target=amount.base if amount else None,
        target_text=target,
    )
