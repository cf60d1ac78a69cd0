"""The files beside an issue: by whom and when, in which order, sealed, sent, found changed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from taizhang.bulletin.actions import attachments as acts
from taizhang.bulletin.actions import issues, sending
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.models import Issue, IssueAttachment
from taizhang.bulletin.queries.attachments import attached_names, content_of
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.core.lifecycle.bulletin_life import ISSUE, IssueState
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.ledger.actions.importing import keep_book
from taizhang.office.models import Event, OutboxMessage, StoredFile
from taizhang.office.storage import contents
from tests.bulletin.cast import Cast, actors, issue_in, put_issue
from tests.bulletin.sent import recipient
from tests.matrix import surprises


def attach(
    cast: Cast, issue: Issue, name: str = "项目清单", kind: str = "pdf", **more: Any
) -> IssueAttachment:
    given = {"content": name.encode(), "by": cast.editor, **more}
    return acts.add_attachment(
        issue=issue, name=name, kind=kind, file_name=f"{name}.{kind}", at=cast.at, **given
    )


def signed(cast: Cast, *names: str) -> Issue:
    """A signed issue with attachments of these names."""
    issue = issue_in(cast)
    for name in names:
        attach(cast, issue, name)
    return put_issue(cast, issue, IssueState.SIGNED)


def stored() -> set[str]:
    return set(StoredFile.objects.values_list("name", flat=True))


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
@pytest.mark.parametrize("act", ["add", "order", "remove"])
def test_the_editor_alone_changes_attachments_and_only_while_the_issue_is_composed(
    cast: Cast, act: str
) -> None:
    begun = issue_in(cast)
    count = 0

    def put(state: str, verb: str) -> Issue:
        nonlocal count
        count += 1
        put_issue(cast, begun, IssueState.COMPOSING)
        IssueAttachment.objects.filter(issue=begun).delete()
        attach(cast, begun, f"表{count}")
        return put_issue(cast, begun, state)

    def order(row: Issue, by: Any) -> object:
        keys = list(row.attachments.values_list("pk", flat=True))
        return acts.order_attachments(issue=row, order=keys, by=by, at=cast.at)

    does: dict[str, Any] = {
        "add": lambda row, by: attach(cast, row, "又一表", by=by),
        "order": order,
        "remove": lambda row, by: acts.remove_attachment(attachment=row.attachments.get(), by=by, at=cast.at),
    }
    table = LifeTable([ISSUE.steps["compose"]])
    assert surprises(table, IssueState, {"compose": does[act]}, put, actors(cast, of_a_unit=False)) == []


def test_they_are_printed_in_their_order_and_the_order_changes(cast: Cast) -> None:
    issue = issue_in(cast)
    rows = [attach(cast, issue, name) for name in ("甲表", "乙表", "丙表")]
    assert bulletin_of(issue).attachments == ("甲表", "乙表", "丙表")
    order = [rows[2].pk, rows[0].pk, rows[1].pk]
    acts.order_attachments(issue=issue, order=order, by=cast.editor, at=cast.at)
    assert bulletin_of(issue).attachments == ("丙表", "甲表", "乙表")
    acts.remove_attachment(attachment=rows[0], by=cast.editor, at=cast.at)
    assert list(issue.attachments.values_list("position", "name")) == [(1, "丙表"), (2, "乙表")]
    with pytest.raises(Refused, match="在别处增减过"):
        acts.order_attachments(issue=issue, order=order, by=cast.editor, at=cast.at)
    verbs = Event.objects.filter(verb__contains="attachment").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_attachment"] * 3 + ["order_attachments", "remove_attachment"]


def test_the_head_of_the_issue_leaves_them_as_they_are(cast: Cast) -> None:
    issue = issue_in(cast)
    attach(cast, issue)
    head = {"editor": "江知远", "attachments": []}
    issues.edit_head(
        issue=issue, version=issue.version, on=issue.date, issuer="市文明办", head=head, by=cast.editor, at=cast.at
    )  # fmt: skip
    assert bulletin_of(issue).attachments == ("项目清单",)


def test_an_issue_has_so_many_and_so_large_ones(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = issue_in(cast)
    attach(cast, issue, "甲表")
    with pytest.raises(Refused, match="已经是本期的附件"):
        attach(cast, issue, "乙表", content="甲表".encode())
    with pytest.raises(Refused, match="名称相同"):
        attach(cast, issue, "甲表", content=b"2")
    with pytest.raises(Refused, match="密级"):
        attach(cast, issue, "机密★1年")
    with pytest.raises(Refused, match="合计不超过20 MB"):
        attach(cast, issue, "大表", content=bytes(acts.MOST_TOGETHER))
    monkeypatch.setattr(acts, "MOST_ATTACHMENTS", 1)
    with pytest.raises(Refused, match="最多1个"):
        attach(cast, issue, "乙表")
    assert stored() == {"甲表.pdf"}
    assert len(contents().sizes()) == 1  # nothing of what was refused
    assert Event.objects.filter(verb="add_attachment").count() == 1


def test_what_is_removed_is_gone_unless_something_else_refers_to_it(cast: Cast) -> None:
    issue, other = issue_in(cast), issue_in(cast)
    for name in ("甲表", "乙表"):
        attach(cast, issue, name)
    attach(cast, other, "乙表")
    keep_book(office=cast.office, content="丙表".encode(), name="丙表.xlsx", by=None, at=cast.at)
    attach(cast, issue, "丙表", kind="xlsx")
    for row in list(issue.attachments.all()):
        acts.remove_attachment(attachment=row, by=cast.editor, at=cast.at)
    assert stored() == {"乙表.pdf", "丙表.xlsx"}
    assert content_of(other.attachments.get()) == "乙表".encode()


@pytest.mark.usefixtures("quick_press")
def test_they_are_sealed_with_the_issue_and_a_change_is_noticed(cast: Cast) -> None:
    issue = seal_issue(issue=signed(cast, "甲表", "乙表"), by=cast.signer, at=cast.at)
    rows = list(issue.attachments.select_related("file"))
    assert issue.snapshot["attachments"] == [
        {"name": row.name, "sha256": row.file.sha256, "size": row.file.size} for row in rows
    ]
    assert bulletin_of(issue).attachments == ("甲表", "乙表")
    assert content_of(rows[0]) == "甲表".encode()
    path = contents().path_of(rows[1].file.sha256)
    path.chmod(0o600)
    path.write_bytes("改表".encode())
    with pytest.raises(Refused, match="不一致"):
        content_of(rows[1])
    path.write_bytes("乙表".encode())
    IssueAttachment.objects.filter(pk=rows[1].pk).delete()
    with pytest.raises(Refused, match="附件与封存时不一致"):
        content_of(rows[0])


@pytest.mark.usefixtures("quick_press")
def test_an_issue_whose_attachment_was_damaged_is_not_sealed(cast: Cast) -> None:
    issue = signed(cast, "甲表")
    path = contents().path_of(issue.attachments.get().file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(Refused, match="不一致"):
        seal_issue(issue=issue, by=cast.signer, at=cast.at)
    issue.refresh_from_db()
    assert issue.state == IssueState.SIGNED


@pytest.mark.usefixtures("quick_press")
def test_they_go_out_by_mail_with_the_issue(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    recipient(cast)
    issue = seal_issue(issue=signed(cast, "甲表", "乙表"), by=cast.signer, at=cast.at)
    sending.distribute(issue=issue, by=cast.editor, at=cast.at)
    message = OutboxMessage.objects.get()
    names = [each.file.name for each in message.attachments.select_related("file").order_by("pk")]
    assert names[1:] == ["甲表.pdf", "乙表.pdf"]
    assert "随文附件2个：甲表；乙表。" in message.body


@pytest.mark.usefixtures("quick_press")
def test_a_changed_attachment_is_not_sent(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    recipient(cast)
    issue = seal_issue(issue=signed(cast, "甲表"), by=cast.signer, at=cast.at)
    IssueAttachment.objects.filter(issue=issue).update(name="另一表")
    with pytest.raises(Refused, match="附件与封存时不一致"):
        sending.distribute(issue=issue, by=cast.editor, at=cast.at)
    assert not OutboxMessage.objects.exists()


def test_two_attachments_never_share_a_place(cast: Cast) -> None:
    issue = issue_in(cast)
    row = copy.copy(attach(cast, issue))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert attached_names(issue) == ["项目清单"]
