"""What is done by the clock for outreach."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import SessionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office
from taizhang.outreach.actions.sessions import refuse
from taizhang.outreach.models import Session


def lapse_offers(*, office: Office, at: datetime) -> int:
    """Give the orders back whose speaker has not answered by the day itself; how many sessions that were."""
    late = Session.objects.filter(state=SessionState.OFFERED, held_on__lte=localdate(at))
    done = 0
    for session in late.select_related("office", "speaker"):
        try:
            refuse(session=session, reason=str(Message(N_("到期没有答复"))), by=None, at=at)
        except Refused:  # answered at this very moment
            continue
        done += 1
    return done
