"""What of the ledger waits for a person: each kind with its rows, and the task that a row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import ProposalState
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.ledger.models import (
    Blocker,
    Call,
    ChangeRequest,
    Closure,
    Complaint,
    Milestone,
    Notice,
    Obligation,
    ProgressReport,
    Project,
    Proposal,
    Rectification,
)
from taizhang.ledger.queries import tasks as rows
from taizhang.ledger.queries.closing import shortfalls_of
from taizhang.ledger.queries.obligations import overdue
from taizhang.ledger.queries.report_words import changed_words, period_words
from taizhang.ledger.queries.reports import is_written
from taizhang.ledger.rules.report_values import is_late, limit_of
from taizhang.ledger.visible import complaints_for
from taizhang.office.roles import Role
from taizhang.office.tasks import Shortcut, Task, Waiting
from taizhang.office.visible import Viewer

DECIDING = frozenset({Role.LEDGER_OFFICER, Role.OFFICE_LEADER})
EXCERPT = 40  # characters of a longer text in a note
SEE, SIGN = Message(N_("看全文")), Message(N_("审签"))


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """What waits for the viewer's posts, the most pressing kind first."""
    today = localdate(at)
    if viewer.roles & DECIDING:
        yield Waiting(
            N_("待答复的减负意见"),
            complaints_for(viewer).filter(answered_at=None).select_related(None).only("text"),
            lambda found: map(_complaint, found),
        )
    if viewer.units:
        yield Waiting(
            N_("待回复的督办单"), rows.notices_to_answer(viewer.units), lambda found: map(_to_answer, found)
        )
    if Role.UNIT_LEADER in viewer.roles:
        yield from _of_leader(viewer, today)
    if Role.LIAISON in viewer.roles:
        yield from _of_liaison(viewer, at)
    if viewer.units:
        yield from _of_unit(viewer)
    if Role.LEDGER_OFFICER in viewer.roles:
        yield from _of_officer(today)
    if viewer.roles & DECIDING:
        yield from _to_decide(viewer)


def _of_leader(viewer: Viewer, today: date) -> Iterator[Waiting[Any]]:
    yield Waiting(
        N_("待审签的进展报告"),
        rows.reports_to_sign(viewer.units),
        lambda found: _to_sign(found, today),
        bulk=lambda found: _sign_unchanged(found, today),
    )
    proposals = rows.proposals_of(viewer.units, ProposalState.UNIT_REVIEW)
    yield Waiting(N_("待审签的申报"), proposals, lambda found: map(_proposal_to_sign, found))
    closures = rows.closures_to_sign(viewer.units)
    yield Waiting(N_("待审签的销账申请"), closures, lambda found: map(_closure_to_sign, found))


def _of_liaison(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    owed, today = rows.reports_owed(viewer.units), localdate(at)
    yield Waiting(
        N_("进展报告"),
        owed,
        lambda found: [_to_report(row, today) for row in found],
        bulk=lambda found: _all_unchanged(found, today),
    )
    yield Waiting(N_("申报"), rows.calls_to_answer(viewer.units, at), lambda found: map(_to_propose, found))
    begun = rows.proposals_of(viewer.units, ProposalState.DRAFT, ProposalState.RETURNED)
    yield Waiting(N_("申报"), begun, lambda found: map(_to_go_on, found))
    yield Waiting(
        N_("其他事项"), rows.closures_handed_back(viewer.units), lambda found: map(_closure_to_change, found)
    )
    yield Waiting(
        N_("近期节点"),
        rows.milestones_ahead(viewer.units, today),
        lambda found: map(_milestone, found),
    )


def _of_unit(viewer: Viewer) -> Iterator[Waiting[Any]]:
    """What liaison and leader may both do."""
    other, units = N_("其他事项"), viewer.units
    yield Waiting(other, rows.accounts_to_confirm(units), lambda found: map(_to_confirm, found))
    yield Waiting(other, rows.rectifications_of(units), lambda found: map(_to_rectify, found))
    yield Waiting(other, rows.blockers_answered(units), lambda found: map(_answered_blocker, found))


def _of_officer(today: date) -> Iterator[Waiting[Any]]:
    """What is handled on a page of its own is one line with its number; reports are taken one by one."""
    needed = N_("需要处理")
    yield Waiting(needed, overdue(today), counted=_missing)
    for source, words, verb, route in (
        (rows.notices_drafted(), N_("{n}份督办单草稿待签发"), N_("处理"), "notices"),
        (rows.notices_replied(), N_("{n}份督办单已回复"), N_("处理"), "notices"),
        (rows.proposals_to_take(), N_("{n}份申报待受理"), N_("受理"), "calls"),
        (rows.accounts_to_open(), N_("{n}个项目待建账"), N_("建账"), "opening"),
    ):
        yield Waiting(needed, source, counted=_counted(words, verb, route))
    yield Waiting(
        N_("待受理的进展报告"),
        rows.reports_to_take(),
        lambda found: _to_take(found, today),
        bulk=_accept_unchanged,
    )


def _to_decide(viewer: Viewer) -> Iterator[Waiting[Any]]:
    """What somebody of the office decides: nothing that they have asked for or reported themselves."""
    group, me = N_("待审批、核验和答复"), viewer.person
    changes = rows.changes_to_decide().exclude(requested_by=me)
    yield Waiting(group, changes, lambda found: map(_change, found))
    if Role.LEDGER_OFFICER in viewer.roles:
        closures = rows.closures_to_verify_by(me)
        yield Waiting(group, closures, lambda found: map(_closure, found))
    yield Waiting(group, rows.blockers_open(), lambda found: map(_open_blocker, found))


def _counted(words: str, verb: str, route: str) -> Any:
    return lambda n: Task(route + words, Message(words, {"n": n}), Message(verb), route)


def _missing(n: int) -> Task:
    return Task(
        "overdue",
        Message(N_("{n}份进展报告逾期未报"), {"n": n}),
        Message(N_("查看")),
        "reports",
        note=Message(N_("可以一次提醒全部联络员")),
        shortcut=Shortcut(Message(N_("提醒全部")), "remind"),
    )


def _noted(*parts: Message | str) -> Message:
    return joined(" · ", [part for part in parts if part])


def _told(reasons: dict[str, str]) -> Message | str:
    """Why something was returned; empty where it was not."""
    told = "；".join(words.rstrip("。；") for words in reasons.values())
    return Message(N_("退回修改：{reason}"), {"reason": told}) if told else ""


def _to_report(row: Obligation, today: date) -> Task:
    report = getattr(row, "report", None)
    project = row.project
    unchanged = None
    if _may_be_unchanged(row, today):
        unchanged = Shortcut(Message(N_("无变化")), "no-change", fields=(("obligation", str(row.pk)),))
    reminded: Message | str = ""
    if row.reminded_at is not None:
        day = localdate(row.reminded_at)
        reminded = Message(N_("{month}月{day}日已提醒"), {"month": day.month, "day": day.day})
    return Task(
        f"obligation-{row.pk}",
        verbatim(project.title),
        Message(N_("填报") if report is None else N_("接着填")),
        "report-write",
        (row.pk,),
        limit_of(row),
        _noted(project.account_no, period_words(row), reminded, _told(report.reasons) if report else ""),
        unchanged,
    )


def _may_be_unchanged(row: Obligation, today: date) -> bool:
    """Whether "no change" takes one click: in time, so that no reason is asked, and with nothing written yet."""
    report = getattr(row, "report", None)
    return today <= limit_of(row) and (report is None or not is_written(report))


def _all_unchanged(found: Sequence[Obligation], today: date) -> Shortcut | None:
    fresh = [row for row in found if _may_be_unchanged(row, today)]
    if len(fresh) < 2:
        return None
    n = {"n": len(fresh)}
    return Shortcut(
        Message(N_("全部报“无变化”（{n}项）"), n),
        "no-change",
        fields=tuple(("obligation", str(row.pk)) for row in fresh),
        ask=Message(N_("确认这{n}个项目本期都没有变化，一并送单位负责人审签？"), n),
    )


def _to_sign(found: Sequence[ProgressReport], today: date) -> list[Task]:
    changed = changed_words(found, today)
    return [
        Task(
            f"signature-{row.pk}",
            verbatim(row.project.title),
            SEE,
            "report",
            (row.pk,),
            limit_of(row.obligation),
            _noted(row.project.account_no, period_words(row.obligation), changed[row.pk]),
            Shortcut(SIGN, "report-sign", fields=(("report", f"{row.pk}.{row.version}"),)),
            SIGN,
        )
        for row in found
    ]


def _sign_unchanged(found: Sequence[ProgressReport], today: date) -> Shortcut | None:
    """Those that nobody has to give a reason for any more."""
    unchanged = [row for row in found if row.no_change and (row.late_reason or not is_late(row, today))]
    if not unchanged:
        return None
    n = {"n": len(unchanged)}
    return Shortcut(
        Message(N_("审签全部无变化的（{n}份）"), n),
        "report-sign",
        fields=tuple(("report", f"{row.pk}.{row.version}") for row in unchanged),
        ask=Message(N_("这{n}份报告都是“本期无变化”，一并审签？"), n),
    )


def _to_take(found: Sequence[ProgressReport], today: date) -> list[Task]:
    changed = changed_words(found, today)
    return [
        Task(
            f"report-{row.pk}",
            verbatim(row.project.title),
            Message(N_("受理")),
            "report",
            (row.pk,),
            note=_noted(str(row.project.lead_unit), period_words(row.obligation), changed[row.pk]),
        )
        for row in found
    ]


def _accept_unchanged(found: Sequence[ProgressReport]) -> Shortcut | None:
    n = {"n": sum(row.no_change for row in found)}
    if not n["n"]:
        return None
    return Shortcut(
        Message(N_("采纳全部无变化的（{n}份）"), n),
        "accept-unchanged",
        ask=Message(N_("这{n}份报告都是“本期无变化”，一并采纳？"), n),
    )


def _proposal_to_sign(row: Proposal) -> Task:
    sign = Shortcut(SIGN, "proposal-act", (row.pk,), (("act", "sign"), ("next", "queue")))
    return Task(
        f"proposal-{row.pk}", verbatim(row.title), SEE, "proposal", (row.pk,), localdate(row.call.deadline),
        verbatim(row.call.title), sign, SIGN,
    )  # fmt: skip


def _to_propose(row: Call) -> Task:
    note = Message(N_("征集 · 预计用时{n}分钟"), {"n": row.minutes})
    verb = Message(N_("申报"))
    return Task(
        f"call-{row.pk}", verbatim(row.title), verb, "proposal-new", (row.pk,), localdate(row.deadline), note
    )


def _to_go_on(row: Proposal) -> Task:
    note = _told(row.reasons) or Message(N_("草稿"))
    return Task(
        f"draft-{row.pk}", verbatim(row.title or row.call.title), Message(N_("修改")), "proposal-write", (row.pk,),
        localdate(row.call.deadline), _noted(note),
    )  # fmt: skip


def _milestone(row: Milestone) -> Task:
    return Task(
        f"milestone-{row.pk}", verbatim(row.title), Message(N_("看项目")), "project", (row.project_id,), row.due,
        _noted(row.project.account_no, row.project.title), duty=Message(N_("节点")),
    )  # fmt: skip


def _to_confirm(row: Project) -> Task:
    note = Message(N_("{no} · 账目已建，请确认"), {"no": row.account_no})
    confirm = Shortcut(Message(N_("确认")), "account-confirm", (row.pk,), (("next", "queue"),))
    verb = Message(N_("看账目"))
    return Task(
        f"confirm-{row.pk}",
        verbatim(row.title),
        verb,
        "account-confirm",
        (row.pk,),
        note=note,
        shortcut=confirm,
        duty=Message(N_("确认账目")),
    )


def _to_answer(row: Notice) -> Task:
    gaps = {"colour": str(row.get_colour_display()), "text": row.text[:EXCERPT]}
    return Task(
        f"notice-{row.pk}", verbatim(row.project.title), Message(N_("回复")), "notice", (row.pk,), row.reply_due,
        Message(N_("{colour}督办单 · {text}"), gaps),
    )  # fmt: skip


def _to_rectify(row: Rectification) -> Task:
    return Task(
        f"rectification-{row.pk}", verbatim(row.closure.project.title), Message(N_("办理")), "closure",
        (row.closure_id,), row.due, Message(N_("整改事项：{text}"), {"text": row.text}),
    )  # fmt: skip


def _answered_blocker(row: Blocker) -> Task:
    note = Message(N_("问题已答复：{text}"), {"text": row.text[:EXCERPT]})
    return Task(
        f"answer-{row.pk}", verbatim(row.project.title), Message(N_("查看")), "blocker", (row.pk,), note=note
    )


def _complaint(row: Complaint) -> Task:
    return Task(
        f"complaint-{row.pk}", verbatim(row.text[:EXCERPT]), Message(N_("答复")), "complaints",
        note=Message(N_("减负意见")),
    )  # fmt: skip


def _change(row: ChangeRequest) -> Task:
    gaps = {
        "unit": str(row.project.lead_unit),
        "kind": str(row.get_kind_display()),
        "reason": row.reason[:EXCERPT],
    }
    note = Message(N_("{unit} · 申请{kind}：{reason}"), gaps)
    verb = Message(N_("审批"))
    return Task(f"change-{row.pk}", verbatim(row.project.title), verb, "change", (row.pk,), note=note)


def _closure_to_sign(row: Closure) -> Task:
    sign = Shortcut(SIGN, "closure", (row.pk,), (("act", "sign"), ("next", "queue")))
    return Task(
        f"closure-{row.pk}", verbatim(row.project.title), SEE, "closure", (row.pk,),
        note=_noted(row.project.account_no, Message(N_("申请销账")), _short(row)), shortcut=sign, duty=SIGN,
    )  # fmt: skip


def _closure_to_change(row: Closure) -> Task:
    note = _noted(Message(N_("申请销账")), _told({"": row.returned}))
    return Task(
        f"closure-{row.pk}", verbatim(row.project.title), Message(N_("修改")), "closure-request",
        (row.project_id,), note=note,
    )  # fmt: skip


def _short(row: Closure) -> Message | str:
    """What a closing falls short of; empty where it does not."""
    short = shortfalls_of(row)
    return Message(N_("未达到：{figures}"), {"figures": joined("；", short)}) if short else ""


def _closure(row: Closure) -> Task:
    asked = Message(N_("{unit} · 申请销账"), {"unit": str(row.project.lead_unit)})
    note, verb = _noted(asked, _short(row)), Message(N_("核验"))
    return Task(f"closure-{row.pk}", verbatim(row.project.title), verb, "closure", (row.pk,), note=note)


def _open_blocker(row: Blocker) -> Task:
    gaps = {"unit": str(row.project.lead_unit), "text": row.text[:EXCERPT]}
    note = Message(N_("{unit} · 问题：{text}"), gaps)
    verb = Message(N_("答复"))
    return Task(f"blocker-{row.pk}", verbatim(row.project.title), verb, "blocker", (row.pk,), note=note)
