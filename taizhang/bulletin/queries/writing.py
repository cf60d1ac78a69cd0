"""What a unit's people choose from while they write an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from taizhang.bulletin.models import Submission
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.text.folding import comparison_key
from taizhang.ledger.models import Ledger, ProgressReport, Project, Theme
from taizhang.office.models import Unit

SHORTEST_TITLE = 4  # characters of a project's title by which an article may name it
_QUOTES = re.compile("[“”‘’\"'《》〈〉「」]")


def reports_to_send(units: Iterable[Unit]) -> QuerySet[ProgressReport]:
    """Signed reports with words of their own that have not been made an article, the latest first."""
    rows: QuerySet[ProgressReport] = ProgressReport.objects.filter(
        project__lead_unit__in=list(units),
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        no_change=False,
    )
    used = (
        Submission.objects.filter(report__isnull=False)
        .exclude(state=SubmissionState.WITHDRAWN)
        .values("report")
    )
    fresh = rows.exclude(narrative="").exclude(pk__in=used)
    return fresh.select_related("obligation__milestone", "project").order_by("-signed_at", "-pk")


def projects_of_unit(unit: Unit) -> QuerySet[Project]:
    """The projects in which a unit has a part, the latest year first."""
    supported = Project.supporting_units.through.objects.filter(unit=unit).values("project")
    rows: QuerySet[Project] = Project.objects.filter(Q(lead_unit=unit) | Q(pk__in=supported))
    return rows.order_by("-ledger__year", "serial", "pk")


def project_named(unit: Unit, title: str, body: str) -> Project | None:
    """Return the unit's project that an article names, by its title (the longest) or its account number, of the latest
    year; None where it names none, or several of which none stands in the headline.
    """
    rows = list(projects_of_unit(unit))
    headed = _named(rows, title)
    found = headed or _named(rows, body)
    return found[0] if headed or len({_plain(row.title) for row in found}) == 1 else None


def _named(rows: Sequence[Project], text: str) -> list[Project]:
    """Those that the text names, without those whose title is a part of another's that it names, the longest first."""
    plain = _plain(text)
    titles = [(_plain(row.title), row) for row in rows]
    found = [
        (title, row)
        for title, row in titles
        if (len(title) >= SHORTEST_TITLE and title in plain) or (row.account_no and row.account_no in text)
    ]
    whole = [
        (title, row)
        for title, row in found
        if not any(title != other and title in other for other, _row in found)
    ]
    return [row for title, row in sorted(whole, key=lambda pair: -len(pair[0]))]


def _plain(text: str) -> str:
    return _QUOTES.sub("", comparison_key(text))


def projects_led_by(units: Iterable[Unit]) -> QuerySet[Project]:
    """The projects that these units lead, the latest year first."""
    rows: QuerySet[Project] = Project.objects.filter(lead_unit__in=units).select_related("lead_unit")
    return rows.order_by("-ledger__year", "serial", "pk")


def themes_now(also: Theme | None = None) -> QuerySet[Theme]:
    """The themes of the latest ledger, and the one chosen already."""
    newest = Ledger.objects.order_by("-year").values("pk")[:1]
    rows: QuerySet[Theme] = Theme.objects.filter(Q(ledger__in=newest) | Q(pk=also.pk if also else None))
    return rows.order_by("position", "pk")
