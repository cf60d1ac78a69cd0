"""The files that go out beside an issue."""

from __future__ import annotations

from taizhang.bulletin.models import Issue, IssueAttachment
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import files

ATTACHMENTS = "attachments"  # key of an issue's snapshot: name, SHA-256 and size of each, in their order


def attachments_of(issue: Issue) -> list[IssueAttachment]:
    """The attachments of an issue in their order, with their files."""
    return list(issue.attachments.select_related("file"))


def attached_names(issue: Issue) -> list[str]:
    """Their names as the issue prints them."""
    return list(issue.attachments.values_list("name", flat=True))


def frozen_attachments(issue: Issue) -> list[dict[str, object]]:
    """What an issue is sealed with of its attachments. Refused where the content of one is not what was added."""
    rows = attachments_of(issue)
    for row in rows:
        files.read(row.file)
    return [{"name": row.name, "sha256": row.file.sha256, "size": row.file.size} for row in rows]


def check_as_sealed(issue: Issue, rows: list[IssueAttachment]) -> None:
    """Raise Refused where these are not the attachments with which the issue was sealed, or their content is another."""
    sealed = [(each["name"], each["sha256"]) for each in (issue.snapshot or {}).get(ATTACHMENTS, ())]
    if sealed != [(row.name, row.file.sha256) for row in rows]:
        raise Refused(Message(N_("附件与封存时不一致，已停止使用。")))
    for row in rows:
        files.read(row.file)


def content_of(row: IssueAttachment) -> bytes:
    """The content of an attachment. Refused where it is not what was added or, once the issue is out, sealed."""
    issue = row.issue
    if issue.state in OUT:
        check_as_sealed(issue, attachments_of(issue))
    return files.read(row.file)
