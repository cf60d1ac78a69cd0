"""A series is founded with all it needs for its first issue, and its settings are changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.bulletin.actions.numbers import count_on, set_next_number
from taizhang.bulletin.actions.readings import add_series
from taizhang.bulletin.actions.recipients import PastedRecipients, add_recipients
from taizhang.bulletin.models import Direction, Issue, Series
from taizhang.bulletin.queries.numbers import EVER
from taizhang.core.gongwen.issue_templates import IssueTemplate
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work
from taizhang.press import HouseTemplate, PressError


def found_series(
    *,
    office: Office,
    name: str,
    issuer: str,
    template: Mapping[str, Any],
    head: Mapping[str, Any],
    recipients: Sequence[PastedRecipients] = (),
    next_no: int = 1,
    next_cumulative_no: int = 1,
    lengths: UsualLength | None = None,
    by: Person | None,
    at: datetime,
) -> Series:
    """Found a series whose next issue has these numbers, with its masthead (``template``), the usual words of its
    imprint (``head``), its usual ``lengths`` and its recipients; in one act.
    """
    check_template(template)
    with unit_of_work(office=office, by=by, at=at, needs=Permission.SAVE_TO_ARCHIVE):
        count = Series.objects.count() + 1
        series = add_series(
            office=office, name=name, slug=f"series-{count}", issuer=issuer, template=dict(template),
            first_cumulative_no=next_cumulative_no, by=by, at=at,
        )  # fmt: skip
        series.head, series.lengths = dict(head), lengths.to_json() if lengths else {}
        series.save(update_fields=["head", "lengths"])
        for year, number in ((at.year, next_no), (EVER, next_cumulative_no)):
            if number > 1:
                set_next_number(series=series, kind=IssueKind.REGULAR, year=year, number=number, by=by, at=at)
        if recipients:
            add_recipients(series=series, rows=recipients, by=by, at=at)
    return series


def set_series(
    *,
    series: Series,
    name: str,
    issuer: str,
    template: Mapping[str, Any],
    lengths: UsualLength | None = None,
    by: Person | None,
    at: datetime,
) -> Series:
    """Change a series' name, issuer, look and usual lengths: issues that are sealed stay as they are."""
    template = {**series.template, **template}
    check_template(template)
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if Series.objects.filter(name=name).exclude(pk=series.pk).exists():
            raise Refused(Message(N_("刊物“{name}”已经存在。"), {"name": name}))
        given: dict[str, Any] = {"name": name, "issuer": issuer, "template": template}
        given |= {"lengths": lengths.to_json()} if lengths else {}
        before = {key: getattr(series, key) for key, value in given.items() if getattr(series, key) != value}
        for key in before:
            setattr(series, key, given[key])
        series.save(update_fields=list(given))
        after = {key: given[key] for key in before}
        work.record("set_series", series, {"before": before, "after": after})
    return series


def set_issue_template(
    *, series: Series, template: IssueTemplate, next_no: int | None = None, by: Person | None, at: datetime
) -> Series:
    """Set the template of a kind of issues in a series; with ``next_no`` the number that the next one gets this year in
    a count of its own. Issues at the desk follow it, and numbers that are given stay. Refused for what cannot be set.
    """
    check_template(series.look_from(template))
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        series = Series.objects.select_for_update().get(pk=series.pk)
        before = series.issue_templates.get(template.kind)
        series.issue_templates = {**series.issue_templates, template.kind: template.to_json()}
        series.save(update_fields=["issue_templates"])
        drafts = Issue.objects.filter(series=series, template=template.kind, annual_no__isnull=True)
        drafts.update(**template.of_issue)
        if next_no is not None and template.count:
            count_on(series, template.count, IssueKind.REGULAR, localdate(at).year, next_no)
        after = {"next_no": next_no, **template.to_json()}
        work.record("set_issue_template", series, {"before": before, "after": after})
    return series


def drop_issue_template(*, series: Series, kind: str, by: Person | None, at: datetime) -> Series:
    """Offer the template no more. Refused where an issue was begun from it."""
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        series = Series.objects.select_for_update().get(pk=series.pk)
        if Issue.objects.filter(series=series, template=kind).exists():
            raise Refused(Message(N_("已有用这个模板编的期次，不能删除。")))
        kept = {key: value for key, value in series.issue_templates.items() if key != kind}
        before, series.issue_templates = series.issue_templates.get(kind), kept
        series.save(update_fields=["issue_templates"])
        work.record("drop_issue_template", series, {"before": before})
    return series


def recipients_of(pasted: Mapping[str, Sequence[PastedRecipients]]) -> dict[str, list[str]]:
    """Return the names as the imprint lists them: 报, 送, 发."""
    return {each.value: [row.name for row in pasted.get(each.value, ())] for each in Direction}


def check_template(template: Mapping[str, Any]) -> None:
    """Refused where the press could not set a page with it."""
    try:
        HouseTemplate.from_json(dict(template))
    except PressError as error:
        raise Refused(error.sentence) from error
