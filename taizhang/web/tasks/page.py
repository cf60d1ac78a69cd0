"""What has changed lately, as lines of the landing page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Issue, Submission
from taizhang.bulletin.queries.tasks import archived_lately, submissions_decided
from taizhang.ledger.models import ChangeRequest, Closure, ProgressReport
from taizhang.ledger.queries.report_words import period_words
from taizhang.ledger.queries.tasks import decided_lately, reports_to_sign
from taizhang.office.permissions import Permission
from taizhang.office.together import instance_of, together
from taizhang.office.visible import Viewer
from taizhang.web.frame.parts import Entry, PagePart, PostButton, dotted, entries
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import day_words, say

SHOWN = 10


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something that happened: in words, who did it, when, and where one reads it."""

    words: str
    who: str
    at: datetime
    url: str

    @property
    def day(self) -> str:
        return day_words(localdate(self.at))


def news_for(viewer: Viewer) -> list[NewsLine]:
    """Return what was decided and archived lately, the latest first. One query."""
    branches = decided_lately(viewer.units or None, SHOWN) if viewer.may(Permission.ACT_IN_LEDGER) else []
    if viewer.units:
        branches.append(submissions_decided(viewer.units, SHOWN))
    branches.append(archived_lately(viewer, SHOWN))
    found = zip(branches, together(*branches), strict=True)
    lines = [
        _LINES[rows.model](instance_of(rows.model, values))
        for (rows, _paths), several in found
        for values in several
    ]
    return sorted(lines, key=lambda each: each.at, reverse=True)[:SHOWN]


def _report(row: Any) -> NewsLine:
    words = _("{title}：{period}进展报告{state}").format(
        title=row.project.title, period=say(period_words(row.obligation)), state=row.get_state_display()
    )
    return NewsLine(words, str(row.decided_by or ""), row.decided_at, reverse("report", args=[row.pk]))


def _change(row: Any) -> NewsLine:
    words = _("{title}：申请{kind}，{state}").format(
        title=row.project.title, kind=row.get_kind_display(), state=row.get_state_display()
    )
    return NewsLine(words, str(row.decided_by or ""), row.decided_at, reverse("change", args=[row.pk]))


def _closure(row: Any) -> NewsLine:
    words = _("{title}：申请销账，{state}").format(title=row.project.title, state=row.get_state_display())
    return NewsLine(words, str(row.verified_by or ""), row.verified_at, reverse("closure", args=[row.pk]))


def _submission(row: Any) -> NewsLine:
    words = _("投稿《{title}》：{state}").format(title=row.title, state=row.get_state_display())
    return NewsLine(words, str(row.decided_by or ""), row.decided_at, reverse("submission", args=[row.pk]))


def _issue(row: Any) -> NewsLine:
    words = _("{issue} 存入档案").format(issue=issue_title(row))
    return NewsLine(words, str(row.saved_by or ""), row.saved_at, reverse("issue", args=[row.pk]))


_LINES: Mapping[type[Model], Callable[[Any], NewsLine]] = {
    ProgressReport: _report,
    ChangeRequest: _change,
    Closure: _closure,
    Submission: _submission,
    Issue: _issue,
}


def sent_reports(viewer: Viewer) -> list[PagePart]:
    """What the liaison has sent to the unit's leader: it can be looked at, and taken back until it is signed."""
    units = viewer.units if viewer.may(Permission.FILE_FOR_UNIT) else ()
    return entries(_("已送单位负责人审签"), reports_to_sign(units), _sent)


def _sent(row: ProgressReport) -> Entry:
    title, period = row.project.title, say(period_words(row.obligation))
    small = dotted(row.project.account_no, period, _("本期无变化") if row.no_change else "")
    given = {"act": "take_back", "next": "queue"}
    back = PostButton(_("撤回"), reverse("report-act", args=[row.pk]), given, of=title)
    return Entry(title, reverse("report", args=[row.pk]), small=small, posts=[back])
