"""Calls and what the units answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from taizhang.core.lifecycle.project_year import ProjectState, ProposalState
from taizhang.core.text.similarity import nearest, twins
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.office.models import Unit
from taizhang.office.queries import active_units

ALIKE = Fraction(3, 5)
SHOWN = 3
GIVEN_UP = (ProposalState.WITHDRAWN, ProposalState.DRAFT)
NEVER_OPENED = (ProjectState.ADMITTED, ProjectState.CANCELLED, ProjectState.MERGED)


@dataclass(frozen=True, slots=True)
class Answers:
    """Who has answered a call with at least one proposal, and who has not."""

    answered: list[Unit]
    silent: list[Unit]


def units_asked(call: Call) -> list[Unit]:
    """The units to which the call goes or went, in the register's order; all that take part where none is chosen."""
    return list(call.units.order_by("kind", "pk")) or list(active_units())


def answers_to(call: Call) -> Answers:
    """The units asked, in the register's order."""
    answered = set(call.proposals.exclude(state__in=GIVEN_UP).values_list("unit", flat=True))
    units = units_asked(call)
    return Answers(
        answered=[unit for unit in units if unit.pk in answered],
        silent=[unit for unit in units if unit.pk not in answered],
    )


def projects_before(call: Call, units: Sequence[Unit]) -> QuerySet[Project]:
    """Projects of the units in the years before the call's, the latest first: a proposal may begin as a copy."""
    rows = Project.objects.filter(lead_unit__in=units, ledger__year__lt=call.ledger.year)
    rows = rows.exclude(state__in=NEVER_OPENED).select_related("ledger", "lead_unit", "theme")
    return rows.order_by("-ledger__year", "serial")


def project_from(proposal: Proposal) -> Project | None:
    """The project that the proposal has become; None where it has not."""
    return Project.objects.filter(proposal=proposal).first()


def alike(proposal: Proposal) -> list[tuple[Proposal | Project, Fraction]]:
    """Proposals of the same call and projects of the last two years that say nearly the same, nearest first."""
    rows: dict[tuple[str, int], Proposal | Project] = {
        ("proposal", each.pk): each for each in _standing(proposal.call).exclude(pk=proposal.pk)
    }
    year = proposal.call.ledger.year
    earlier = Project.objects.filter(ledger__year__in=(year - 1, year - 2)).select_related(
        "lead_unit", "ledger"
    )
    rows |= {("project", each.pk): each for each in earlier}
    texts = {key: _text(row) for key, row in rows.items()}
    return [(rows[key], likeness) for key, likeness in nearest(_text(proposal), texts, ALIKE, SHOWN)]


def alike_in(call: Call) -> Mapping[int, list[tuple[Proposal, Fraction]]]:
    """For each proposal of the call the others that say nearly the same."""
    rows = {each.pk: each for each in _standing(call)}
    found: dict[int, list[tuple[Proposal, Fraction]]] = {}
    for first, second, likeness in twins({pk: _text(row) for pk, row in rows.items()}, ALIKE):
        found.setdefault(first, []).append((rows[second], likeness))
        found.setdefault(second, []).append((rows[first], likeness))
    return found


def _standing(call: Call) -> QuerySet[Proposal]:
    return call.proposals.exclude(state__in=GIVEN_UP).select_related("unit", "theme")


def _text(row: Proposal | Project) -> str:
    return f"{row.title}\n{row.goal}"
