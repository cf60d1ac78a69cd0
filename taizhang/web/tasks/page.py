"""What has changed lately, as lines of the landing page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.bulletin.visible import submissions_of
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.ledger.models import ChangeRequest, ProgressReport
from taizhang.ledger.queries.report_words import period_words
from taizhang.ledger.queries.tasks import news_of, reports_to_sign
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.parts import Entry, PagePart, PostButton, dotted, entries
from taizhang.web.frame.words import say
from taizhang.web.frame.words_of_issues import NewsLine, day_words

NEWS = 8
TOLD = (
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.DECLINED,
    SubmissionState.DUPLICATE,
    SubmissionState.ADOPTED,
    SubmissionState.PUBLISHED,
)


def news_for(units: Sequence[Unit] | None) -> list[NewsLine]:
    """What was decided lately, newest first."""
    rows = [_news(row) for row in news_of(units, NEWS)]
    return sorted(rows, key=lambda each: each.at, reverse=True)[:NEWS]


def _news(row: Any) -> NewsLine:
    title = row.project.title
    if isinstance(row, ProgressReport):
        words = _("{title}：{period}进展报告{state}").format(
            title=title, period=say(period_words(row.obligation)), state=row.get_state_display()
        )
        return _told(words, row.decided_by, row.decided_at, reverse("report", args=[row.pk]))
    if isinstance(row, ChangeRequest):
        words = _("{title}：申请{kind}，{state}").format(
            title=title, kind=row.get_kind_display(), state=row.get_state_display()
        )
        return _told(words, row.decided_by, row.decided_at, reverse("change", args=[row.pk]))
    words = _("{title}：申请销账，{state}").format(title=title, state=row.get_state_display())
    return _told(words, row.verified_by, row.verified_at, reverse("closure", args=[row.pk]))


def _told(words: str, who: Any, at: datetime | None, url: str) -> NewsLine:
    if at is None:
        raise ValueError("news has its time")
    return NewsLine(words=words, who=str(who or ""), at=at, day=day_words(localdate(at)), url=url)


def submission_news(units: Sequence[Unit]) -> list[NewsLine]:
    """What was decided of the units' articles lately, newest first; each leads to what became of it."""
    rows = submissions_of(units).filter(state__in=TOLD, decided_at__isnull=False)
    return [
        NewsLine(
            words=_("投稿《{title}》：{state}").format(title=row.title, state=row.get_state_display()),
            who=str(row.decided_by),
            at=row.decided_at,
            day=day_words(localdate(row.decided_at)),
            url=reverse("submission", args=[row.pk]),
        )
        for row in rows.order_by("-decided_at", "-pk")[:NEWS]
        if row.decided_at is not None
    ]


def sent_reports(viewer: Viewer) -> list[PagePart]:
    """What the liaison has sent to the unit's leader: it can be looked at, and taken back until it is signed."""
    units = viewer.units if viewer.may(Permission.FILE_FOR_UNIT) else ()
    return entries(_("已送单位负责人审签"), reports_to_sign(units), _sent)


def _sent(row: ProgressReport) -> Entry:
    said = _("本期无变化") if row.no_change else ""
    given = {"act": "take_back", "next": "queue"}
    return Entry(
        row.project.title,
        reverse("report", args=[row.pk]),
        small=dotted(row.project.account_no, say(period_words(row.obligation)), said),
        posts=[PostButton(_("撤回"), reverse("report-act", args=[row.pk]), given, of=row.project.title)],
    )
