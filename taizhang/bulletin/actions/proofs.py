"""Proofs (校样): the unit sees what will be printed of its article, and confirms it or objects with words."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import Article, Proof
from taizhang.core.lifecycle.bulletin_life import AT_DESK, PROOF, ProofState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

MINUTES = 5  # what a proof takes a unit


def ask_proof(*, article: Article, by: Person, at: datetime) -> Proof:
    """Show the article's unit the text as it stands; what it was shown before is overtaken."""
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if article.unit is None:
            raise Refused(Message(N_("这篇稿件不是单位来稿，不用送校样。")))
        if article.issue.state not in AT_DESK:
            raise Refused(Message(N_("这一期已经定稿，不能再送校样。")))
        if not article.title.strip() or not article.body.strip():
            raise Refused(Message(N_("稿件缺标题或正文，还不能送校样。")))
        standing = article.proofs.filter(state__in=[ProofState.ASKED, ProofState.CONFIRMED])
        if standing.filter(title=article.title, body=article.body).exists():
            raise Refused(Message(N_("这一稿已经送过校样。")))
        article.proofs.filter(state__in=PROOF.steps["overtake"].before).update(state=ProofState.OVERTAKEN)
        proof = Proof.objects.create(
            office=article.office,
            article=article,
            unit=article.unit,
            title=article.title,
            body=article.body,
            asked_by=by,
            asked_at=at,
        )
        ask(unit=article.unit, kind="proof", fields=1, attachments=0, minutes=MINUTES, subject=proof, at=at)
        detail = {"article": article.pk}
        work.record("ask_proof", proof, detail)
    return proof


def answer_proof(*, proof: Proof, confirm: bool, words: str = "", by: Person, at: datetime) -> Proof:
    """The unit confirms what it was shown, or says what is wrong with it."""
    check_no_secret(words)
    verb = "confirm" if confirm else "object"
    if not confirm:
        check_reason(words)
    with transition(PROOF, verb, proof, by=by, at=at) as act:
        act.move(answer=words.strip(), confirmed=confirm, answered_by=by, answered_at=at)
        detail = {"words": words}
        act.record(f"{verb}_proof", detail=detail)
    return proof


def overtake_proof(*, proof: Proof, by: Person, at: datetime) -> Proof:
    """What the unit was shown holds no longer; the editor takes it back."""
    with transition(PROOF, "overtake", proof, by=by, at=at) as act:
        act.move()
        act.record("overtake_proof")
    return proof
