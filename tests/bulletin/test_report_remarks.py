"""Remarks and suggestions on a unit's progress report: who may do what, where they stay, and what becomes of figures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.actions import remarks
from taizhang.bulletin.models import Remark
from taizhang.bulletin.visible import remarks_for
from taizhang.core.lifecycle.bulletin_life import REPORT_REMARK, REPORT_TEXT, RemarkState
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.core.text.remarking import RemarkDraft, RemarkKind
from taizhang.ledger.actions import obligations, reports
from taizhang.ledger.models import Indicator, Ledger, Obligation, ProgressReport
from taizhang.office.models import Person
from taizhang.office.tasks import tasks_for
from taizhang.office.visible import viewer_at
from tests.ledger.conftest import People, ProjectIn, actors, ledger, people, project_in
from tests.matrix import surprises

__all__ = ["ledger", "people", "project_in"]
AT = datetime(2026, 4, 1, 2, tzinfo=UTC)
WORDS = "本月上门走访1.2万人次。一是健全台账，做到一户一档。二是开展宣讲8场，服务居民500多名。"
VISITS = IndicatorPlan("上门走访", "人次", "cumulative", Decimal(60_000), "6万")


@pytest.fixture
def report(people: People, ledger: Ledger, project_in: ProjectIn) -> ProgressReport:
    """A report that its unit's leader has signed."""
    project_in(indicators=(VISITS,))
    obligations.ask_reports(ledger=ledger, at=AT)
    due = Obligation.objects.get(period="2026-03")
    row = reports.start_report(obligation=due, by=people.liaison, at=AT)
    visits = Indicator.objects.get(name="上门走访")
    start = WORDS.index("1.2万人次")
    said = {"start": start, "end": start + 6, "answer": "record", "indicator": visits.pk}
    reports.write_report(
        report=row, version=row.version, narrative=WORDS, values={}, readings=[said], by=people.liaison, at=AT
    )
    reports.send_report(report=row, by=people.liaison, at=AT)
    return reports.sign_reports(reports=[row], by=people.leader, at=AT)[0]


def suggestion(quote: str, replacement: str) -> RemarkDraft:
    return RemarkDraft("", RemarkKind.SUGGESTION, quote, None, replacement)


def raised(report: ProgressReport, draft: RemarkDraft, by: Person) -> Remark:
    return remarks.remark_on_report(report=report, draft=draft, by=by, at=AT)


def returned(people: People, report: ProgressReport) -> ProgressReport:
    return reports.return_report(report=report, reasons={"narrative": "请按批注改"}, by=people.officer, at=AT)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.no_cover
@pytest.mark.one_engine
def test_every_step_is_taken_by_whom_the_tables_say(people: People, report: ProgressReport) -> None:
    def raising(row: ProgressReport, by: Person) -> object:
        return raised(row, RemarkDraft("请核对", quote="一户一档"), by)

    def in_state(state: str, _verb: str) -> ProgressReport:
        ProgressReport.objects.filter(pk=report.pk).update(state=state)
        return fresh(report)

    acts = {"remark": raising, "remark_from_office": raising}
    met = {"draft", "unit_review", "returned", "submitted"}  # one action, by who it is
    assert {
        each
        for each in surprises(REPORT_TEXT, ReportState, acts, in_state, actors(people))
        if each.split()[0] not in met
    } == set()
    row = raised(report, suggestion("一户一档", "一户一策"), people.officer)
    ProgressReport.objects.filter(pk=report.pk).update(state="returned")

    def put(state: str, _verb: str) -> Remark:
        Remark.objects.filter(pk=row.pk).update(state=state)
        return Remark.objects.get(pk=row.pk)

    steps = {
        "reply": lambda row, by: remarks.reply_to_remark(remark=row, words="已核", by=by, at=AT),
        "accept": lambda row, by: remarks.accept_suggestion(remark=row, by=by, at=AT),
        "reject": lambda row, by: remarks.reject_suggestion(remark=row, by=by, at=AT),
        "settle": lambda row, by: remarks.settle_remark(remark=row, by=by, at=AT),
        "reopen": lambda row, by: remarks.reopen_remark(remark=row, by=by, at=AT),
    }
    assert surprises(REPORT_REMARK, RemarkState, steps, put, actors(people)) == []


@pytest.mark.parametrize(
    ("state", "who", "allowed"),
    [
        ("submitted", "officer", True), ("submitted", "head", True), ("submitted", "liaison", False),
        ("submitted", "other_leader", False), ("draft", "officer", False), ("draft", "liaison", True),
        ("unit_review", "leader", True), ("unit_review", "other_liaison", False), ("returned", "liaison", True),
        ("returned", "officer", False), ("accepted", "officer", False), ("accepted", "leader", False),
    ],
)  # fmt: skip
def test_the_office_remarks_on_what_was_filed_and_the_unit_on_its_draft(
    people: People, report: ProgressReport, state: str, who: str, allowed: bool
) -> None:
    ProgressReport.objects.filter(pk=report.pk).update(state=state)
    draft = RemarkDraft("数据从哪里来？", quote="500多名")
    if not allowed:
        with pytest.raises(Refused):
            raised(fresh(report), draft, getattr(people, who))
        return
    row = raised(fresh(report), draft, getattr(people, who))
    assert (row.start, row.unit, row.from_desk) == (
        WORDS.index("500多名") + 1, people.unit, who in ("officer", "head"),
    )  # fmt: skip


def test_a_remark_is_replied_to_and_settled_by_the_liaison(people: People, report: ProgressReport) -> None:
    row = raised(report, RemarkDraft("口径请核", quote="500多名"), people.officer)
    remarks.reply_to_remark(remark=row, words="按签到表统计", by=people.liaison, at=AT)
    remarks.settle_remark(remark=row, by=people.liaison, at=AT)
    assert fresh(row).state == RemarkState.SETTLED
    reports.accept_report(report=report, by=people.officer, at=AT)
    with pytest.raises(Refused, match="已经定稿"):
        remarks.reopen_remark(remark=fresh(row), by=people.officer, at=AT)


def test_an_accepted_suggestion_keeps_values_and_their_places(people: People, report: ProgressReport) -> None:
    """What stands before a recorded figure changes; the figure is signed anew at its new place."""
    raised(report, suggestion("本月上门", "本月，全市干部上门"), people.officer)
    raised(fresh(report), suggestion("一户一档", "一户一策"), people.officer)
    row = returned(people, fresh(report))
    values = row.values
    taken = remarks.accept_all(of=row, by=people.liaison, at=AT)
    assert len(taken) == 2
    row = fresh(report)
    assert row.narrative == WORDS.replace("本月上门", "本月，全市干部上门").replace("一户一档", "一户一策")
    (reading,) = row.readings
    assert row.narrative[reading["start"] : reading["end"]] == "1.2万人次"
    (key,) = values
    assert row.values[key] | {"start": 0, "end": 0} == values[key] | {"start": 0, "end": 0}
    reports.send_report(report=row, by=people.liaison, at=AT)
    (signed,) = reports.sign_reports(reports=[row], by=people.leader, at=AT)
    figure = signed.figures.get(ended_at__isnull=True, indicator__isnull=False)
    assert signed.narrative[figure.span_start : figure.span_end] == "1.2万人次"


@pytest.mark.parametrize("replacement", ["1.3万人次", "约1.2万人次", "1万2千人次", ""])
def test_a_figure_of_the_ledger_is_never_changed_by_accepting_words(
    people: People, report: ProgressReport, replacement: str
) -> None:
    row = raised(report, suggestion("1.2万人次", replacement), people.officer)
    draft = returned(people, fresh(report))
    before = (draft.narrative, draft.values, draft.readings)
    with pytest.raises(Refused, match="记入台账的数据"):
        remarks.accept_suggestion(remark=fresh(row), by=people.liaison, at=AT)
    after = fresh(report)
    assert (after.narrative, after.values, after.readings) == before
    assert fresh(row).state == RemarkState.OPEN


def test_places_follow_what_the_liaison_writes(people: People, report: ProgressReport) -> None:
    kept = raised(report, suggestion("500多名", "五百余名"), people.officer)
    edited = raised(fresh(report), suggestion("一户一档", "一户一策"), people.officer)
    gone = raised(fresh(report), RemarkDraft("多余", quote="本月上门走访"), people.officer)
    row = returned(people, fresh(report))
    text = WORDS.replace("本月上门走访1.2万人次。", "走访。").replace("健全台账", "补全台账")
    reports.write_report(report=row, version=row.version, narrative=text, values={}, by=people.liaison, at=AT)
    assert f"\n{text}"[fresh(kept).start : fresh(kept).end] == "500多名"
    assert (fresh(kept).sentence_changed, fresh(edited).sentence_changed) == (False, True)
    assert fresh(gone).start is None or f"\n{text}"[fresh(gone).start : fresh(gone).end] != "本月上门走访"
    taken = remarks.accept_all(of=fresh(report), by=people.liaison, at=AT)
    assert [each.pk for each in taken] == [kept.pk]


def test_each_side_sees_what_is_its_business(people: People, report: ProgressReport) -> None:
    ours = raised(report, RemarkDraft("口径请核", quote="500多名"), people.officer)
    draft = returned(people, fresh(report))
    theirs = raised(draft, RemarkDraft("再问街道", quote="一户一档"), people.liaison)
    seen = {
        who: set(remarks_for(viewer_at(getattr(people, who), AT)).values_list("pk", flat=True))
        for who in ("officer", "head", "liaison", "leader", "other_liaison")
    }
    both = {ours.pk, theirs.pk}
    assert seen == {
        "officer": {ours.pk}, "head": {ours.pk}, "liaison": both, "leader": both, "other_liaison": set(),
    }  # fmt: skip
    assert {("report-remark", (ours.pk,)), ("report-remark", (theirs.pk,))} <= {
        (task.route, task.args) for task in tasks_for(people.liaison, AT)
    }


def test_the_pages(people: People, report: ProgressReport) -> None:
    """The officer remarks on the report's page, the liaison opens it from the task, takes over, replies, settles."""
    officer, liaison = as_(people.officer), as_(people.liaison)
    page = reverse("report", args=[report.pk])
    assert "data-remark-text=" in shown(officer.get(page))
    post = reverse("report-remarked", args=[report.pk])
    given = {"act": "suggest", "quote": "一户一档", "replacement": "一户一策", "words": "", "start": ""}
    answer = officer.post(post, given)
    row = Remark.objects.get()
    assert answer.url == f"{page}#remark-{row.pk}"
    refused = officer.post(post, {**given, "quote": "没有的字"})
    assert (refused.status_code, "文中没有“没有的字”" in shown(refused)) == (422, True)
    assert "采纳</button>" not in shown(officer.get(page)).split('id="remarks"')[1]
    assert as_(people.other_liaison).get(reverse("report-remark", args=[row.pk])).status_code == 404
    returned(people, fresh(report))
    form = shown(liaison.get(reverse("report-write", args=[report.obligation_id])))
    assert "▲ 1条批注待处理" in form
    assert "<del>档</del><ins>策</ins>" in shown(liaison.get(page))
    alone = reverse("report-remark", args=[row.pk])
    assert "一户一" in shown(liaison.get(alone))
    liaison.post(alone, {"act": "reply", "words": "同意"})
    assert liaison.post(alone, {"act": "accept"}).url == f"{page}#remark-{row.pk}"
    assert "一户一策" in fresh(report).narrative
    assert [reply.words for reply in row.replies.all()] == ["同意"]
