"""The running total of a service as a figure: its source is the line of the list, each change a new revision."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localdate

from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Basis, Figure, ServiceItem
from taizhang.ledger.queries.figures import service_totals
from taizhang.office.models import Person

SUMMED = Message(N_("逐笔登记累加"))


def state_total(item: ServiceItem, by: Person | None, at: datetime) -> Figure:
    """Return the figure of the total as it is now; one that said something else ends, the new one replaces it.

    Called inside a unit of work.
    """
    now = item.figures.filter(ended_at=None).order_by("-pk").first()
    total = service_totals([item], localdate(at)).get(item.pk, Decimal(0))
    if now is not None and now.value == total:
        return now
    item.figures.filter(ended_at=None).update(ended_at=at)
    return Figure.objects.create(
        office=item.office, project=item.project, whose=item.project.lead_unit, name=item.title[:100],
        value=total, unit=item.unit, basis=Basis.CUMULATIVE, as_of=localdate(at), service=item,
        revision=now.revision + 1 if now else 1, replaces=now, reason=str(SUMMED) if now else "",
        recorded_by=by, recorded_at=at,
    )  # fmt: skip


def keep_total(item: ServiceItem, by: Person | None, at: datetime) -> None:
    """Let the figure follow the entries, where the total is stated as one at all."""
    if item.figures.exists():
        state_total(item, by, at)
