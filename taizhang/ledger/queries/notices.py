"""Drafts of supervision notices: in which order they wait, and what is drafted by a signal."""

from __future__ import annotations

from django.db.models import Case, QuerySet, Value, When

from taizhang.core.lifecycle.project_year import NoticeState
from taizhang.core.pace.signals import Level, notice_level
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Notice, Project, Signal

ASKED = {
    "blue": N_("{reason}请按期完成；有困难的，请在到期前提出。"),
    "yellow": N_("{reason}请抓紧推进，并回复原因、措施和预计完成时间。"),
    "red": N_("{reason}请立即整改，并回复原因、措施和完成时间。"),
}
_WEIGHT = Case(When(colour="red", then=Value(0)), When(colour="yellow", then=Value(1)), default=Value(2))


def drafts_in(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """The drafts among ``rows``, the reddest first, of a colour the newest."""
    return rows.filter(state=NoticeState.DRAFT).order_by(_WEIGHT, "-drafted_at", "pk")


def signal_of(project: Project) -> Signal | None:
    """The signal for which a notice about the project may be issued now; None where there is none."""
    signal = Signal.objects.filter(project=project, until__isnull=True).first()
    return signal if signal is not None and notice_level(Level(signal.level)) else None


def words_for(signal: Signal) -> dict[str, str] | None:
    """Colour and text of the notice that the signal is a cause for; None where it is none."""
    colour = notice_level(Level(signal.level))
    if colour is None:
        return None
    reason = str(Message.from_json(signal.reason))
    return {"colour": colour, "text": str(Message(ASKED[colour], {"reason": reason}))}
