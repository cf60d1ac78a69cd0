"""A month of supervision: asked, reported, signed, accepted; judged; a notice drafted, issued, settled."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from taizhang.ledger.actions import blockers, notices, obligations, records, relief, reports, signals
from taizhang.ledger.models import Figure, Ledger, Notice, Obligation
from taizhang.ledger.queries.burden import burden, burden_of_all
from taizhang.ledger.queries.figure_extraction import read_narrative
from taizhang.ledger.queries.figures import total_of

from .conftest import People, ProjectIn

MAY = datetime(2026, 5, 28, 2, tzinfo=UTC)


def test_a_month(people: People, ledger: Ledger, project_in: ProjectIn) -> None:
    project = project_in("active")
    assert obligations.ask_reports(ledger=ledger, at=MAY) == 3
    assert obligations.ask_reports(ledger=ledger, at=MAY) == 0
    due = Obligation.objects.get(period="2026-05")
    report = reports.start_report(obligation=due, by=people.liaison, at=MAY)
    text = "截至5月底，累计上门走访2.4万余人次。"
    (reading,) = read_narrative(text, project, MAY.date(), "2026-05").proposals
    assert reading.indicator is not None
    reports.write_report(
        report=report, version=report.version, narrative=text, values={reading.indicator.pk: "2.4万余"},
        by=people.liaison, at=MAY,
    )  # fmt: skip
    reports.send_report(report=report, by=people.liaison, at=MAY)
    reports.sign_reports(reports=[report], by=people.leader, at=MAY)
    assert Figure.objects.get().low == Decimal(24_000)
    assert total_of(reading.indicator, MAY.date()) == Decimal(24_000)
    report.refresh_from_db()
    reports.return_report(report=report, reasons={"narrative": "请写明对象"}, by=people.officer, at=MAY)
    assert total_of(reading.indicator, MAY.date()) is None
    reports.send_report(report=report, by=people.liaison, at=MAY)
    report.obligation.refresh_from_db()
    reports.sign_reports(reports=[report], by=people.leader, at=MAY)
    report.refresh_from_db()
    reports.accept_report(report=report, by=people.officer, at=MAY)
    assert Figure.objects.get(ended_at__isnull=True).revision == 2
    corrected = records.correct_figure(
        figure=Figure.objects.get(ended_at__isnull=True),
        value="2.5万",
        reason="核实",
        by=people.liaison,
        at=MAY,
    )
    assert corrected.value == Decimal(25_000)
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=MAY) == 2
    late = Obligation.objects.filter(state="due")
    assert (
        len(reports.file_no_change(obligations=list(late), late_reason="换人", by=people.liaison, at=MAY))
        == 2
    )

    assert signals.judge_ledger(ledger=ledger, at=MAY) == 0  # judged at each step already
    notice = Notice.objects.get()
    assert notice.colour == "red"
    notices.issue_notice(notice=notice, reply_due=MAY.date(), by=people.officer, at=MAY)
    assert notice.serial == 1
    notices.reply_to_notice(notice=notice, reply="已补齐。", by=people.liaison, at=MAY)
    notices.settle_notice(notice=notice, by=people.officer, at=MAY)

    blocker = blockers.raise_blocker(project=project, text="缺场地", by=people.liaison, at=MAY)
    blockers.answer_blocker(blocker=blocker, answer="已协调", by=people.head, at=MAY)
    blockers.settle_blocker(blocker=blocker, by=people.liaison, at=MAY)
    complaint = relief.complain(office=ledger.office, text="太多", anonymous=True, by=people.liaison, at=MAY)
    assert complaint.by is None
    assert burden(people.unit, ["2026-05"])[0][1].requests == 5
    assert len(burden_of_all("2026-05")) == 2
