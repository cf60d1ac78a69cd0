"""Review rounds: planned for the year, no unit more often than the ledger's cap (督查)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import REVIEW
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.models import Ledger, Review
from taizhang.ledger.queries.reviews import units_at_cap
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

MINUTES = {True: 60, False: 20}  # on site or on paper


def plan_review(
    *,
    ledger: Ledger,
    title: str,
    planned_on: date,
    units: Sequence[Unit],
    on_site: bool = False,
    by: Person,
    at: datetime,
) -> Review:
    """Put a round into the year's plan; it is counted as a request to each unit."""
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        _check(ledger, title, planned_on, units, None)
        review = Review.objects.create(
            office=ledger.office,
            ledger=ledger,
            title=title,
            planned_on=planned_on,
            on_site=on_site,
            planned_by=by,
        )
        _visit(review, units, at)
        work.record("plan_review", review)
    return review


def edit_review(
    *,
    review: Review,
    title: str,
    planned_on: date,
    units: Sequence[Unit],
    on_site: bool = False,
    by: Person,
    at: datetime,
) -> Review:
    """Change a round that has not been held yet."""
    with transition(REVIEW, "edit", review, by=by, at=at) as act:
        _check(review.ledger, title, planned_on, units, review)
        act.move(title=title, planned_on=planned_on, on_site=on_site)
        _visit(review, units, at)
        act.record("edit_review")
    return review


def hold_review(*, review: Review, held_on: date, findings: str, by: Person, at: datetime) -> Review:
    """It took place; what was found."""
    with transition(REVIEW, "hold", review, by=by, at=at) as act:
        check_no_secret(findings)
        if held_on > localdate(at):
            raise Refused(Message(N_("开展日期不能晚于今天。")))
        act.move(held_on=held_on, findings=findings)
        act.record("hold_review")
    return review


def cancel_review(*, review: Review, reason: str, by: Person, at: datetime) -> Review:
    """It will not take place."""
    with transition(REVIEW, "cancel", review, by=by, at=at) as act:
        check_reason(reason)
        act.move()
        act.record("cancel_review", detail={"reason": reason})
    return review


def _visit(review: Review, units: Sequence[Unit], at: datetime) -> None:
    """Set whom the round visits; what it asks of those who are new to it goes to the burden meter."""
    known = set(review.units.values_list("pk", flat=True))
    review.units.set(units)
    for unit in units:
        if unit.pk not in known:
            minutes = MINUTES[review.on_site]
            ask(unit=unit, kind="review", fields=0, attachments=0, minutes=minutes, subject=review, at=at)


def _check(
    ledger: Ledger, title: str, planned_on: date, units: Sequence[Unit], review: Review | None
) -> None:
    check_no_secret(title)
    if not title.strip() or not units:
        raise Refused(Message(N_("请填写督查名称，并选择督查单位。")))
    if any(unit.office_id != ledger.office_id for unit in units):
        raise Refused(Message(N_("这个单位不属于本办公室。")))
    if planned_on.year != ledger.year:
        raise Refused(Message(N_("计划日期须在{year}年内。"), {"year": ledger.year}))
    full = units_at_cap(ledger, review)
    for unit in units:
        if unit.pk in full:
            gaps: dict[str, str | int] = {"unit": unit.short_name, "cap": ledger.review_cap}
            raise Refused(Message(N_("“{unit}”今年已安排{cap}次督查，达到上限。"), gaps))
