"""The landing page as lines: what is due, by when, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taizhang.core.lifecycle.project_year import ProposalState
from taizhang.ledger.models import ChangeRequest, Obligation, ProgressReport
from taizhang.ledger.queries import tasks as waiting
from taizhang.ledger.queries.obligations import overdue
from taizhang.ledger.rules.report_values import limit_of
from taizhang.office.models import Unit
from taizhang.office.roles import Role
from taizhang.web.frame.words_of_issues import Change, day_words
from taizhang.web.reports.words import changed_words, period_words
from taizhang.web.tasks.queue_bulletin import bulletin_groups
from taizhang.web.tasks.queue_exchange import exchange_groups
from taizhang.web.tasks.queue_lines import Button, Group, Line
from taizhang.web.tasks.queue_send import send_groups
from taizhang.web.tasks.queue_submit import submit_groups

SHOWN = 60
NEWS = 8


def groups_for(roles: frozenset[Role], units: list[Unit], today: date) -> list[Group]:
    """Everything that waits for somebody with these posts, the most pressing group first; no empty groups."""
    groups: list[Group] = []
    if Role.UNIT_LEADER in roles:
        groups += [_to_sign(units, today), _proposals_to_sign(units)]
    if Role.LIAISON in roles:
        groups += [_to_report(units, today), _to_propose(units)]
    if units:
        groups += [_of_unit(units, today)]
    if Role.LEDGER_OFFICER in roles:
        groups += [_exceptions(today), _to_take(today)]
    if roles & {Role.LEDGER_OFFICER, Role.OFFICE_LEADER}:
        groups += [_to_decide(today)]
    groups += bulletin_groups(roles, units, today)
    groups += submit_groups(roles, units, today)
    groups += send_groups(roles)
    groups += exchange_groups(units)
    return [group for group in groups if group.lines]


def _to_report(units: list[Unit], today: date) -> Group:
    rows = list(waiting.reports_owed(units)[:SHOWN])
    lines = [_report_line(row, today) for row in rows]
    fresh = [row for row in rows if not hasattr(row, "report")]
    group = Group(_("进展报告"), lines)
    if len(fresh) > 1:
        fields = tuple(("obligation", str(row.pk)) for row in fresh)
        words = ngettext("全部报“无变化”（{n}项）", "全部报“无变化”（{n}项）", len(fresh)).format(
            n=len(fresh)
        )
        group.bulk = Button(words, reverse("no-change"), fields)
        group.bulk_ask = _("确认这{n}个项目本期都没有变化，一并送单位负责人审签？").format(n=len(fresh))
    return group


def _report_line(row: Obligation, today: date) -> Line:
    report = getattr(row, "report", None)
    small = f"{row.project.account_no} · {period_words(row)}"
    if report is not None and report.reasons:
        told = "；".join(report.reasons.values())
        small = _("{what} · 退回修改：{reason}").format(what=small, reason=told)
    unchanged = Button(_("无变化"), reverse("no-change"), (("obligation", str(row.pk)),))
    return Line(
        title=row.project.title,
        small=small,
        url=reverse("report-write", args=[row.pk]),
        act=_("填报") if report is None else _("接着填"),
        due=limit_of(row),
        late=today > limit_of(row),
        button=unchanged if report is None else None,
    )


def _to_sign(units: list[Unit], today: date) -> Group:
    rows = list(waiting.reports_to_sign(units)[:SHOWN])
    changed = changed_words(rows, today)
    lines = [_sign_line(row, changed[row.pk], today) for row in rows]
    unchanged = [row for row in rows if row.no_change]
    group = Group(_("待审签的进展报告"), lines)
    if unchanged:
        fields = tuple(("report", str(row.pk)) for row in unchanged)
        group.bulk = Button(
            _("审签全部无变化的（{n}份）").format(n=len(unchanged)), reverse("report-sign"), fields
        )
        group.bulk_ask = _("这{n}份报告都是“本期无变化”，一并审签？").format(n=len(unchanged))
    return group


def _sign_line(row: ProgressReport, changed: str, today: date) -> Line:
    small = f"{row.project.account_no} · {period_words(row.obligation)} · {changed}"
    return Line(
        title=row.project.title,
        small=small,
        url=reverse("report", args=[row.pk]),
        act=_("看全文"),
        due=limit_of(row.obligation),
        late=today > limit_of(row.obligation),
        button=Button(_("审签"), reverse("report-sign"), (("report", str(row.pk)),)),
    )


def _proposals_to_sign(units: list[Unit]) -> Group:
    rows = waiting.proposals_of(units, ProposalState.UNIT_REVIEW)
    return Group(
        _("待审签的申报"),
        [
            Line(
                title=row.title,
                small=row.call.title,
                url=reverse("proposal", args=[row.pk]),
                act=_("看全文"),
                due=localdate(row.call.deadline),
                button=Button(
                    _("审签"),
                    reverse("proposal-act", args=[row.pk]),
                    (("act", "sign"), ("next", "queue")),
                ),
            )
            for row in rows
        ],
    )


def _to_propose(units: list[Unit]) -> Group:
    lines = [
        Line(
            title=call.title,
            small=_("征集 · 预计用时{n}分钟").format(n=call.minutes),
            url=reverse("proposal-new", args=[call.pk]),
            act=_("申报"),
            due=localdate(call.deadline),
        )
        for call in waiting.calls_to_answer(units)
    ]
    for row in waiting.proposals_of(units, ProposalState.DRAFT, ProposalState.RETURNED):
        told = "；".join(row.reasons.values())
        small = _("退回修改：{reason}").format(reason=told) if told else _("草稿")
        url = reverse("proposal-write", args=[row.pk])
        lines.append(Line(row.title, small, url, _("修改"), localdate(row.call.deadline)))
    return Group(_("申报"), lines)


def _of_unit(units: list[Unit], today: date) -> Group:
    """What liaison and leader may both do."""
    return Group(_("其他事项"), list(_unit_lines(units, today)))


def _unit_lines(units: list[Unit], today: date) -> Iterator[Line]:
    for project in waiting.accounts_to_confirm(units):
        url = reverse("account-confirm", args=[project.pk])
        yield Line(
            project.title, _("{no} · 账目已建，请确认").format(no=project.account_no), url, _("看账目"),
            button=Button(_("确认"), url, (("next", "queue"),)),
        )  # fmt: skip
    for notice in waiting.notices_to_answer(units):
        late = notice.reply_due is not None and notice.reply_due < today
        small = _("{colour}督办单 · {text}").format(colour=notice.get_colour_display(), text=notice.text[:40])
        url = reverse("notice", args=[notice.pk])
        yield Line(notice.project.title, small, url, _("回复"), notice.reply_due, late)
    for item in waiting.rectifications_of(units):
        url = reverse("closure", args=[item.closure_id])
        small = _("整改事项：{text}").format(text=item.text)
        yield Line(item.closure.project.title, small, url, _("办理"), item.due)
    for blocker in waiting.blockers_answered(units):
        url = reverse("blocker", args=[blocker.pk])
        yield Line(
            blocker.project.title, _("问题已答复：{text}").format(text=blocker.text[:40]), url, _("查看")
        )


def _exceptions(today: date) -> Group:
    """Counts that lead to their pages: the officer sees exceptions first."""
    lines = []
    missing = overdue(today).count()
    if missing:
        words = _("{n}份进展报告逾期未报").format(n=missing)
        lines.append(
            Line(
                words, _("可以一次提醒全部联络员"), reverse("reports"), _("查看"), late=True,
                button=Button(_("提醒全部"), reverse("remind")),
            )
        )  # fmt: skip
    counts = waiting.notices_for_office()
    for state, words in (("draft", _("{n}份督办单草稿待签发")), ("replied", _("{n}份督办单已回复"))):
        if counts[state]:
            lines.append(Line(words.format(n=counts[state]), "", reverse("notices"), _("处理")))
    if proposals := waiting.proposals_to_take():
        lines.append(Line(_("{n}份申报待受理").format(n=proposals), "", reverse("calls"), _("受理")))
    if accounts := waiting.accounts_to_open():
        lines.append(Line(_("{n}个项目待建账").format(n=accounts), "", reverse("opening"), _("建账")))
    return Group(_("需要处理"), lines)


def _to_take(today: date) -> Group:
    rows = list(waiting.reports_to_take()[:SHOWN])
    changed = changed_words(rows, today)
    lines = [
        Line(
            title=row.project.title,
            small=f"{row.project.lead_unit} · {period_words(row.obligation)} · {changed[row.pk]}",
            url=reverse("report", args=[row.pk]),
            act=_("受理"),
        )
        for row in rows
    ]
    group = Group(_("待受理的进展报告"), lines)
    unchanged = [row for row in rows if row.no_change]
    if unchanged:
        words = _("采纳全部无变化的（{n}份）").format(n=len(unchanged))
        group.bulk = Button(words, reverse("accept-unchanged"))
        group.bulk_ask = _("这{n}份报告都是“本期无变化”，一并采纳？").format(n=len(unchanged))
    return group


def _to_decide(today: date) -> Group:
    lines = []
    for change in waiting.changes_to_decide()[:SHOWN]:
        small = _("{unit} · 申请{kind}：{reason}").format(
            unit=change.project.lead_unit, kind=change.get_kind_display(), reason=change.reason[:40]
        )
        lines.append(Line(change.project.title, small, reverse("change", args=[change.pk]), _("审批")))
    for closure in waiting.closures_to_verify()[:SHOWN]:
        small = _("{unit} · 申请销账").format(unit=closure.project.lead_unit)
        lines.append(Line(closure.project.title, small, reverse("closure", args=[closure.pk]), _("核验")))
    for blocker in waiting.blockers_open()[:SHOWN]:
        small = _("{unit} · 问题：{text}").format(unit=blocker.project.lead_unit, text=blocker.text[:40])
        lines.append(Line(blocker.project.title, small, reverse("blocker", args=[blocker.pk]), _("答复")))
    return Group(_("待审批、核验和答复"), lines)


def news_for(units: list[Unit] | None) -> list[Change]:
    """What was decided lately, newest first."""
    rows = [_news(row) for row in waiting.news_of(units, NEWS)]
    return sorted(rows, key=lambda each: each.at, reverse=True)[:NEWS]


def _news(row: Any) -> Change:
    title = row.project.title
    if isinstance(row, ProgressReport):
        words = _("{title}：{period}进展报告{state}").format(
            title=title, period=period_words(row.obligation), state=row.get_state_display()
        )
        return _told(words, row.decided_by, row.decided_at, reverse("report", args=[row.pk]))
    if isinstance(row, ChangeRequest):
        words = _("{title}：申请{kind}，{state}").format(
            title=title, kind=row.get_kind_display(), state=row.get_state_display()
        )
        return _told(words, row.decided_by, row.decided_at, reverse("change", args=[row.pk]))
    words = _("{title}：申请销账，{state}").format(title=title, state=row.get_state_display())
    return _told(words, row.verified_by, row.verified_at, reverse("closure", args=[row.pk]))


def _told(words: str, who: Any, at: datetime | None, url: str) -> Change:
    if at is None:
        raise ValueError("news has its time")
    return Change(words=words, who=str(who or ""), at=at, day=day_words(localdate(at)), url=url)


def count_of(groups: Iterable[Group]) -> int:
    """How many lines wait."""
    return sum(len(group.lines) for group in groups)
