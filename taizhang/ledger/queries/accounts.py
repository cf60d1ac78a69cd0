"""Accounts on their way: which wait to be opened, and what each still lacks."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.account_plan import AccountPlan, CriterionPlan, MeasurePlan, MilestonePlan
from taizhang.core.text.messages import Message
from taizhang.ledger.models import Criterion, Measure, Milestone, Project
from taizhang.ledger.rules.account_plans import missing_in


def to_open() -> QuerySet[Project]:
    """Admitted projects in the order in which they get their numbers: by theme, then by unit."""
    rows = Project.objects.filter(state=ProjectState.ADMITTED, ledger__closed_at__isnull=True)
    rows = rows.select_related("ledger", "lead_unit", "theme", "lead_post")
    return rows.order_by(
        "ledger__year", "theme__position", "theme", "lead_unit__kind", "lead_unit", "pk"
    ).annotate(**{name: Exists(_there(model)) for name, model in _LISTS.items()})


def to_confirm() -> QuerySet[Project]:
    """Accounts that wait for their unit to confirm them."""
    rows = Project.objects.filter(state=ProjectState.OPENED).select_related("lead_unit")
    return rows.order_by("ledger__year", "serial")


def lacking(project: Project) -> list[Message]:
    """As ``plans.missing_of``, for a row of ``to_open``: without a query of its own."""
    row = vars(project)
    plan = AccountPlan(
        title=project.title,
        goal=project.goal,
        lead_post=project.lead_post_id,
        start=project.start,
        due=project.due,
        measures=(MeasurePlan(""),) * row["has_measures"],
        milestones=(MilestonePlan("", project.changed_at.date()),) * row["has_milestones"],
        criteria=(CriterionPlan(""),) * row["has_criteria"],
    )
    return missing_in(plan)


_LISTS: dict[str, type[Measure] | type[Milestone] | type[Criterion]] = {
    "has_measures": Measure,
    "has_milestones": Milestone,
    "has_criteria": Criterion,
}


def _there(
    model: type[Measure] | type[Milestone] | type[Criterion],
) -> QuerySet[Measure] | QuerySet[Milestone] | QuerySet[Criterion]:
    return model.objects.filter(project=OuterRef("pk"), in_force=True)
