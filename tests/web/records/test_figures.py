"""Figures with their source; corrections; the export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Figure, Obligation, ProgressReport, Project
from taizhang.office.clock import now, today
from taizhang.web.frame.sources import source_of
from tests.ledger.conftest import People

from .conftest import Browse


@pytest.fixture
def activity(people: People, project: Project) -> Activity:
    return records.record_activity(
        unit=people.unit,
        project=project,
        kind="visit",
        title="=入户走访",
        held_on=today(),
        counts=[("走访老人", "500余人", "人", "period"), ("=服务", "1200人次", "人次", "period")],
        by=people.liaison,
        at=now(),
    )


@pytest.fixture
def reported(people: People, project: Project) -> Figure:
    """A value of the indicator that came with a report."""
    day = today()
    obligation = Obligation.objects.create(
        office=project.office, project=project, period="2026-07", opens_on=day, due_on=day, clock_from=day
    )
    report = ProgressReport.objects.create(
        office=project.office,
        obligation=obligation,
        project=project,
        written_by=people.liaison,
        changed_at=now(),
    )
    return Figure.objects.create(
        office=project.office, project=project, whose=people.unit, indicator=project.indicators.get(), name="上门走访",
        value=41_000, unit="人次", basis="cumulative", period="2026-07", as_of=day, report=report, recorded_at=now(),
    )  # fmt: skip


def test_each_figure_stands_with_its_source(
    as_: Browse, people: People, project: Project, activity: Activity, reported: Figure
) -> None:
    page = as_(people.leader).get(reverse("figures", args=[project.pk])).content.decode()
    for part in ("500余人", "=入户走访", "41,000人次", "60,000人次", "不相加", "进展报告"):
        assert part in page
    earlier = today() - timedelta(days=1)
    page = (
        as_(people.leader)
        .get(reverse("figures", args=[project.pk]), {"on": earlier.isoformat()})
        .content.decode()
    )
    assert "500余人" not in page


def test_the_export_is_text_and_no_formula(
    as_: Browse, people: People, project: Project, activity: Activity, reported: Figure
) -> None:
    answer = as_(people.officer).get(reverse("figures-csv", args=[project.pk]))
    assert answer["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert "'=服务" in {row[0] for row in rows}
    assert any(row[3] == "500" for row in rows)
    assert any("/activities/" in row[11] for row in rows)


def test_a_figure_is_put_right_and_the_old_one_stays(as_: Browse, people: People, activity: Activity) -> None:
    figure = Figure.objects.get(unit="人次")
    url = reverse("figure", args=[figure.pk])
    browser = as_(people.liaison)
    for given, said in (
        ({"value": "", "reason": "漏计"}, "必填"),
        ({"value": "很多", "reason": "漏计"}, "不是可以核对的数量"),
        ({"value": "1250人", "reason": "漏计"}, "计，不能填"),
    ):
        refused = browser.post(url, given)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    page = browser.post(url, {"value": "1250人次", "reason": "漏计一个社区"}, follow=True).content.decode()
    assert "漏计一个社区" in page
    assert "1200人次" in page
    old = browser.get(url).content.decode()
    assert "这是旧数" in old
    assert "更正这个数" not in old


def test_who_records_nothing_corrects_nothing(as_: Browse, people: People, activity: Activity) -> None:
    figure = Figure.objects.first()
    assert figure is not None
    url = reverse("figure", args=[figure.pk])
    assert "更正这个数" not in as_(people.head).get(url).content.decode()
    as_(people.head).post(url, {"value": "9人", "reason": "x"})
    assert not Figure.objects.filter(revision=2).exists()
    assert as_(people.other_liaison).get(url).status_code == 404


def test_every_kind_of_source_has_its_words(people: People, project: Project, reported: Figure) -> None:
    item = records.add_service_item(
        project=project, title="上门理发", unit="人次", by=people.liaison, at=now()
    )
    service = Figure(project=project, service=item, name="理发", unit="人次", value=1)
    assert source_of(service) == ("办实事清单", "上门理发", reverse("services", args=[project.pk]))
    assert source_of(Figure(imported_from="台账.xlsx 第12行")) == ("导入", "台账.xlsx 第12行", "")
    assert source_of(reported)[:2] == ("进展报告", "7月")
