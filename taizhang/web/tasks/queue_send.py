"""What waits after an issue is sealed: to be sent out, mails that failed, corrections to sign and to print."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Correction, Issue, Origin, Sending
from taizhang.core.lifecycle.bulletin_life import CorrectionState, IssueState, SendingState
from taizhang.office.models import MessageState
from taizhang.office.roles import Role
from taizhang.web.frame.words_of_issues import issue_title
from taizhang.web.tasks.queue_lines import Button, Group, Line

SHOWN = 30
LOST = (MessageState.FAILED, MessageState.HELD)


def send_groups(roles: frozenset[Role]) -> list[Group]:
    """What waits for somebody with these posts; empty groups are left to the caller."""
    groups: list[Group] = []
    if Role.SIGNER in roles:
        groups.append(Group(_("待签发的更正"), _corrections(_("签发"), Q(state=CorrectionState.DRAFT))))
    if Role.EDITOR in roles:
        groups.append(Group(_("待分发的简报"), _to_send()))
        groups.append(Group(_("没有送到的邮件"), _lost()))
        unprinted = Q(state=CorrectionState.ISSUED, as_revision=False, runs_in__isnull=True)
        groups.append(Group(_("待刊登的更正"), _corrections(_("编入"), unprinted)))
    return groups


def _to_send() -> list[Line]:
    rows = Issue.objects.filter(state=IssueState.SEALED, origin=Origin.DESK, recall__isnull=True)
    lines = []
    for issue in rows.select_related("series").order_by("date", "pk")[:SHOWN]:
        send = Button(_("分发"), reverse("issue-send", args=[issue.pk]), (("act", "distribute"),))
        url = reverse("issue-sendings", args=[issue.pk])
        lines.append(Line(issue_title(issue), _("已封存，还没有分发"), url, _("看名单"), button=send))
    return lines


def _lost() -> list[Line]:
    rows = Sending.objects.filter(state=SendingState.UNDER_WAY, message__state__in=LOST)
    return [
        Line(
            title=_("{name}：{issue}").format(name=row.name, issue=issue_title(row.issue)),
            small=row.message.last_error if row.message else "",
            url=reverse("issue-sendings", args=[row.issue_id]),
            act=_("查看"),
        )
        for row in rows.select_related("issue__series", "message").order_by("pk")[:SHOWN]
    ]


def _corrections(act: str, which: Q) -> list[Line]:
    rows = Correction.objects.filter(which, issue__recall__isnull=True).select_related("issue__series")
    return [
        Line(
            title=_("“{wrong}”应为“{right}”").format(wrong=row.wrong, right=row.right),
            small=f"{issue_title(row.issue)} · {row.reason}",
            url=reverse("correction", args=[row.pk]),
            act=act,
        )
        for row in rows.order_by("at", "pk")[:SHOWN]
    ]
