"""Grounds of strong words: accepted by name, and taken back."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import AcceptedGround
from taizhang.core.gongwen.strong_words import strong_words
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def accept_ground(*, office: Office, claim: str, ground: str, by: Person, at: datetime) -> AcceptedGround:
    """Accept that the claim may be printed, for this reason. Refused for a claim without a strong word."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        check_no_secret(claim, ground)
        claim = claim.strip().rstrip("。")
        if not strong_words(claim):
            raise Refused(
                Message(N_("“{claim}”里没有要登记依据的说法（如首次、唯一、最大）。"), {"claim": claim})
            )
        if not ground.strip():
            raise Refused(Message(N_("请写明依据：与谁比、截至何时、由谁认定。")))
        if AcceptedGround.objects.filter(claim=claim, withdrawn_at__isnull=True).exists():
            raise Refused(Message(N_("这个说法已经登记过依据。")))
        row = AcceptedGround.objects.create(office=office, claim=claim, ground=ground, by=by, at=at)
        work.record("accept_ground", row)
    return row


def withdraw_ground(*, accepted: AcceptedGround, by: Person, at: datetime) -> AcceptedGround:
    """Take a ground back: the claim is asked again wherever it stands in a draft."""
    with unit_of_work(office=accepted.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        standing = AcceptedGround.objects.filter(pk=accepted.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_by=by, withdrawn_at=at):
            raise Refused(Message(N_("已经撤回。")))
        accepted.refresh_from_db()
        work.record("withdraw_ground", accepted)
    return accepted
