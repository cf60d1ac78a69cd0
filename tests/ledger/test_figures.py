"""What the figures of an indicator come to, whatever was reported in whatever order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.core.calendar import Period, PeriodKind
from taizhang.ledger.actions import records
from taizhang.ledger.models import Figure, Indicator
from taizhang.ledger.queries.figures import figures_of, latest_figure, service_totals, total_of

from .conftest import People, ProjectIn

YEAR_END = date(2026, 12, 31)
REPORTED = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 10**6), st.booleans()), min_size=1, max_size=8
)  # month, value, withdrawn since


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPORTED)
def test_totals(project_in: ProjectIn, reported: list[tuple[int, int, bool]]) -> None:
    with transaction.atomic():
        project = project_in()
        indicator = project.indicators.get()
        standing: dict[int, int] = {}
        for order, (month, value, withdrawn) in enumerate(reported):
            period = Period(PeriodKind.MONTH, 2026, month)
            at = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=order)
            Figure.objects.create(
                office=project.office, project=project, whose=project.lead_unit, indicator=indicator,
                name="走访", value=value, unit="人次", period=period.code, as_of=period.last,
                imported_from="进度表", recorded_at=at, ended_at=at if withdrawn else None,
            )  # fmt: skip
            if not withdrawn:
                standing[month] = value
        last = Decimal(standing[max(standing)]) if standing else None
        sums = {"cumulative": last, "level": last, "period": Decimal(sum(standing.values()))}
        for basis, expected in sums.items():
            Indicator.objects.filter(pk=indicator.pk).update(basis=basis)
            indicator.refresh_from_db()
            assert total_of(indicator, YEAR_END) == (expected if standing else None)
        latest = latest_figure(indicator, YEAR_END)
        assert (latest.value if latest else None) == last
        assert figures_of(project, YEAR_END).count() == sum(not gone for _, _, gone in reported)
        assert total_of(indicator, date(2026, 11, 30)) is None  # not known then
        transaction.set_rollback(True)


def test_a_figure_that_is_a_bound_counts_as_its_bound(project_in: ProjectIn, at: datetime) -> None:
    project = project_in()
    indicator = project.indicators.get()
    for high in (300, 200):
        Figure.objects.create(
            office=project.office, project=project, whose=project.lead_unit, indicator=indicator,
            name="走访", high=high, unit="人次", as_of=at.date(), imported_from="进度表", recorded_at=at,
        )  # fmt: skip
    assert total_of(indicator, at.date()) == 200


def test_a_service_runs_up_from_the_entries_that_stand(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    item = records.add_service_item(
        project=project_in(), title="免费理发", unit="人次", target="500", by=people.liaison, at=at
    )
    entries = [
        records.add_service_entry(
            item=item, done_on=date(2026, 2, day), amount=text, by=people.liaison, at=at
        )
        for day, text in ((3, "30"), (10, "1百余"), (20, "25人次"))
    ]
    assert service_totals([item], at.date()) == {item.pk: 155}
    assert service_totals([item], date(2026, 2, 28)) == {}  # recorded in March
    later = at + timedelta(days=2)
    records.void_service_entry(entry=entries[0], by=people.liaison, at=later)
    assert service_totals([item], at.date()) == {item.pk: 155}
    assert service_totals([item], later.date()) == {item.pk: 125}
