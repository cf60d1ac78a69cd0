"""The criteria of an account beside the figures that they are measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from taizhang.core.plan.criteria import CriterionFigure, measured_by
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Closure, Project
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.rules.account_plans import plan_of

CriteriaFigures = Mapping[int, Sequence[CriterionFigure]]  # by the criterion's key


def criterion_figures(project: Project, on: date) -> CriteriaFigures:
    """What each criterion in force is measured by, as known at the end of ``on``; empty where it is not counted."""
    plan = plan_of(project)
    reached = totals(project.indicators.filter(in_force=True), on)
    return {each.key or 0: measured_by(each.text, plan.indicators, reached) for each in plan.criteria}


def shortfall(figure: CriterionFigure) -> Message:
    """宣讲场次：完成170场，要求300场."""
    gaps = {
        "name": figure.name,
        "reached": "—" if figure.reached is None else f"{figure.reached.normalize():,f}{figure.unit}",
        "required": f"{figure.required.normalize():,f}{figure.unit}",
    }
    return Message(_AT_MOST if figure.at_most else _AT_LEAST, gaps)


_AT_LEAST = N_("{name}：完成{reached}，要求{required}")
_AT_MOST = N_("{name}：实际{reached}，要求不超过{required}")


def shortfalls_of(closure: Closure) -> list[Message]:
    """The figures of the request's answers that fall short, as they stood when it was last sent on."""
    figures = [CriterionFigure.from_json(each) for answer in closure.answers.all() for each in answer.figures]
    return [shortfall(each) for each in dict.fromkeys(figures) if each.falls_short]
