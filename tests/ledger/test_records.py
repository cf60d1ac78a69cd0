"""Activities with their counts, evidence, services and definitions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Evidence, Figure, Indicator, MeasureDefinition
from taizhang.office import files
from taizhang.office.models import Office

from .conftest import People, ProjectIn

DAY = date(2026, 2, 10)


def held(people: People, at: datetime, **fields: Any) -> Activity:
    values: Any = {
        "unit": people.unit,
        "kind": "talk",
        "title": "政策宣讲",
        "held_on": DAY,
        "by": people.liaison,
    }
    return records.record_activity(**{**values, **fields}, at=at)


def test_each_count_is_a_figure_of_the_activity(people: People, project_in: ProjectIn, at: datetime) -> None:
    counts = [
        ("听众", "500余", "人", "period"),
        ("", "4万余人次", "", "cumulative"),
        ("资料", "300份", "份", ""),
    ]
    activity = held(people, at, project=project_in(), counts=counts, ended_on=date(2026, 2, 11), sub_venues=3)
    one, two, three = Figure.objects.filter(activity=activity).order_by("pk")
    assert (one.name, one.low, one.high, one.unit) == ("听众", 500, 600, "人")
    assert (two.name, two.low, two.unit, two.basis) == ("政策宣讲", 40_000, "人次", "cumulative")
    assert (three.value, three.basis, three.period, three.as_of) == (
        300,
        "period",
        "2026-02",
        date(2026, 2, 11),
    )
    records.void_activity(activity=activity, reason="重复登记", by=people.officer, at=at)
    assert not Figure.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused, match="已经作废"):
        records.void_activity(activity=activity, reason="重复登记", by=people.liaison, at=at)


def test_an_activity_is_recorded_once_however_often_its_form_is_sent(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    first = held(people, at)
    for again in ({}, {"note": "改了几个字"}, {"counts": [("听众", "80", "人", "period")]}):
        with pytest.raises(Refused, match="“政策宣讲”当天已登记过一次"):
            held(people, at + timedelta(minutes=5), **again)
    assert not Figure.objects.exists()
    for other in (
        {"title": "政策宣讲（第二场）"}, {"venue": "二楼会议室"}, {"held_on": DAY - timedelta(days=1)},
        {"kind": "meeting"}, {"project": project_in()},
    ):  # fmt: skip
        held(people, at, **other)
    records.void_activity(activity=first, reason="登记有误", by=people.liaison, at=at)
    held(people, at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "秘密★1年"},
        {"note": "绝密★"},
        {"held_on": date(2026, 3, 3)},
        {"ended_on": date(2026, 2, 9)},
        {"link": "javascript:alert(1)"},
        {"counts": [("听众", "300人次", "人", "")]},
        {"counts": [("听众", "多名", "人", "")]},
        {"counts": [("听众", "300", "", "")]},
        {"counts": [("机密★", "300", "人", "")]},
    ],
)
def test_what_is_no_record_is_refused(people: People, at: datetime, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        held(people, at, **wrong)
    assert not Activity.objects.exists()
    assert not Figure.objects.exists()


def test_a_unit_records_its_own_and_for_projects_it_supports(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in()
    theirs: Any = {"unit": people.other_unit, "by": people.other_liaison, "project": project}
    with pytest.raises(Refused, match="牵头或配合"):
        held(people, at, **theirs)
    project.supporting_units.add(people.other_unit)
    assert held(people, at, **theirs, link="https://example.org/1").project == project
    for by in (people.other_liaison, people.leader, people.head):
        with pytest.raises(Refused):
            held(people, at, by=by)
    with pytest.raises(Refused, match="状态"):
        held(people, at, project=project_in(ProjectState.CLOSED))


def test_evidence_is_a_file_never_opened_or_an_activity(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    project, other = project_in(), project_in(title="书香校园")
    add = {"project": project, "by": people.liaison, "at": at}
    content = b"\x00not a picture"
    one = records.add_evidence(**add, content=content, name="合影.jpg")  # type: ignore[arg-type]
    same = records.add_evidence(**add, content=content, name="合影.jpg", title="现场")  # type: ignore[arg-type]
    assert one.file is not None
    assert one.file == same.file
    assert files.read(one.file) == content
    activity = held(people, at, project=project)
    shown = records.add_evidence(**add, activity=activity, criterion=project.criteria.get())  # type: ignore[arg-type]
    assert (shown.title, shown.file) == ("政策宣讲", None)
    elsewhere = held(people, at, project=other)
    wrong: list[dict[str, Any]] = [
        {}, {"content": b"", "activity": activity}, {"activity": elsewhere}, {"content": b"x", "name": "机密★.doc"},
        {"content": b"x", "criterion": other.criteria.get()},
    ]  # fmt: skip
    for fields in wrong:
        with pytest.raises(Refused):
            records.add_evidence(**add, **fields)
    records.withdraw_evidence(evidence=one, by=people.liaison, at=at)
    with pytest.raises(Refused, match="已经撤下"):
        records.withdraw_evidence(evidence=one, by=people.liaison, at=at)
    assert Evidence.objects.count() == 3


def test_services_count_in_their_unit(people: People, project_in: ProjectIn, at: datetime) -> None:
    project = project_in()
    for title, unit, target in (
        (" ", "次", ""),
        ("理发", " ", ""),
        ("秘密★", "次", ""),
        ("理发", "次", "若干"),
    ):
        with pytest.raises(Refused):
            records.add_service_item(
                project=project, title=title, unit=unit, target=target, by=people.liaison, at=at
            )
    item = records.add_service_item(project=project, title="理发", unit="人次", by=people.liaison, at=at)
    assert item.target is None
    entry: Any = {"item": item, "done_on": DAY, "amount": "30", "by": people.liaison, "at": at}
    for wrong in (
        {"amount": "30人"},
        {"amount": "-3"},
        {"amount": "3-5"},
        {"done_on": date(2026, 3, 3)},
        {"note": "机密★"},
    ):
        with pytest.raises(Refused):
            records.add_service_entry(**{**entry, **wrong})
    kept = records.add_service_entry(**entry)
    records.void_service_entry(entry=kept, by=people.liaison, at=at)
    with pytest.raises(Refused, match="已经作废"):
        records.void_service_entry(entry=kept, by=people.liaison, at=at)


def test_definitions_are_laid_down_once(people: People, office: Office, at: datetime) -> None:
    fields: Any = {"office": office, "name": "走访", "unit": "人次", "by": people.officer, "at": at}
    definition = records.define_measure(**fields, scope="全市", counting="每次上门计一次")
    for wrong in ({}, {"name": " "}, {"unit": ""}, {"name": "绝密★"}, {"name": "慰问", "by": people.liaison}):
        with pytest.raises(Refused):
            records.define_measure(**{**fields, **wrong})
    records.retire_measure(definition=definition, by=people.officer, at=at)
    with pytest.raises(Refused, match="已经停用"):
        records.retire_measure(definition=definition, by=people.officer, at=at)
    assert MeasureDefinition.objects.get().in_force is False


def test_a_corrected_count_keeps_its_source(people: People, at: datetime) -> None:
    activity = held(people, at, counts=[("听众", "500余", "人", "")])
    figure = Figure.objects.get()
    new = records.correct_figure(figure=figure, value="512名", reason="核对签到", by=people.liaison, at=at)
    assert (new.value, new.unit, new.activity, new.revision) == (512, "人", activity, 2)
    assert not Indicator.objects.exists()
