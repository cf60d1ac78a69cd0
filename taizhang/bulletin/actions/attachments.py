"""Attachments are put beside an issue while it is composed: added, ordered, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from taizhang.bulletin.actions.issues import lock_issue, number_anew, put_in_order
from taizhang.bulletin.models import Issue, IssueAttachment
from taizhang.bulletin.queries.attachments import attachments_of
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.intake import ENDINGS
from taizhang.ledger.queries.incoming.kept import kept_books
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office import files
from taizhang.office.models import Person
from taizhang.office.workflow import transition

MOST_ATTACHMENTS = 10  # of an issue
MOST_TOGETHER = 20_000_000  # bytes: they go out by mail


def add_attachment(
    *, issue: Issue, content: bytes, kind: str, file_name: str, name: str, by: Person, at: datetime
) -> IssueAttachment:
    """Store a file that ``intake`` found to be a ``kind`` and list it last under ``name``.

    Refused where the issue has as many or as large ones as it may, has this very file, or another one of that name.
    """
    check_no_secret(name)
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        lock_issue(issue)
        there = attachments_of(issue)
        _check_room(there, content, name)
        file = files.store(
            office=issue.office, content=content, name=file_name, media_type=ENDINGS[kind], at=at
        )
        row = IssueAttachment.objects.create(
            office=issue.office,
            issue=issue,
            position=len(there) + 1,
            name=name,
            file=file,
            added_by=by,
            added_at=at,
        )
        act.record("add_attachment", row, {"issue": issue.pk, "sha256": file.sha256})
    return row


def _check_room(there: Sequence[IssueAttachment], content: bytes, name: str) -> None:
    if len(there) >= MOST_ATTACHMENTS:
        raise Refused(Message(N_("一期最多{most}个附件。"), {"most": MOST_ATTACHMENTS}))
    if sum(row.file.size for row in there) + len(content) > MOST_TOGETHER:
        words = N_("一期的附件合计不超过{most} MB，请压缩后再传。")
        raise Refused(Message(words, {"most": MOST_TOGETHER // 1_000_000}))
    digest = sha256(content).hexdigest()
    if any(row.file.sha256 == digest for row in there):
        raise Refused(Message(N_("这个文件已经是本期的附件。")))
    if any(row.name == name for row in there):
        raise Refused(Message(N_("本期已有名称相同的附件，请换一个名称。")))


def order_attachments(*, issue: Issue, order: Sequence[int], by: Person, at: datetime) -> Issue:
    """Put the attachments in the order of their keys; Refused unless these are exactly the issue's attachments."""
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        lock_issue(issue)
        put_in_order(issue.attachments.all(), order, Message(N_("附件已在别处增减过，请刷新后再排。")))
        act.record("order_attachments", detail={"order": list(order)})
    return issue


def remove_attachment(*, attachment: IssueAttachment, by: Person, at: datetime) -> None:
    """Take an attachment away; its file goes where nothing else refers to it."""
    issue = attachment.issue
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        lock_issue(issue)
        act.record("remove_attachment", attachment, {"issue": issue.pk, "name": attachment.name})
        file = attachment.file
        attachment.delete()
        number_anew(issue.attachments.all())
        if not kept_books().filter(pk=file.pk).exists():  # an imported workbook is named by its event alone
            files.forget(file)
