"""What of the bulletin waits for a person, and what is news to them: each kind with its rows, and the task a row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from taizhang.bulletin.models import (
    Citation,
    Commission,
    Correction,
    Delivery,
    FactQuery,
    Issue,
    Proof,
    Question,
    Remark,
    Sending,
    Series,
    Submission,
)
from taizhang.bulletin.queries import tasks as rows
from taizhang.bulletin.queries.exchange import news_of_day
from taizhang.bulletin.queries.numbers import annual_foreseen
from taizhang.bulletin.queries.titles import draft_titles, issue_title
from taizhang.core.calendar.day_words import day_words
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import IssueState, SubmissionState
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.core.text.pictures import printed_length
from taizhang.office.roles import Role
from taizhang.office.tasks import News, Shortcut, Task, Waiting
from taizhang.office.visible import Viewer

EXCERPT = 60  # characters of a longer text in a note
MOST_NEWS = 20
REMARKS = N_("待处理的批注")
SEE = Message(N_("查看"))


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """What waits for the viewer's posts, the most pressing kind first."""
    today, roles = localdate(at), viewer.roles
    if Role.SIGNER in roles:
        yield from _of_signer()
    if Role.CHECKER in roles:
        edited = rows.issues_in(IssueState.EDITED)
        yield Waiting(N_("待核稿"), edited, lambda found: _issues(found, N_("核稿")))
    if viewer.units:
        yield from _of_unit(viewer, today)
    if Role.EDITOR in roles:
        yield from _of_editor(today)
    if Role.SYS_ADMIN in roles:
        failed = rows.deliveries_failed()
        yield Waiting(N_("没有送达的推送"), failed, lambda found: map(_not_delivered, found))


def _of_signer() -> Iterator[Waiting[Any]]:
    checked = rows.issues_in(IssueState.CHECKED, IssueState.SIGNED)
    yield Waiting(N_("待签发"), checked, lambda found: _issues(found, N_("签发")))
    drafts = rows.corrections_to_issue()
    yield Waiting(N_("待签发的更正"), drafts, lambda found: (_correction(row, N_("签发")) for row in found))


def _of_unit(viewer: Viewer, today: date) -> Iterator[Waiting[Any]]:
    units = viewer.units
    yield Waiting(N_("请核实的数据"), rows.facts_asked(units), lambda found: map(_fact_asked, found))
    if Role.UNIT_LEADER in viewer.roles:
        signing = rows.submissions_in(units, SubmissionState.UNIT_REVIEW)
        yield Waiting(N_("待审签的投稿"), signing, lambda found: map(_to_sign, found))
    proofs = rows.proofs_asked(units)
    yield Waiting(N_("待确认的校样"), proofs, lambda found: (_proof_asked(row, today) for row in found))
    if Role.LIAISON in viewer.roles:
        group = N_("约稿和投稿")
        yield Waiting(group, rows.commissions_open(units), lambda found: map(_commission, found))
        begun = rows.submissions_in(units, SubmissionState.DRAFT, SubmissionState.RETURNED)
        yield Waiting(group, begun, lambda found: map(_to_go_on, found))
        yield Waiting(REMARKS, rows.remarks_to_author(units), lambda found: map(_remark, found))
    yield Waiting(N_("同行的提问"), rows.questions_asked(units), lambda found: map(_question, found))


def _of_editor(today: date) -> Iterator[Waiting[Any]]:
    yield Waiting(N_("单位对数据的答复"), rows.facts_answered(), lambda found: map(_fact_answered, found))
    sent = rows.submissions_sent_in()
    yield Waiting(N_("待处理的来稿"), sent, lambda found: (_to_take(row, today) for row in found))
    yield Waiting(N_("校样有意见"), rows.proofs_objected(), lambda found: map(_objected, found))
    composing = N_("正在编辑的简报")
    yield Waiting(REMARKS, rows.remarks_to_editor(), lambda found: map(_remark, found))
    open_issues = rows.issues_in(IssueState.COMPOSING)
    yield Waiting(composing, open_issues, lambda found: _issues(found, N_("编辑")))
    yield Waiting(composing, rows.series_without_issue(), lambda found: _to_begin(found, today))
    yield Waiting(N_("待分发的简报"), rows.issues_to_send(), lambda found: map(_to_send, found))
    yield Waiting(N_("没有送到的邮件"), rows.sendings_lost(), lambda found: map(_lost, found))
    unprinted = rows.corrections_to_print()
    yield Waiting(
        N_("待刊登的更正"), unprinted, lambda found: (_correction(row, N_("编入")) for row in found)
    )
    changed = rows.claims_changed(today)
    heading, sift = N_("印出后名册或规则有变化的说法"), rows.stands_on_other_ground
    yield Waiting(heading, changed, lambda found: map(_changed_claim, found), sift=sift)


def news(viewer: Viewer, at: datetime) -> Iterator[News]:
    """What appeared yesterday in the themes the person follows, so that each is told once."""
    for article in news_of_day(viewer, localdate(at) - timedelta(days=1))[:MOST_NEWS]:
        gaps = {"series": article.issue.name, "title": article.title[:60]}
        yield News(Message(N_("{series}：{title}"), gaps), "practice", (article.pk,))


def _changed_claim(row: Citation) -> Task:
    gaps: dict[str, str | int | Message] = {"issue": issue_title(row.article.issue), "words": row.surface}
    note = verbatim(row.programme.name) if row.programme else None
    return Task(
        f"claim-{row.pk}-{row.covered_on}", Message(N_("{issue}：“{words}”"), gaps), Message(N_("核对")),
        "programme-claims", (row.programme_id or 0,), None, note,
    )  # fmt: skip


def _issues(found: Sequence[Issue], verb: str) -> Iterator[Task]:
    for row, title in zip(found, draft_titles(found), strict=True):
        note = (
            Message(N_("退回：{reason}"), {"reason": row.reason})
            if row.reason
            else verbatim(row.get_state_display())
        )
        yield Task(f"issue-{row.pk}-{row.state}", title, Message(verb), "draft", (row.pk,), row.date, note)


def _to_begin(found: Sequence[Series], today: date) -> Iterator[Task]:
    """The next issue of each series of which none is being composed."""
    numbers = annual_foreseen([(row.pk, "", IssueKind.REGULAR, today.year, 0) for row in found])
    for row in found:
        fields = (("series", str(row.pk)), ("kind", IssueKind.REGULAR.value), ("on", today.isoformat()))
        gaps: dict[str, str | int | Message] = {
            "name": row.name,
            "n": numbers[row.pk, "", IssueKind.REGULAR, today.year, 0],
        }
        yield Task(
            f"series-{row.pk}",
            Message(N_("{name} 第{n}期（拟）"), gaps),
            Message(N_("编刊")),
            "drafts",
            note=Message(N_("沿用上一期的栏目、联系方式和报送范围")),
            shortcut=Shortcut(Message(N_("新开一期")), "draft-new", fields=fields),
        )


def _fact_asked(row: FactQuery) -> Task:
    title = Message(N_("“{surface}”：{question}"), {"surface": row.surface, "question": row.question})
    return Task(
        f"fact-{row.pk}", title, Message(N_("答复")), "fact", (row.pk,), note=verbatim(row.sentence[:EXCERPT])
    )


def _fact_answered(row: FactQuery) -> Task:
    title = Message(
        N_("“{surface}”：{answer}"), {"surface": row.surface, "answer": str(row.get_answer_display())}
    )
    gaps = {"unit": str(row.unit), "words": row.words or row.question}
    return Task(f"answer-{row.pk}", title, SEE, "fact", (row.pk,), note=Message(N_("{unit}：{words}"), gaps))


def _to_sign(row: Submission) -> Task:
    gaps: dict[str, str | int | Message] = {"who": str(row.written_by), "n": printed_length(row.body)}
    sign = Shortcut(
        Message(N_("审签")),
        "submission-act",
        (row.pk,),
        (("act", "sign_off"), ("version", str(row.version))),
    )
    return Task(
        f"signature-{row.pk}", verbatim(row.title), Message(N_("看全文")), "submission", (row.pk,),
        note=Message(N_("{who}撰稿 · {n}字"), gaps), shortcut=sign, duty=Message(N_("审签")),
    )  # fmt: skip


def _proof_asked(row: Proof, today: date) -> Task:
    note = Message(N_("印发前请确认 · 送校 {day}"), {"day": day_words(localdate(row.asked_at), today.year)})
    return Task(f"proof-{row.pk}", verbatim(row.title), Message(N_("看校样")), "proof", (row.pk,), note=note)


def _commission(row: Commission) -> Task:
    note = Message(N_("约稿 · 预计用时{n}分钟"), {"n": row.minutes})
    verb = Message(N_("供稿"))
    return Task(f"commission-{row.pk}", verbatim(row.title), verb, "commission", (row.pk,), row.due, note)


def _to_go_on(row: Submission) -> Task:
    title = verbatim(row.title) if row.title else Message(N_("（未命名的投稿）"))
    note = Message(N_("退回修改：{reason}"), {"reason": row.reason}) if row.reason else Message(N_("草稿"))
    verb = Message(N_("接着写"))
    return Task(f"submission-{row.pk}", title, verb, "submission-write", (row.pk,), note=note)


def _remark(row: Remark) -> Task:
    about = row.article or row.submission or (row.report.project if row.report else None)
    title = verbatim((row.words or row.replacement or row.quote)[:EXCERPT])
    if row.suggests and not row.words:
        gaps = {"old": row.quote[:EXCERPT] or "…", "new": row.replacement[:EXCERPT] or "…"}
        title = Message(N_("“{old}”改为“{new}”"), gaps)
    note = Message(N_("{who}：《{title}》"), {"who": str(row.by), "title": str(about)[:EXCERPT]})
    return Task(f"remark-{row.pk}", title, Message(N_("处理")), _route(row), (row.pk,), note=note)


def _route(row: Remark) -> str:
    if row.report_id:
        return "report-remark"
    return "remark" if row.article_id else "submission-remark"


def _question(row: Question) -> Task:
    gaps = {"who": str(row.asker or row.asked_by), "title": row.article.title[:EXCERPT]}
    return Task(
        f"question-{row.pk}", verbatim(row.text[:EXCERPT]), Message(N_("答复")), "practice", (row.article_id,),
        note=Message(N_("{who}问：{title}"), gaps),
    )  # fmt: skip


def _to_take(row: Submission, today: date) -> Task:
    gaps: dict[str, str | int | Message] = {"unit": str(row.unit), "n": printed_length(row.body), "day": ""}
    if row.submitted_at is not None:
        gaps["day"] = day_words(localdate(row.submitted_at), today.year)
    adopt = Shortcut(Message(N_("采用")), "submission-adopt", (row.pk,), (("next", "queue"),))
    return Task(
        f"inbox-{row.pk}", verbatim(row.title), Message(N_("看稿")), "submission", (row.pk,),
        note=Message(N_("{unit} · {day}报送 · {n}字"), gaps), shortcut=adopt,
    )  # fmt: skip


def _objected(row: Proof) -> Task:
    note = Message(N_("{unit}：{words}"), {"unit": str(row.unit), "words": row.answer[:EXCERPT]})
    return Task(f"objection-{row.pk}", verbatim(row.title), SEE, "proof", (row.pk,), note=note)


def _to_send(row: Any) -> Task:
    """``row``: an issue with its ``letter``."""
    sealed = Message(N_("已封存，还没有分发"))
    if row.letter != "A":
        sealed = Message(N_("修订版{letter}已封存，还没有分发"), {"letter": row.letter})
    send = Shortcut(Message(N_("分发")), "issue-send", (row.pk,), (("act", "distribute"),))
    return Task(
        f"sending-{row.pk}-{row.letter}", issue_title(row), Message(N_("看名单")), "issue-sendings", (row.pk,),
        note=sealed, shortcut=send, duty=Message(N_("分发")),
    )  # fmt: skip


def _lost(row: Sending) -> Task:
    title = Message(N_("{name}：{issue}"), {"name": row.name, "issue": issue_title(row.issue)})
    note = verbatim(row.message.last_error) if row.message else None
    return Task(f"lost-{row.pk}", title, SEE, "issue-sendings", (row.issue_id,), note=note)


def _not_delivered(row: Delivery) -> Task:
    gaps: dict[str, str | int | Message] = {
        "what": str(row.get_event_display()),
        "issue": issue_title(row.issue) if row.issue else "",
    }
    return Task(
        f"delivery-{row.pk}", Message(N_("{issue}：{what}"), gaps), SEE, "office-webhook", (row.webhook_id,),
        note=verbatim(str(row.get_failure_display())),
    )  # fmt: skip


def _correction(row: Correction, verb: str) -> Task:
    title = Message(N_("“{wrong}”应为“{right}”"), {"wrong": row.wrong, "right": row.right})
    note = joined(" · ", [issue_title(row.issue), row.reason])
    return Task(f"correction-{row.pk}-{row.state}", title, Message(verb), "correction", (row.pk,), note=note)
