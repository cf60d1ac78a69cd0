"""A figure that comes into the ledger from words a unit has signed elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from taizhang.core.figures import Aggregation as Spoken
from taizhang.core.figures import Relation
from taizhang.core.figures import TextFigure as Written
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import decimal_of
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.amounts import bounds
from taizhang.ledger.models import Basis, Figure, Project
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def record_quoted(
    *,
    unit: Unit,
    project: Project | None,
    name: str,
    written: Written,
    source: str,
    as_of: date,
    by: Person,
    at: datetime,
) -> Figure:
    """Record what a signed text says as a figure of ``unit``; ``source`` names the text in words.

    Refused for a claim without a number (多场) and for one without a name.
    """
    check_no_secret(name, source)
    quantity = written.quantity
    if quantity.base is None:
        raise Refused(Message(N_("这里没有可以登记的数值。")))
    if not name.strip():
        raise Refused(Message(N_("请填写数据名称。")))
    low, high = bounds(quantity, quantity.unit)
    exact = quantity.relation is Relation.EQ
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        figure = Figure.objects.create(
            office=unit.office,
            project=project,
            whose=unit,
            name=name.strip()[:100],
            value=decimal_of(quantity.base) if exact else None,
            low=None if exact or low is None else decimal_of(Fraction(low)),
            high=None if exact or high is None else decimal_of(Fraction(high)),
            unit=quantity.unit,
            surface=written.surface[:60],
            basis=Basis.PERIOD if written.basis is Spoken.PERIOD else Basis.CUMULATIVE,
            period=f"{as_of:%Y-%m}",
            as_of=as_of,
            imported_from=source[:200],
            recorded_by=by,
            recorded_at=at,
        )
        work.record("record_quoted", figure)
    return figure
