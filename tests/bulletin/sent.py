"""Sealed issues with their files and recipients, made without the press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from taizhang.bulletin.actions.attachments import add_attachment
from taizhang.bulletin.actions.correcting import Erratum, draft_correction
from taizhang.bulletin.actions.recipients import PastedRecipients, add_recipient
from taizhang.bulletin.actions.sealing import store_file
from taizhang.bulletin.actions.sending import list_recipients
from taizhang.bulletin.models import Article, Correction, Issue, Recipient, RenderingFormat, Sending
from taizhang.bulletin.queries.attachments import ATTACHMENTS, frozen_attachments
from taizhang.bulletin.queries.composing import composed
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office.models import OutboxMessage
from tests.bulletin.cast import TITLE, Cast, issue_in

FIRST = "市民政局走访4216户，开展义诊8场，服务500多名老人。"
SECOND = "另外，志愿者在18个社区办了8场讲座。"
ERRATUM = Erratum("4216户", "4261户", "录入有误")
FORM = {"ok": True, "pages": 1, "grid": [22, 28], "findings": [], "notes": []}


def sealed(
    cast: Cast,
    *,
    number: int = 7,
    body: str = f"{FIRST}\n{SECOND}",
    pdf: bytes = b"%PDF-1.7",
    attachments: Sequence[str] = (),
) -> Issue:
    """An issue that is sealed, with one article, its two files and PDF attachments of these names and contents."""
    issue = issue_in(cast, articles=0)
    for name in attachments:
        add_attachment(
            issue=issue, content=name.encode(), kind="pdf", file_name=f"{name}.pdf", name=name, by=cast.editor, at=cast.at
        )  # fmt: skip
    Article.objects.create(
        office=cast.office, issue=issue, position=1, title=TITLE, body=body, unit=cast.unit
    )
    signed = {"edited_by": cast.editor, "checked_by": cast.checker, "signed_by": cast.signer}
    Issue.objects.filter(pk=issue.pk).update(
        state=IssueState.SIGNED, annual_no=number, cumulative_no=300 + number, signed_at=cast.at, **signed
    )
    issue.refresh_from_db()
    Issue.objects.filter(pk=issue.pk).update(
        state=IssueState.SEALED,
        data=composed(issue),
        snapshot={"figures": [], ATTACHMENTS: frozen_attachments(issue)} if attachments else {},
    )
    issue.refresh_from_db()
    for kind in RenderingFormat:
        store_file(issue, "A", kind, pdf, FORM, cast.at)
    return issue


def recipient(cast: Cast, name: str = "市委宣传部", **more: Any) -> Recipient:
    """An office on the list; by mail unless told otherwise."""
    told = PastedRecipients(name, "up", "xuanchuan@haichuan.test", 2, "mail")
    return add_recipient(series=cast.series, told=replace(told, **more), by=cast.editor, at=cast.at)


def sending(cast: Cast, issue: Issue | None = None, state: str = "listed", **more: Any) -> Sending:
    """The issue to its first recipient, in ``state``."""
    issue = issue or sealed(cast)
    if not Recipient.objects.exists():
        recipient(cast, **more)
    list_recipients(issue=issue, by=cast.editor, at=cast.at)
    row = Sending.objects.select_related("issue__series", "office", "recipient").earliest("pk")
    return put_sending(cast, row, state)


def put_sending(cast: Cast, row: Sending, state: str) -> Sending:
    """Set it into ``state`` with what belongs to it."""
    told: dict[str, Any] = {"state": state}
    if state != "listed":
        told["message"] = message(cast, row, "failed")
    if state == "received":
        told["received_at"] = cast.at
    Sending.objects.filter(pk=row.pk).update(**told)
    row.refresh_from_db()
    return row


def message(cast: Cast, row: Sending, state: str) -> OutboxMessage:
    """A mail to the recipient, in ``state`` of the outbox."""
    return OutboxMessage.objects.create(
        office=cast.office, kind="sending", dedupe_key=f"sending:{row.pk}", message_id=f"<{row.pk}@x>",
        name=row.name, address=row.email, subject="题", body="文", state=state, next_attempt_at=cast.at,
        created_at=cast.at, sent_at=cast.at if state == "sent" else None,
    )  # fmt: skip


def correction(cast: Cast, issue: Issue | None = None, state: str = "draft", **more: Any) -> Correction:
    """The correction of a figure of the issue's article, in ``state``."""
    article = (issue or sealed(cast)).articles.select_related("issue__series", "office").get()
    row = draft_correction(article=article, erratum=replace(ERRATUM, **more), by=cast.editor, at=cast.at)
    told: dict[str, Any] = {"state": state}
    if state == "issued":
        told |= {"issued_by": cast.signer, "issued_at": cast.at}
    Correction.objects.filter(pk=row.pk).update(**told)
    row.refresh_from_db()
    return row
