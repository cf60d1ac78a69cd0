"""State × verb × role of obligations, reports, blockers, notices and reviews."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import (
    BLOCKER,
    NOTICE,
    OBLIGATION,
    REPORT,
    REVIEW,
    BlockerState,
    NoticeState,
    ObligationState,
    ReportState,
    ReviewState,
)
from taizhang.ledger.actions import blockers, notices, obligations, reports, reviews
from taizhang.ledger.models import Blocker, Ledger, Notice, Obligation, ProgressReport, Review
from taizhang.office.workflow import SITTING
from tests.matrix import surprises

from .conftest import People, ProjectIn, actors

# The same ground as in their neighbours, a hundred times: who may do what is said by tables, not by the database.
pytestmark = [pytest.mark.no_cover, pytest.mark.one_engine]

IN_TIME = datetime(2026, 3, 27, 2, tzinfo=UTC)
LATE = IN_TIME + timedelta(days=30)


@pytest.fixture
def report(people: People, ledger: Ledger, project_in: ProjectIn) -> ProgressReport:
    project_in()
    obligations.ask_reports(ledger=ledger, at=IN_TIME)
    (due,) = Obligation.objects.all()
    report = reports.start_report(obligation=due, by=people.liaison, at=IN_TIME)
    return reports.write_report(
        report=report, version=1, narrative="走访有序进行。", values={}, by=people.liaison, at=IN_TIME
    )


def put_report(report: ProgressReport, state: str, owing: str, **fields: Any) -> ProgressReport:
    ProgressReport.objects.filter(pk=report.pk).update(state=state)
    reason = "雨季" if owing == ObligationState.WAIVED else ""
    Obligation.objects.filter(pk=report.obligation_id).update(state=owing, waive_reason=reason, **fields)
    return ProgressReport.objects.select_related("obligation", "project").get(pk=report.pk)


def test_reports(people: People, report: ProgressReport) -> None:
    owing = {
        ReportState.SUBMITTED: ObligationState.FILED,
        ReportState.ACCEPTED: ObligationState.MET,
    }
    acts: dict[str, Any] = {
        "write": lambda row, by: reports.write_report(
            report=row, version=row.version, narrative="新进展", values={}, by=by, at=IN_TIME + SITTING
        ),
        "send": lambda row, by: reports.send_report(report=row, by=by, at=IN_TIME),
        "take_back": lambda row, by: reports.take_back_report(report=row, by=by, at=IN_TIME),
        "hand_back": lambda row, by: reports.hand_back_report(report=row, word="数字再核", by=by, at=IN_TIME),
        "sign_off": lambda row, by: reports.sign_reports(reports=[row], by=by, at=IN_TIME),
        "accept": lambda row, by: reports.accept_report(report=row, by=by, at=IN_TIME),
        "return": lambda row, by: reports.return_report(
            report=row, reasons={"narrative": "请写明对象"}, by=by, at=IN_TIME
        ),
    }

    def put(state: str, verb: str) -> ProgressReport:
        return put_report(report, state, owing.get(ReportState(state), ObligationState.DUE))

    assert surprises(REPORT, ReportState, acts, put, actors(people)) == []


def test_obligations(people: People, report: ProgressReport) -> None:
    def sign(row: Obligation, by: Any, at: datetime) -> None:
        reports.sign_reports(reports=[row.report], late_reason="汛期", by=by, at=at)

    acts: dict[str, Any] = {
        "file": lambda row, by: sign(row, by, IN_TIME),
        "file_late": lambda row, by: sign(row, by, LATE),
        "accept": lambda row, by: reports.accept_report(report=row.report, by=by, at=IN_TIME),
        "accept_late": lambda row, by: reports.accept_report(report=row.report, by=by, at=LATE),
        "return": lambda row, by: reports.return_report(
            report=row.report, reasons={"": "请重报"}, by=by, at=IN_TIME
        ),
        "waive": lambda row, by: obligations.waive_obligation(
            obligation=row, reason="汛期", by=by, at=IN_TIME
        ),
    }

    def put(state: str, verb: str) -> Obligation:
        at_leader = verb in ("file", "file_late")
        late = "汛期" if verb == "accept_late" else ""
        stage = ReportState.UNIT_REVIEW if at_leader else ReportState.SUBMITTED
        return put_report(report, stage, state, late_reason=late).obligation

    assert surprises(OBLIGATION, ObligationState, acts, put, actors(people)) == []


def test_blockers(people: People, project_in: ProjectIn, at: datetime) -> None:
    blocker = blockers.raise_blocker(project=project_in(), text="缺场地", by=people.liaison, at=at)
    acts: dict[str, Any] = {
        "answer": lambda row, by: blockers.answer_blocker(blocker=row, answer="已协调", by=by, at=at),
        "ask_again": lambda row, by: blockers.ask_again(blocker=row, text="仍缺", by=by, at=at),
        "settle": lambda row, by: blockers.settle_blocker(blocker=row, by=by, at=at),
        "withdraw": lambda row, by: blockers.withdraw_blocker(blocker=row, by=by, at=at),
    }

    def put(state: str, verb: str) -> Blocker:
        Blocker.objects.filter(pk=blocker.pk).update(state=state)
        return Blocker.objects.get(pk=blocker.pk)

    assert surprises(BLOCKER, BlockerState, acts, put, actors(people)) == []


def test_notices(people: People, project_in: ProjectIn, at: datetime) -> None:
    project, day = project_in(), date(2026, 3, 20)
    draft = notices.draft_notice(project=project, colour="yellow", text="请抓紧。", by=people.officer, at=at)
    acts: dict[str, Any] = {
        "edit": lambda row, by: notices.edit_notice(notice=row, colour="red", text="请整改。", by=by, at=at),
        "issue": lambda row, by: notices.issue_notice(notice=row, reply_due=day, by=by, at=at),
        "drop": lambda row, by: notices.drop_notice(notice=row, by=by, at=at),
        "acknowledge": lambda row, by: notices.acknowledge_notice(notice=row, by=by, at=at),
        "reply": lambda row, by: notices.reply_to_notice(notice=row, reply="已办。", by=by, at=at),
        "settle": lambda row, by: notices.settle_notice(notice=row, by=by, at=at),
        "return": lambda row, by: notices.return_notice(notice=row, decision="不够具体", by=by, at=at),
        "escalate": lambda row, by: notices.escalate_notice(notice=row, decision="逾期未改", by=by, at=at),
        "revoke": lambda row, by: notices.revoke_notice(notice=row, decision="发错单位", by=by, at=at),
    }
    unnumbered = (NoticeState.DRAFT, NoticeState.DROPPED)

    def put(state: str, verb: str) -> Notice:
        out = {} if state in unnumbered else {"serial": 1, "issued_by": people.officer, "issued_at": at}
        Notice.objects.filter(pk=draft.pk).update(state=state, **out)
        return Notice.objects.select_related("project__lead_unit").get(pk=draft.pk)

    assert surprises(NOTICE, NoticeState, acts, put, actors(people)) == []


def test_reviews(people: People, ledger: Ledger, at: datetime) -> None:
    fields: Any = {"title": "年中督查", "planned_on": date(2026, 6, 20), "units": [people.unit]}
    review = reviews.plan_review(ledger=ledger, **fields, by=people.officer, at=at)
    acts: dict[str, Any] = {
        "edit": lambda row, by: reviews.edit_review(review=row, **fields, by=by, at=at),
        "hold": lambda row, by: reviews.hold_review(
            review=row, held_on=at.date(), findings="良好", by=by, at=at
        ),
        "cancel": lambda row, by: reviews.cancel_review(review=row, reason="合并", by=by, at=at),
    }

    def put(state: str, verb: str) -> Review:
        Review.objects.filter(pk=review.pk).update(state=state)
        return Review.objects.get(pk=review.pk)

    assert surprises(REVIEW, ReviewState, acts, put, actors(people)) == []
