"""What the office's reports ask, adopted in versions: a report keeps the form with which it was begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.report_layout import ReportItem, layout_of
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Ledger, ReportFormVersion, Theme
from taizhang.ledger.queries.report_forms import report_forms
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def adopt_report_form(
    *, ledger: Ledger, theme: Theme | None = None, items: Sequence[ReportItem], by: Person, at: datetime
) -> ReportFormVersion:
    """Ask these items in the reports that are begun from now on; of a theme without ``items``: what all are asked.

    Return the last version where it says the same. Raise Refused for a layout that is not sound.
    """
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        Ledger.objects.select_for_update().get(pk=ledger.pk)  # two versions at once get two numbers
        if theme is not None and theme.ledger_id != ledger.pk:
            raise Refused(Message(N_("这个类别不属于本年度台账。")))
        layout = layout_of(items).to_json() if items or theme is None else []
        check_no_secret(layout)
        before = report_forms().filter(ledger=ledger, theme=theme).first()
        if before is not None and before.items == layout:
            return before
        last = ReportFormVersion.objects.filter(ledger=ledger).aggregate(last=Max("version"))["last"] or 0
        form = ReportFormVersion.objects.create(
            office=ledger.office,
            ledger=ledger,
            theme=theme,
            version=last + 1,
            items=layout,
            adopted_by=by,
            adopted_at=at,
        )
        detail = {
            "version": form.version,
            "theme": theme.name if theme else "",
            "before": before.items if before else [],
            "items": layout,
        }
        work.record("adopt_report_form", ledger, detail)
    return form
