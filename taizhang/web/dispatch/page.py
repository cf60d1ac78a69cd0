"""What the page of an issue's distribution shows: its recipients by 报, 送, 发, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from taizhang.bulletin.actions.sending import PERHAPS_THERE, meant
from taizhang.bulletin.dispatch.links import SENT, is_open, runs_out
from taizhang.bulletin.models import Direction, Issue, Recipient, Sending, Way
from taizhang.bulletin.models.sending import REGISTER_ORDER
from taizhang.bulletin.queries.printed import current
from taizhang.core.lifecycle.bulletin_life import SENDING, SendingState
from taizhang.core.text.messages import sentences
from taizhang.office import clock
from taizhang.office.models import MessageState, OutboxMessage
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.words import day_words

SHAPES = {
    SendingState.LISTED: "○",
    SendingState.UNDER_WAY: "▷",
    SendingState.STOPPED: "✕",
    SendingState.RECEIVED: "●",
}
LOOKS = {SendingState.RECEIVED: "signal-good", SendingState.STOPPED: "signal-warn"}


@dataclass(frozen=True, slots=True)
class SendingLine:
    """One recipient."""

    name: str
    way: str
    copies: int
    shape: str
    state: str
    look: str = ""
    when: str = ""
    mail: str = ""
    trouble: str = ""
    link: str = ""
    pk: int = 0
    verbs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SendingList:
    """The list by direction with its totals. ``drawn``: it is written down already."""

    groups: list[tuple[str, list[SendingLine]]]
    total: int
    gone: int
    received: int
    waiting: int
    failed: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class PaperList:
    """What goes on paper: lines by direction, and the sum of copies."""

    groups: list[tuple[str, list[SendingLine]]]
    copies: int


def sendings_of(request: HttpRequest, issue: Issue, letter: str) -> SendingList:
    """The sendings of one version; before there are any, those to whom it is to go."""
    rows = _rows(issue, letter)
    known = {row.recipient_id for row in rows}
    roles = viewer_of(request).roles
    lines = [(row.direction, _line(row, roles)) for row in rows]
    lines += [(row.direction, _planned(row)) for row in meant(issue, letter) if row.pk not in known]
    states = [row.state for row in rows]
    gone = states.count(SendingState.UNDER_WAY) + states.count(SendingState.RECEIVED)
    return SendingList(
        groups=_by_direction(lines),
        total=len(lines) - states.count(SendingState.STOPPED),
        gone=gone,
        received=states.count(SendingState.RECEIVED),
        waiting=len(lines) - states.count(SendingState.STOPPED) - gone,
        failed=sum(_failed(row) for row in rows),
        drawn=bool(rows),
    )


def off_imprint(issue: Issue, rows: SendingList) -> str:
    """Who stands in the register and not in the sealed imprint, or the other way round; empty where both agree."""
    printed = current(issue).recipients
    imprint = [*printed.up, *printed.peer, *printed.down]
    listed = [line.name for _words, lines in rows.groups for line in lines]
    more = [name for name in listed if name not in imprint]
    less = [name for name in imprint if name not in listed]
    if not imprint or not (more or less):
        return ""
    told = [_("名单比版记多：{names}").format(names=_("、").join(more))] if more else []
    told += [_("版记有而名单没有：{names}").format(names=_("、").join(less))] if less else []
    return sentences(told)


def paper_of(issue: Issue, letter: str) -> PaperList:
    """The paper list of one version, for the printing room."""
    rows = [row for row in _rows(issue, letter) if _on_paper(row.way, row.state)]
    known = set(issue.sendings.filter(letter=letter).values_list("recipient_id", flat=True))
    lines = [(row.direction, _line(row, frozenset())) for row in rows]
    lines += [
        (row.direction, _planned(row))
        for row in meant(issue, letter)
        if row.pk not in known and row.way != Way.MAIL
    ]
    return PaperList(_by_direction(lines), sum(line.copies for _direction, line in lines))


def _rows(issue: Issue, letter: str) -> list[Sending]:
    rows = issue.sendings.filter(letter=letter).select_related("message", "recipient")
    return list(rows.order_by(*REGISTER_ORDER))


def _on_paper(way: str, state: str) -> bool:
    return way != Way.MAIL and state != SendingState.STOPPED


def _by_direction(lines: Sequence[tuple[str, SendingLine]]) -> list[tuple[str, list[SendingLine]]]:
    groups = [(str(each.label), [line for of, line in lines if of == each]) for each in Direction]
    return [(words, rows) for words, rows in groups if rows]


def _planned(row: Recipient) -> SendingLine:
    shape, state = SHAPES[SendingState.LISTED], _("待分发")
    return SendingLine(row.name, str(row.get_way_display()), row.copies, shape, state)


def _line(row: Sending, roles: frozenset[str]) -> SendingLine:
    state = SendingState(row.state)
    return SendingLine(
        name=row.name,
        way=str(row.get_way_display()),
        copies=row.copies,
        shape=SHAPES[state],
        state=str(row.get_state_display()),
        look=LOOKS.get(state, ""),
        when=_when(row),
        mail=_mail(row.message),
        link=_link(row),
        trouble=row.message.last_error if row.message and state == SendingState.UNDER_WAY else "",
        pk=row.pk,
        verbs=_verbs(row, roles),
    )


def _when(row: Sending) -> str:
    moment = row.recall_seen_at or row.received_at or row.sent_at
    if moment is None:
        return ""
    here = localtime(moment)
    words = f"{day_words(here.date())} {here:%H:%M}"
    return _("{moment}已知悉撤回").format(moment=words) if row.recall_seen_at else words


def _mail(message: OutboxMessage | None) -> str:
    """How far the mail has come: shape and word."""
    if message is None:
        return ""
    shapes = {MessageState.SENT: "✓", MessageState.FAILED: "▲", MessageState.HELD: "▲"}
    state = MessageState(message.state)
    return f"{shapes.get(state, '…')} {message.get_state_display()}"


def _failed(row: Sending) -> bool:
    lost = row.message is not None and row.message.state in (MessageState.FAILED, MessageState.HELD)
    return row.state == SendingState.UNDER_WAY and lost


def _link_open(row: Sending) -> bool:
    """Whether a link is out that still opens the issue."""
    return row.message is not None and row.state in SENT and is_open(row, clock.now())


def _link(row: Sending) -> str:
    """Until when the link opens the issue, or that it was closed; empty where there is none."""
    if row.message is None or row.state not in SENT or row.sent_at is None:
        return ""
    if row.closed_at is not None:
        return _("链接已关闭")
    return _("链接有效至{day}").format(day=day_words(localtime(runs_out(row.sent_at)).date()))


def _verbs(row: Sending, roles: frozenset[str]) -> frozenset[str]:
    """What the person may do with it, as far as it makes sense now."""
    verbs = set(SENDING.verbs(row.state, roles))
    message = row.message
    if row.way == Way.PAPER or (message and message.state in (MessageState.QUEUED, MessageState.SENDING)):
        verbs.discard("send_again")
    if message is not None and message.state in PERHAPS_THERE:
        verbs.discard("stop")
    if "note_receipt" in SENDING.verbs(SendingState.UNDER_WAY, roles) and _link_open(row):
        verbs.add("close_link")
    return frozenset(verbs)
