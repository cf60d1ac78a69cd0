"""Lines of the landing page: articles to write, sign and take, requests for articles, proofs."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Commission, Proof, Submission
from taizhang.bulletin.visible import sent_in, submissions_of
from taizhang.core.lifecycle.bulletin_life import AT_DESK, CommissionState, ProofState, SubmissionState
from taizhang.office.models import Unit
from taizhang.office.roles import Role
from taizhang.web.frame.words_of_issues import Change, day_words
from taizhang.web.submissions.text_page import length_of
from taizhang.web.tasks.queue_lines import Button, Group, Line

SHOWN = 60
NEWS = 8
TOLD = (
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.DECLINED,
    SubmissionState.DUPLICATE,
    SubmissionState.ADOPTED,
    SubmissionState.PUBLISHED,
)


def submit_groups(roles: frozenset[Role], units: list[Unit], today: date) -> list[Group]:
    """What waits for somebody with these posts; empty groups are left to the caller."""
    groups: list[Group] = []
    if Role.UNIT_LEADER in roles:
        groups.append(_to_sign(units))
    if units:
        groups.append(_proofs_of(units))
    if Role.LIAISON in roles:
        groups.append(_to_write(units, today))
    if Role.EDITOR in roles:
        groups += [_to_take(), _objected()]
    return groups


def _to_sign(units: list[Unit]) -> Group:
    rows = submissions_of(units).filter(state=SubmissionState.UNIT_REVIEW)[:SHOWN]
    return Group(
        _("待审签的投稿"),
        [
            Line(
                title=row.title,
                small=_("{who}撰稿 · {n}字").format(who=row.written_by, n=length_of(row.body)),
                url=reverse("submission", args=[row.pk]),
                act=_("看全文"),
                button=Button(
                    _("审签"),
                    reverse("submission-act", args=[row.pk]),
                    (("act", "sign"), ("version", str(row.version))),
                ),
            )
            for row in rows
        ],
    )


def _to_write(units: list[Unit], today: date) -> Group:
    asked = Commission.objects.filter(unit__in=units, state=CommissionState.OPEN).order_by("due", "pk")
    lines = [
        Line(
            title=row.title,
            small=_("约稿 · 预计用时{n}分钟").format(n=row.minutes),
            url=reverse("commission", args=[row.pk]),
            act=_("供稿"),
            due=row.due,
            late=row.due < today,
        )
        for row in asked[:SHOWN]
    ]
    mine = submissions_of(units).filter(state__in=[SubmissionState.DRAFT, SubmissionState.RETURNED])
    return Group(_("约稿和投稿"), lines + [_draft_line(row) for row in mine[:SHOWN]])


def _draft_line(row: Submission) -> Line:
    returned = _("退回修改：{reason}").format(reason=row.reason) if row.reason else _("草稿")
    url = reverse("submission-write", args=[row.pk])
    return Line(row.title or _("（未命名的投稿）"), returned, url, _("接着写"))


def _proofs_of(units: list[Unit]) -> Group:
    rows = Proof.objects.filter(unit__in=units, state=ProofState.ASKED, article__issue__state__in=AT_DESK)
    lines = [
        Line(
            title=row.title,
            small=_("印发前请确认 · 送校 {day}").format(day=day_words(localdate(row.asked_at))),
            url=reverse("proof", args=[row.pk]),
            act=_("看校样"),
        )
        for row in rows.order_by("asked_at", "pk")[:SHOWN]
    ]
    return Group(_("待确认的校样"), lines)


def _to_take() -> Group:
    rows = sent_in().filter(state=SubmissionState.SUBMITTED)
    lines = [
        Line(
            title=row.title,
            small=_("{unit} · {day}报送 · {n}字").format(
                unit=row.unit, day=day_words(localdate(row.submitted_at)), n=length_of(row.body)
            ),
            url=reverse("submission", args=[row.pk]),
            act=_("看稿"),
            button=Button(_("采用"), reverse("submission-adopt", args=[row.pk]), (("next", "queue"),)),
        )
        for row in rows[:SHOWN]
    ]
    return Group(_("待处理的来稿"), lines)


def _objected() -> Group:
    rows = Proof.objects.filter(state=ProofState.OBJECTED, article__issue__state__in=AT_DESK)
    lines = [
        Line(
            title=row.title,
            small=_("{unit}：{words}").format(unit=row.unit, words=row.answer[:60]),
            url=reverse("proof", args=[row.pk]),
            act=_("查看"),
        )
        for row in rows.select_related("unit").order_by("answered_at", "pk")[:SHOWN]
    ]
    return Group(_("校样有意见"), lines)


def submission_news(units: list[Unit]) -> list[Change]:
    """What was decided of the units' articles lately, newest first; each leads to what became of it."""
    rows = submissions_of(units).filter(state__in=TOLD, decided_at__isnull=False)
    return [
        Change(
            words=_("投稿《{title}》：{state}").format(title=row.title, state=row.get_state_display()),
            who=str(row.decided_by),
            at=row.decided_at,
            day=day_words(localdate(row.decided_at)),
            url=reverse("submission", args=[row.pk]),
        )
        for row in rows.order_by("-decided_at", "-pk")[:NEWS]
        if row.decided_at is not None
    ]
