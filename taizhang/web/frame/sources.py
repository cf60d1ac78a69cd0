"""Where a figure comes from: each has exactly one source (一数一源)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.ledger.models import Figure
from taizhang.web.frame.words import period_name


def source_of(figure: Figure) -> tuple[str, str, str]:
    """What kind of source, what it is called, and the address of its page (empty: it has none)."""
    if figure.activity is not None:
        return _("活动"), figure.activity.title, reverse("activity", args=[figure.activity.pk])
    if figure.report is not None:
        period = period_name(figure.report.obligation.period)
        return _("进展报告"), period, reverse("report", args=[figure.report.pk])
    if figure.service is not None:
        return _("办实事清单"), figure.service.title, reverse("services", args=[figure.service.project_id])
    return _("导入"), figure.imported_from, ""
