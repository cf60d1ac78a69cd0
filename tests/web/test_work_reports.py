"""A report on its pages: what is asked, what is refused and where it says so, who may see it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.ledger.actions import records, reports
from taizhang.ledger.models import Figure, Indicator, Obligation, ProgressReport, Project
from taizhang.office.clock import now
from taizhang.office.models import Person
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]
TODAY = datetime(2026, 8, 10, 2, tzinfo=UTC)
VISITS = IndicatorPlan("上门走访", "人次", "cumulative", Decimal(60_000), "6万")


@pytest.fixture(autouse=True)
def august(settings: Any) -> None:
    """It is 10 August for the office."""
    settings.CLOCK_SHIFT = TODAY - timezone.now()


def owed(project: Project, period: str = "2026-08", due: date = date(2026, 8, 20)) -> Obligation:
    opened = date(2026, 8, 1) if due.month == 8 else date(2026, 6, 20)
    days = {"opens_on": opened, "due_on": due, "clock_from": opened}
    return Obligation.objects.create(office=project.office, project=project, period=period, **days)


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    return project_in(indicators=(VISITS,))


@pytest.fixture
def obligation(project: Project) -> Obligation:
    return owed(project)


@pytest.fixture
def visits(project: Project) -> Indicator:
    return Indicator.objects.get(project=project)


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def filed(people: People, obligation: Obligation, amount: str, *, accepted: bool = False) -> ProgressReport:
    """A report with one amount, signed; accepted where asked."""
    report = reports.start_report(obligation=obligation, by=people.liaison, at=now())
    pk = Indicator.objects.get(project=obligation.project).pk
    reports.write_report(
        report=report,
        version=report.version,
        narrative="走访有序。",
        values={pk: amount},
        by=people.liaison,
        at=now(),
    )
    reports.send_report(report=report, by=people.liaison, at=now())
    reports.sign_reports(reports=[report], by=people.leader, at=now())
    return reports.accept_report(report=report, by=people.officer, at=now()) if accepted else report


def test_a_wrong_amount_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    typed = {"narrative": "摸底已完成。", f"value_{visits.pk}": "很多", "next_steps": "结对。", "act": "send"}
    answer = signed_in(client, people.liaison).post(reverse("report-write", args=[obligation.pk]), typed)
    assert answer.status_code == 422
    assert answer.context["form"][f"value_{visits.pk}"].errors
    for words in ("摸底已完成。", "很多", "结对。"):
        assert words in answer.content.decode()


def test_a_draft_is_kept_and_sent(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    url = reverse("report-write", args=[obligation.pk])
    typed = {"narrative": "摸底已完成。", f"value_{visits.pk}": "1.2万"}
    signed_in(client, people.liaison)
    assert client.post(url, typed).status_code == 302
    page = client.get(url).content.decode()
    assert "摸底已完成。" in page
    assert "1.2万" in page
    version = str(ProgressReport.objects.get().version)
    assert client.post(url, {**typed, "version": version, "act": "send"}).url == reverse("queue")
    assert ProgressReport.objects.get().state == "unit_review"


def test_an_older_copy_is_refused_with_what_was_typed(
    client: Client, people: People, obligation: Obligation
) -> None:
    url = reverse("report-write", args=[obligation.pk])
    signed_in(client, people.liaison)
    client.post(url, {"narrative": "第一稿。"})
    seen = ProgressReport.objects.get().version
    client.post(url, {"narrative": "第二稿。", "version": str(seen)})
    answer = client.post(url, {"narrative": "另一处写的。", "version": str(seen)})
    assert answer.status_code == 422
    assert "另一处写的。" in answer.content.decode()
    assert ProgressReport.objects.get().narrative == "第二稿。"


def test_a_fall_of_a_cumulative_value_asks_for_its_reason(
    client: Client, people: People, project: Project, obligation: Obligation, visits: Indicator
) -> None:
    filed(people, owed(project, "2026-07", date(2026, 8, 15)), "2万", accepted=True)
    url = reverse("report-write", args=[obligation.pk])
    typed = {"narrative": "核对后减少。", f"value_{visits.pk}": "1.9万", "act": "send"}
    answer = signed_in(client, people.liaison).post(url, typed)
    assert answer.status_code == 422
    assert f'name="correction_{visits.pk}"' in answer.content.decode()
    typed["version"] = str(ProgressReport.objects.get(obligation=obligation).version)
    assert client.post(url, {**typed, f"correction_{visits.pk}": "重复计入。"}).status_code == 302


def test_a_secrecy_mark_is_refused(client: Client, people: People, obligation: Obligation) -> None:
    url = reverse("report-write", args=[obligation.pk])
    answer = signed_in(client, people.liaison).post(url, {"narrative": "秘密★1年"})
    assert answer.status_code == 422
    assert not ProgressReport.objects.exclude(narrative="").exists()


def test_typing_keeps_the_draft_and_shows_the_figures_read(
    client: Client, people: People, obligation: Obligation
) -> None:
    url = reverse("report-keep", args=[obligation.pk])
    answer = signed_in(client, people.liaison).post(url, {"narrative": "累计上门走访1.2万人次。"})
    page = answer.content.decode()
    assert "已存" in page
    assert "1.2万人次" in page
    assert 'hx-swap-oob="true"' in page
    assert answer.context["version"] == ProgressReport.objects.get().version


@pytest.mark.parametrize("answer", ["record", "same", "skip"])
def test_what_is_answered_of_a_figure_is_kept(
    client: Client, people: People, obligation: Obligation, answer: str
) -> None:
    words = "累计上门走访1.2万人次。"
    start = words.index("1.2")
    name = f"reading-{start}-{words.index('。')}"
    signed_in(client, people.liaison).post(
        reverse("report-keep", args=[obligation.pk]), {"narrative": words, name: answer}
    )
    assert [each["answer"] for each in ProgressReport.objects.get().readings] == [answer]


def test_a_figure_of_the_narrative_is_the_indicators_value_without_being_typed_again(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    words = "累计上门走访1.2万人次。"
    name = f"reading-{words.index('1.2')}-{words.index('。')}"
    typed = {"narrative": words, name: f"indicator:{visits.pk}", "act": "send"}
    signed_in(client, people.liaison).post(reverse("report-write", args=[obligation.pk]), typed)
    report = ProgressReport.objects.get()
    reports.sign_reports(reports=[report], by=people.leader, at=now())
    assert Figure.objects.get(indicator=visits).value == 12_000


TWO = "今年以来累计上门走访1.2万人次。另据台账统计，累计上门走访1.3万人次。"


def _place(words: str, surface: str) -> str:
    return f"{words.index(surface)}-{words.index(surface) + len(surface)}"


def test_two_plausible_values_are_asked_about_at_the_indicator(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    signed_in(client, people.liaison)
    keep, write = (reverse(name, args=[obligation.pk]) for name in ("report-keep", "report-write"))
    page = client.post(keep, {"narrative": TWO}).content.decode()
    assert page.count(f'name="choose_{visits.pk}"') == 3
    assert "indicator:" not in page
    assert page.count("请在“上门走访”处选择") == 2
    assert ProgressReport.objects.get().values == {}
    version = str(ProgressReport.objects.get().version)
    refused = client.post(write, {"narrative": TWO, "version": version, "act": "send"})
    assert refused.status_code == 422
    assert "几个数都可能" in refused.content.decode()
    chosen = f"{_place(TWO, '1.3万人次')}-13000"
    version = str(ProgressReport.objects.get().version)
    typed = {"narrative": TWO, "version": version, f"choose_{visits.pk}": chosen}
    assert client.post(write, typed).status_code == 302
    stored = ProgressReport.objects.get().values[str(visits.pk)]
    assert (stored["base"], stored["source"]) == ("13000", "narrative")
    again = client.get(write).content.decode()
    assert f'value="{chosen}" checked' in " ".join(again.split())


def test_of_a_range_each_end_is_offered_with_its_words(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    signed_in(client, people.liaison)
    page = client.post(
        reverse("report-keep", args=[obligation.pk]), {"narrative": "累计上门走访300至400人次。"}
    ).content.decode()
    assert "300人次（300至400人次）" in page
    assert "400人次（300至400人次）" in page


def test_none_of_several_values_is_an_answer(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    typed = {"narrative": TWO, f"choose_{visits.pk}": "none", "act": "send"}
    url = reverse("report-write", args=[obligation.pk])
    assert signed_in(client, people.liaison).post(url, typed).url == reverse("queue")
    report = ProgressReport.objects.get()
    assert report.values == {}
    assert [each["answer"] for each in report.readings] == ["none"]


def test_a_value_of_the_narrative_is_shown_beside_the_box_and_never_stays_in_it(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    signed_in(client, people.liaison)
    words = "累计上门走访1.2万人次。"
    url = reverse("report-write", args=[obligation.pk])
    name = f"reading-{_place(words, '1.2万人次')}"
    assert client.post(url, {"narrative": words, name: f"indicator:{visits.pk}"}).status_code == 302
    form = client.get(url).context["form"]
    assert not form[f"value_{visits.pk}"].value()
    assert "取自正文：1.2万人次" in client.get(url).content.decode()


def test_a_proposal_that_no_longer_holds_is_dropped_while_typing_and_refused_when_sent(
    client: Client, people: People, obligation: Obligation, visits: Indicator
) -> None:
    signed_in(client, people.liaison)
    words = "累计上门走访1.2万人次的目标尚未完成。"
    told = {"narrative": words, f"reading-{_place(words, '1.2万人次')}": f"indicator:{visits.pk}"}
    page = client.post(reverse("report-keep", args=[obligation.pk]), told).content.decode()
    assert "已存" in page
    assert "是目标、计划或尚未完成的数" in page
    assert ProgressReport.objects.get().values == {}
    version = str(ProgressReport.objects.get().version)
    url = reverse("report-write", args=[obligation.pk])
    answer = client.post(url, {**told, "version": version, "act": "send"})
    assert answer.status_code == 422
    assert "要重新核对" in answer.content.decode()
    assert not answer.context["form"][f"value_{visits.pk}"].value()
    by_hand = {f"reading-{_place(words, '1.2万人次')}": f"chosen:{visits.pk}"}
    assert client.post(url, {"narrative": words, "version": version, **by_hand}).status_code == 302
    assert ProgressReport.objects.get().values[str(visits.pk)]["base"] == "12000"
    assert f'value="chosen:{visits.pk}" selected' in " ".join(client.get(url).content.decode().split())


@pytest.mark.parametrize("choice", ["", "0-3", "0-3-12", "none"])
def test_a_choice_that_is_not_offered_is_dropped_or_refused(
    client: Client, people: People, obligation: Obligation, visits: Indicator, choice: str
) -> None:
    typed = {"narrative": "走访照常。", f"choose_{visits.pk}": choice}
    url = reverse("report-write", args=[obligation.pk])
    answer = signed_in(client, people.liaison).post(url, typed)
    assert answer.status_code == (422 if choice in ("0-3-12", "none") else 302)


def test_a_late_report_is_signed_only_with_its_reason(
    client: Client, people: People, project: Project
) -> None:
    report = reports.start_report(
        obligation=owed(project, "2026-06", date(2026, 7, 5)),
        by=people.liaison,
        at=datetime(2026, 7, 1, tzinfo=UTC),
    )
    early = datetime(2026, 7, 1, tzinfo=UTC)
    report = reports.write_report(
        report=report, version=report.version, narrative="已完成。", values={}, by=people.liaison, at=early
    )
    reports.send_report(report=report, by=people.liaison, at=early)
    signed_in(client, people.leader)
    sign = {"report": str(report.pk)}
    assert client.post(reverse("report-sign"), sign).url == reverse("report", args=[report.pk])
    assert "late_reason" in client.get(reverse("report", args=[report.pk])).content.decode()
    client.post(reverse("report-sign"), {**sign, "late_reason": "负责人出差。"})
    report.refresh_from_db()
    assert report.state == "submitted"


def test_no_change_is_signed_and_taken_all_at_once(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    due = [owed(project_in(title=title)) for title in ("社区食堂", "楼道亮灯")]
    signed_in(client, people.liaison).post(
        reverse("no-change"), {"obligation": [str(each.pk) for each in due]}
    )
    keys = [str(pk) for pk in ProgressReport.objects.values_list("pk", flat=True)]
    signed_in(client, people.leader).post(reverse("report-sign"), {"report": keys})
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"submitted"}
    signed_in(client, people.officer).post(reverse("accept-unchanged"))
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"accepted"}


def test_no_change_that_is_late_is_asked_why_as_any_report_is(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    due = owed(project_in(title="社区食堂"), "2026-06", date(2026, 7, 5))
    signed_in(client, people.liaison)
    assert 'name="obligation"' not in client.get(reverse("queue")).content.decode()
    form = reverse("report-write", args=[due.pk])
    assert client.post(reverse("no-change")).url == reverse("queue")  # nothing was chosen
    page = client.get(form).content.decode()
    assert page.count('name="late_reason"') == 1  # asked once, whichever button is pressed
    assert f'formaction="{reverse("no-change")}"' in page
    assert client.post(reverse("no-change"), {"obligation": due.pk}).url == form
    answer = client.post(
        reverse("no-change"), {"obligation": due.pk, "version": "0", "late_reason": "忙" * 201}
    )
    assert (answer.status_code, "忙" * 201 in answer.content.decode()) == (422, True)
    assert f'action="{form}"' in answer.content.decode()
    assert not ProgressReport.objects.exists()
    assert client.post(reverse("no-change"), {"obligation": due.pk, "late_reason": "换人"}).url == reverse(
        "queue"
    )
    assert ProgressReport.objects.get().late_reason == "换人"


@pytest.mark.parametrize("words", ["本月开展4场。", "长" * 10_001])
def test_what_was_typed_beside_no_change_is_never_lost(
    client: Client, people: People, project_in: ProjectIn, words: str
) -> None:
    due = owed(project_in(title="社区食堂"))
    signed_in(client, people.liaison)
    given = {"obligation": due.pk, "form": "", "version": "0", "narrative": words, "next_steps": "再开2场。"}
    answer = client.post(reverse("no-change"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "再开2场。" in page
    kept = ProgressReport.objects.first()
    if len(words) > 10_000:
        assert (kept, "最多10000字" in page) == (None, True)
    else:
        assert kept is not None
        assert (kept.narrative, kept.state, kept.no_change) == (words, "draft", False)
        assert "没有按“本期没有变化”报送" in page
        cleared = {**given, "version": str(kept.version), "narrative": "", "next_steps": ""}
        assert client.post(reverse("no-change"), cleared).url == reverse("queue")
        assert ProgressReport.objects.get().no_change


@pytest.mark.parametrize(("words", "offered"), [("", True), ("  ", True), ("本月开展4场。", False)])
def test_an_empty_draft_leaves_no_change_where_it_was(
    client: Client, people: People, project_in: ProjectIn, words: str, offered: bool
) -> None:
    due = owed(project_in(title="社区食堂"))
    signed_in(client, people.liaison)
    client.post(reverse("report-write", args=[due.pk]), {"narrative": words, "version": "0"})
    assert ProgressReport.objects.count() == 1
    assert (reverse("no-change") in client.get(reverse("queue")).content.decode()) is offered
    form = client.get(reverse("report-write", args=[due.pk])).content.decode()
    assert ("本期没有变化，不用填写" in form) is offered


def test_the_last_words_are_there_to_be_taken_over(
    client: Client, people: People, obligation: Obligation
) -> None:
    report = filed(people, obligation, "1200", accepted=True)
    later = owed(obligation.project, "2026-09", date(2026, 8, 30))
    form = signed_in(client, people.liaison).get(reverse("report-write", args=[later.pk])).content.decode()
    assert "<s>" not in form
    assert "沿用上次文字" in form
    assert report.narrative in form


def test_what_is_recorded_of_the_period_stands_as_a_draft_beside_what_was_typed(
    client: Client, people: People, obligation: Obligation
) -> None:
    url = reverse("report-write", args=[obligation.pk])
    assert "填入进展情况" not in signed_in(client, people.liaison).get(url).content.decode()
    for day, heads in ((3, "120"), (5, "86")):
        records.record_activity(
            unit=people.unit, project=obligation.project, kind="culture", title="<广场>演出",
            held_on=date(2026, 8, day), counts=[("观众", heads, "人次", "")], by=people.liaison, at=now(),
        )  # fmt: skip
    form = client.get(url).content.decode()
    words = '举办文化活动2场，观众共<a href="{}">206人次</a>：8月3日“&lt;广场&gt;演出”，观众<a href="{}">120人次</a>；'
    first = Figure.objects.get(value=120)
    at = (reverse(name, args=[pk]) for name, pk in (("figures", obligation.project_id), ("figure", first.pk)))
    assert words.format(*at) in form
    assert '<details class="known" open>' in form
    client.post(url, {"narrative": "演出两场。", "version": "0"})
    typed = client.get(url).content.decode()
    assert "演出两场。" in typed
    assert '<details class="known" >' in typed
    assert ProgressReport.objects.get().narrative == "演出两场。"


def test_a_milestone_report_is_drafted_from_the_records_of_this_month(
    client: Client, people: People, obligation: Obligation
) -> None:
    stone = obligation.project.milestones.first()
    Obligation.objects.filter(pk=obligation.pk).update(period="", milestone=stone)
    records.record_activity(
        unit=people.unit, project=obligation.project, kind="culture", title="演出", held_on=date(2026, 8, 3),
        by=people.liaison, at=now(),
    )  # fmt: skip
    form = signed_in(client, people.liaison).get(reverse("report-write", args=[obligation.pk]))
    assert "2026年8月，举办文化活动1场：8月3日“演出”。" in form.content.decode()


@pytest.mark.parametrize(("level", "word"), [("normal", "正常"), ("behind", "滞后"), ("overdue", "逾期")])
def test_a_report_shows_the_signal_of_its_project(
    client: Client, people: People, obligation: Obligation, level: str, word: str
) -> None:
    report = filed(people, obligation, "1200")
    type(report.project).objects.filter(pk=report.project_id).update(level=level)
    page = signed_in(client, people.officer).get(reverse("report", args=[report.pk])).content.decode()
    assert f"</span> {word}</span>" in page
    assert "未评" not in page


def test_a_return_stands_at_the_part_it_speaks_of(
    client: Client, people: People, obligation: Obligation
) -> None:
    report = filed(people, obligation, "1200")
    act = reverse("report-act", args=[report.pk])
    signed_in(client, people.officer)
    client.post(act, {"act": "return", "reason_narrative": "写清做了什么。", "reason_values": "请核对。"})
    page = (
        signed_in(client, people.liaison).get(reverse("report-write", args=[obligation.pk])).content.decode()
    )
    assert page.index("写清做了什么。") > page.index('name="narrative"')
    assert "请核对。" in page


def test_what_is_taken_opens_the_next(client: Client, people: People, project_in: ProjectIn) -> None:
    first, second = (filed(people, owed(project_in(title=title)), "5") for title in ("社区食堂", "楼道亮灯"))
    signed_in(client, people.officer)
    taken = {"act": "accept"}
    assert client.post(reverse("report-act", args=[first.pk]), taken).url == reverse(
        "report", args=[second.pk]
    )
    assert client.post(reverse("report-act", args=[second.pk]), taken).url == reverse("queue")


def test_a_leader_hands_back_with_a_word(client: Client, people: People, obligation: Obligation) -> None:
    url = reverse("report-write", args=[obligation.pk])
    signed_in(client, people.liaison).post(url, {"narrative": "摸底已完成。", "act": "send"})
    report = ProgressReport.objects.get()
    act = reverse("report-act", args=[report.pk])
    signed_in(client, people.leader).post(act, {"act": "hand_back", "word": "补充人数。"})
    report.refresh_from_db()
    assert report.state == "draft"
    assert "补充人数。" in signed_in(client, people.liaison).get(url).content.decode()


def test_another_units_report_does_not_exist(client: Client, people: People, obligation: Obligation) -> None:
    report = filed(people, obligation, "1200")
    signed_in(client, people.other_liaison)
    assert client.get(reverse("report-write", args=[obligation.pk])).status_code == 404
    assert client.post(reverse("report-keep", args=[obligation.pk])).status_code == 404
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    assert client.post(reverse("report-act", args=[report.pk])).status_code == 404


def test_two_forms_opened_before_the_report_was_begun_do_not_overwrite_each_other(
    client: Client, people: People, obligation: Obligation
) -> None:
    url = reverse("report-write", args=[obligation.pk])
    signed_in(client, people.liaison)
    assert 'name="version" id="id_version" value="0"' in client.get(url).content.decode()
    assert client.post(url, {"narrative": "第一页写的。", "version": "0"}).status_code == 302
    for _ in range(2):  # a second press overwrites no more than the first
        answer = client.post(url, {"narrative": "第二页写的。", "version": "0"})
        assert answer.status_code == 422
        assert "第二页写的。" in answer.content.decode()
        assert 'id="id_version" value="0"' in answer.content.decode()
    assert ProgressReport.objects.get().narrative == "第一页写的。"


def test_an_autosave_of_a_form_older_than_the_report_says_that_it_was_not_kept(
    client: Client, people: People, obligation: Obligation
) -> None:
    signed_in(client, people.liaison)
    client.post(reverse("report-write", args=[obligation.pk]), {"narrative": "第一页写的。", "version": "0"})
    stale = {"narrative": "第二页写的。", "version": "0"}
    answer = client.post(reverse("report-keep", args=[obligation.pk]), stale, headers={"HX-Request": "true"})
    assert not answer.context["kept"]
    assert ProgressReport.objects.get().narrative == "第一页写的。"


def test_a_report_changed_since_the_leader_saw_it_is_not_signed(
    client: Client, people: People, obligation: Obligation
) -> None:
    report = reports.start_report(obligation=obligation, by=people.liaison, at=now())
    reports.write_report(
        report=report, version=1, narrative="走访八户。", values={}, by=people.liaison, at=now()
    )
    reports.send_report(report=report, by=people.liaison, at=now())
    signed_in(client, people.leader)
    page = " ".join(client.get(reverse("report", args=[report.pk])).content.decode().split())
    seen = f"{report.pk}.{report.version}"
    assert f'name="report" value="{seen}"' in page
    assert seen in client.get(reverse("queue")).content.decode()
    reports.hand_back_report(report=report, word="再核一下。", by=people.leader, at=now())
    reports.write_report(
        report=report,
        version=report.version,
        narrative="走访八十户。",
        values={},
        by=people.liaison,
        at=now(),
    )
    reports.send_report(report=report, by=people.liaison, at=now())
    client.post(reverse("report-sign"), {"report": seen})
    report.refresh_from_db()
    assert report.state == "unit_review"
    client.post(reverse("report-sign"), {"report": f"{report.pk}.{report.version}"})
    report.refresh_from_db()
    assert report.state == "submitted"


@pytest.mark.parametrize("field", ["reason_narrative", "reason_"])
def test_a_return_longer_than_its_column_is_said_at_its_field_and_kept(
    client: Client, people: People, obligation: Obligation, field: str
) -> None:
    report, words = filed(people, obligation, "1200"), "核" * 501
    url = reverse("report-act", args=[report.pk])
    typed = {"act": "return", "reason_next_steps": "写具体。", field: words}
    answer = signed_in(client, people.officer).post(url, typed)
    assert answer.status_code == 422
    assert "最多500字，现有501字" in answer.content.decode()
    assert words in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "submitted"


def test_more_figures_than_a_report_holds_are_counted_and_not_recorded(
    client: Client, people: People, obligation: Obligation
) -> None:
    signed_in(client, people.liaison)
    words = "".join(f"在{n}个小区宣讲{n}场，" for n in range(101, 401)).rstrip("，") + "。"
    page = client.post(reverse("report-keep", args=[obligation.pk]), {"narrative": words}).content.decode()
    assert page.count('class="reading-row"') == 150
    assert "后面还有 450 处数据没有列出，也不会记入" in page
    assert len(page.encode()) < 500_000
