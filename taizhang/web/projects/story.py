"""A project's story in words: one line for each thing that happened, its text folded behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.text.messages import N_
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.queries.report_words import answer_words
from taizhang.ledger.queries.story import Moment
from taizhang.web.frame.routes import declared
from taizhang.web.frame.words import day_words, period_name, say

STEPS: Mapping[str, str] = {
    ProjectState.ADMITTED: N_("立项"),
    ProjectState.OPENED: N_("建账，形成基线第1版"),
    ProjectState.ACTIVE: N_("进入督账"),
    ProjectState.SUSPENDED: N_("中止"),
    ProjectState.CLOSURE_REQUESTED: N_("申请销账"),
    ProjectState.CLOSED: N_("核验通过，销账"),
    ProjectState.ARCHIVED: N_("归档"),
    ProjectState.CARRIED_OVER: N_("结转下年"),
    ProjectState.CANCELLED: N_("撤销"),
    ProjectState.MERGED: N_("并入其他项目"),
}
KINDS = {"step": "story-step", "notice": "story-notice"}


@dataclass(frozen=True, slots=True)
class StoryWords:
    """A line of the story; ``body`` is folded, ``note`` a word at its end (已采纳)."""

    day: date
    who: str
    words: str
    look: str
    body: str = ""
    note: str = ""
    url: str = ""


def told(moment: Moment, on: date | None) -> StoryWords:
    """In words, saying no more than was known at the end of ``on``."""
    words, body, note = SAY[moment.kind](moment.row, end_of(on) if on else None)
    return StoryWords(
        localdate(moment.at), moment.who, words, KINDS.get(moment.kind, ""), body, note, _link(moment)
    )


Said = tuple[str, str, str]


def _step(row: Any, _end: datetime | None) -> Said:
    return _(STEPS[row.state]), "", ""


def _report(row: Any, end: datetime | None) -> Said:
    period = period_name(row.obligation.period)
    decided = row.decided_at is not None and (end is None or row.decided_at < end)
    note = str(row.get_state_display()) if decided else ""
    if row.no_change:
        return _("{period}报告：无变化").format(period=period), "", note
    steps = _("下步打算：{words}").format(words=row.next_steps) if row.next_steps else ""
    answers = (f"{label}：{say(words)}" for label, words in answer_words(row))
    return (
        _("{period}报告").format(period=period),
        "\n".join(filter(None, (row.narrative, *answers, steps))),
        note,
    )


def _activity(row: Any, _end: datetime | None) -> Said:
    day = day_words(row.held_on, row.held_on.year)
    where = _("，{venue}").format(venue=row.venue) if row.venue else ""
    words = _("{kind}：{title}（{day}{where}）")
    return words.format(kind=row.get_kind_display(), title=row.title, day=day, where=where), row.note, ""


def _notice(row: Any, end: datetime | None) -> Said:
    due = (
        _("请于{day}前回复").format(day=day_words(row.reply_due, row.reply_due.year)) if row.reply_due else ""
    )
    words = _("发出{colour}督办单（第{n}号）").format(colour=row.get_colour_display(), n=row.serial)
    return words, row.text, due if end is not None or not row.replied_at else ""


def _reply(row: Any, _end: datetime | None) -> Said:
    return _("回复督办单（第{n}号）").format(n=row.serial), row.reply, ""


def _notice_end(row: Any, _end: datetime | None) -> Said:
    words = _("督办单（第{n}号）：{state}").format(n=row.serial, state=row.get_state_display())
    return words, row.decision, ""


def _change(row: Any, _end: datetime | None) -> Said:
    to = (
        _("，预计{day}完成").format(day=day_words(row.forecast, row.requested_at.year))
        if row.forecast
        else ""
    )
    return _("申请{kind}{to}").format(kind=row.get_kind_display(), to=to), row.reason, ""


def _decision(row: Any, _end: datetime | None) -> Said:
    to = (
        _("，时限改为{day}").format(day=day_words(row.decided_due, row.decided_at.year))
        if row.decided_due
        else ""
    )
    words = _("{kind}申请：{state}{to}")
    return words.format(kind=row.get_kind_display(), state=row.get_state_display(), to=to), row.decision, ""


def _closure(row: Any, _end: datetime | None) -> Said:
    return _("申请销账（第{n}次）").format(n=row.round), row.summary, ""


def _verdict(row: Any, _end: datetime | None) -> Said:
    return _("销账核验：{state}").format(state=row.get_state_display()), row.opinion, ""


def _blocker(row: Any, end: datetime | None) -> Said:
    ended = row.ended_at is not None and (end is None or row.ended_at < end)
    return _("提出问题"), row.text, str(row.get_state_display()) if ended else ""


def _answer(row: Any, _end: datetime | None) -> Said:
    return _("答复问题"), row.answer, ""


def _directive(row: Any, end: datetime | None) -> Said:
    due = day_words(row.due, row.due.year)
    words = _("批示，交{post}办理").format(post=row.post.title) if end is None else _("批示")
    return (
        words,
        row.text,
        _("{state} · {day}前办理").format(state=row.get_state_display(), day=due) if not end else "",
    )


def _directive_entry(row: Any, _end: datetime | None) -> Said:
    to = _("给{post}").format(post=row.to.title) if row.verb == "pass_on" else ""
    return _("批示{verb}{to}").format(verb=row.get_verb_display(), to=to), row.text, ""


SAY: Mapping[str, Callable[[Any, datetime | None], Said]] = {
    "step": _step,
    "report": _report,
    "activity": _activity,
    "notice": _notice,
    "notice_reply": _reply,
    "notice_end": _notice_end,
    "change": _change,
    "decision": _decision,
    "closure": _closure,
    "verdict": _verdict,
    "blocker": _blocker,
    "answer": _answer,
    "directive": _directive,
    "directive_entry": _directive_entry,
}
PAGES = {
    "report": "report",
    "activity": "activity",
    "notice": "notice",
    "notice_reply": "notice",
    "change": "change",
    "decision": "change",
    "closure": "closure",
    "verdict": "closure",
    "directive": "directive",
    "directive_entry": "directive",
}


def _link(moment: Moment) -> str:
    """The page of what happened, where there is one."""
    name = PAGES.get(moment.kind, "")
    row = moment.row.directive_id if moment.kind == "directive_entry" else moment.row.pk
    return reverse(name, args=[row]) if name in declared() else ""
