"""How many review rounds each unit sees in a year."""

from __future__ import annotations

from django.db.models import Count

from taizhang.core.lifecycle.project_year import ReviewState
from taizhang.ledger.models import Ledger, Review


def visits(ledger: Ledger, without: Review | None = None) -> dict[int, int]:
    """Rounds planned or held in the ledger's year, by unit; ``without`` is left out."""
    rounds = Review.objects.filter(ledger=ledger, units__isnull=False).exclude(state=ReviewState.CANCELLED)
    if without is not None:
        rounds = rounds.exclude(pk=without.pk)
    return dict(rounds.order_by().values_list("units").annotate(Count("pk")))


def units_at_cap(ledger: Ledger, without: Review | None = None) -> set[int]:
    """Keys of the units for which no further round may be planned."""
    return {unit for unit, count in visits(ledger, without).items() if count >= ledger.review_cap}
