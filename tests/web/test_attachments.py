"""The files beside an issue over its pages: at the desk, in the archive, by the link of a mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions import attachments as acts
from taizhang.bulletin.actions import recalling
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.dispatch.links import token_of
from taizhang.bulletin.models import Issue, IssueAttachment
from taizhang.bulletin.queries.attachments import attached_names
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office.clock import now
from taizhang.office.models import Office, StoredFile
from taizhang.office.roles import Role
from taizhang.office.storage import contents
from tests.bulletin.cast import Cast, cast_of, issue_in, put_issue
from tests.bulletin.sent import sending
from tests.conftest import PersonWith
from tests.intake import hostile, ledgers
from tests.replaying import STARTED


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return issue_in(cast)


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def sealed(cast: Cast, issue: Issue, monkeypatch: pytest.MonkeyPatch) -> Issue:
    """A sealed issue with two attachments."""
    for name in ("甲表", "乙表"):
        attach(cast, issue, name)
    done = Finished(
        b"%PDF-1.7", b"PK", {"ok": True, "pages": 1, "grid": [22, 28], "findings": [], "notes": []}
    )
    monkeypatch.setattr("taizhang.bulletin.actions.sealing.finish", lambda *args, **more: done)
    return seal_issue(issue=put_issue(cast, issue, IssueState.SIGNED), by=cast.signer, at=cast.at)


def attach(cast: Cast, issue: Issue, name: str) -> IssueAttachment:
    return acts.add_attachment(
        issue=issue, content=name.encode(), kind="pdf", file_name=f"{name}.pdf", name=name, by=cast.editor, at=cast.at
    )  # fmt: skip


def sent(page: Client, issue: Issue, data: bytes, file_name: str, **given: str) -> tuple[int, str]:
    file = SimpleUploadedFile(file_name, data)
    answer = page.post(
        reverse("draft-attach", args=[issue.pk]), {"act": "compose", "file": file, **given}, follow=True
    )
    return answer.status_code, answer.content.decode()


def act(page: Client, row: IssueAttachment, what: str) -> int:
    return page.post(reverse("attachment-act", args=[row.pk]), {"act": what}).status_code


def test_files_are_added_listed_moved_and_removed(page: Client, issue: Issue) -> None:
    word, book = hostile.word_file("海川市"), ledgers.grid([["项目"], ["宣讲"]])
    status, shown = sent(page, issue, word, "项目清单.docx")
    assert (status, "附件已添加" in shown) == (200, True)
    sent(page, issue, book, "b.xlsx", name="活动场次 统计表")
    status, shown = sent(page, issue, hostile.pdf_file(), "c.pdf", name="阵地一览表")
    assert [f"{n}. {name}" in shown for n, name in enumerate(attached_names(issue), 1)] == [True] * 3
    assert attached_names(issue) == ["项目清单", "活动场次 统计表", "阵地一览表"]
    rows = {row.name: row for row in issue.attachments.all()}
    assert act(page, rows["阵地一览表"], "up") == 302
    assert act(page, rows["项目清单"], "down") == 302
    assert act(page, rows["项目清单"], "remove") == 302
    assert act(page, rows["阵地一览表"], "up") == 302
    assert act(page, rows["阵地一览表"], "turn") == 404
    assert attached_names(issue) == ["阵地一览表", "活动场次 统计表"]
    taken = page.get(reverse("attachment", args=[rows["活动场次 统计表"].pk]))
    assert taken.content == book
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert taken.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert taken.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("清单.pdf", lambda: hostile.word_file("x"), "后缀与内容不符"),
        ("清单.docm", lambda: hostile.word_file("x"), "带有宏"),
        ("清单.docx", lambda: hostile.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("清单.docx", lambda: hostile.bomb(300 << 20), "解压后超过"),
        ("秘密★1年.pdf", hostile.pdf_file, "密级标志"),
        ("长" * 120 + ".pdf", hostile.pdf_file, "请写附件名称，最多100字"),
    ],
)
def test_a_hostile_file_is_refused_at_its_field_and_nothing_is_stored(
    page: Client, issue: Issue, name: str, make: Any, words: str
) -> None:
    status, shown = sent(
        page, issue, make(), name, name="项目清单" if "长" not in name and "★" not in name else ""
    )
    assert status == 422
    assert words in shown
    assert not StoredFile.objects.exists()
    assert not contents().sizes()


def test_what_the_action_refuses_stands_at_the_file(page: Client, issue: Issue) -> None:
    sent(page, issue, hostile.pdf_file(), "清单.pdf")
    status, shown = sent(page, issue, hostile.pdf_file(), "清单.pdf", name="另一清单")
    assert status == 422
    assert "已经是本期的附件" in shown
    assert "另一清单" in shown
    assert sent(page, issue, b"", "清单.pdf")[0] == 422


def test_once_the_issue_is_passed_on_nothing_is_changed(page: Client, cast: Cast, issue: Issue) -> None:
    row = attach(cast, issue, "甲表")
    put_issue(cast, issue, IssueState.EDITED)
    status, shown = sent(page, issue, hostile.pdf_file(), "清单.pdf")
    assert status == 422
    assert "甲表" in shown
    assert "添加附件" not in shown
    act(page, row, "remove")
    assert attached_names(issue) == ["甲表"]
    put_issue(cast, issue, IssueState.SIGNED)
    act(page, row, "remove")
    assert attached_names(issue) == ["甲表"]


def test_who_does_not_see_the_issue_does_not_see_its_attachments(
    cast: Cast, issue: Issue, other_office: Office, person_with: PersonWith
) -> None:
    row = attach(cast, issue, "甲表")
    unit, elsewhere = Client(), Client()
    unit.force_login(cast.liaison)
    elsewhere.force_login(person_with(Role.EDITOR, of=other_office))
    url, acting = reverse("attachment", args=[row.pk]), reverse("attachment-act", args=[row.pk])
    assert [client.get(url).status_code for client in (unit, elsewhere)] == [404, 404]
    assert elsewhere.post(acting, {"act": "remove"}).status_code == 404
    assert unit.post(acting, {"act": "remove"}).status_code == 403
    put_issue(cast, issue, IssueState.SEALED)
    assert elsewhere.get(url).status_code == 404


def test_the_archive_lists_them_and_hands_them_out(page: Client, cast: Cast, sealed: Issue) -> None:
    shown = page.get(reverse("issue", args=[sealed.pk])).content.decode()
    first, second = sealed.attachments.select_related("file")
    for row in (first, second):
        assert f"{row.position}. {row.name}" in shown
        assert row.file.sha256 in shown
    reader = Client()
    reader.force_login(cast.liaison)
    assert reader.get(reverse("attachment", args=[first.pk])).content == "甲表".encode()
    assert act(page, first, "remove") == 404
    path = contents().path_of(second.file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"x")
    told = reader.get(reverse("attachment", args=[second.pk]), follow=True)
    assert "不一致" in told.content.decode()


def test_the_link_of_a_mail_hands_them_out_until_the_recall(cast: Cast, sealed: Issue) -> None:
    token = token_of(row := sending(cast, sealed, "under_way"))
    reader = Client()
    url = reverse("letter-attachment", args=[token, 2])
    assert "2. 乙表" in (shown := reader.get(reverse("letter", args=[token])).content.decode())
    assert url in shown
    assert reader.get(url).content == "乙表".encode()
    assert reader.get(reverse("letter-attachment", args=[token, 3])).status_code == 404
    public = reader.get(reverse("issue-public", args=[sealed.key])).content.decode()
    assert "附件2" in public
    assert sealed.attachments.get(position=2).file.sha256 in public
    assert "乙表" not in public
    IssueAttachment.objects.filter(issue=sealed, position=1).update(name="另一表")
    assert reader.get(url).status_code == 404
    recalling.recall_issue(issue=row.issue, reason="有误", by=cast.signer, at=now())
    assert reader.get(url).status_code == 410


def test_the_desk_asks_the_database_no_more_often_for_many(page: Client, cast: Cast, issue: Issue) -> None:
    counts = []
    for names in (("甲表",), ("乙表", "丙表", "丁表")):
        for name in names:
            attach(cast, issue, name)
        page.get(reverse("draft", args=[issue.pk]))
        with CaptureQueriesContext(connection) as asked:
            page.get(reverse("draft", args=[issue.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
