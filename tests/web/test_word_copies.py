"""The Word file of an issue at the desk, taken away and brought back over the pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from PIL import Image

from taizhang.bulletin.actions import issues
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Article, Issue, Remark
from taizhang.core.text.pictures import picture_in
from taizhang.office.clock import now, today
from taizhang.office.models import Office, StoredFile
from tests import word_files as wf
from tests.bulletin.cast import Cast, cast_of, submission_in
from tests.intake import hostile
from tests.replaying import STARTED


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def issue(cast: Cast) -> Issue:
    made = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    issues.adopt(submission=submission_in(cast), issue=made, by=cast.editor, at=now())
    return made


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def taken(page: Client, issue: Issue) -> bytes:
    response = page.get(reverse("draft-word", args=[issue.pk]))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return response.content


def brought(page: Client, issue: Issue, data: bytes, **given: str) -> tuple[int, str]:
    file = SimpleUploadedFile("简报.docx", data)
    response = page.post(reverse("draft-word-back", args=[issue.pk]), {"file": file, **given}, follow=True)
    return response.status_code, response.content.decode()


def test_changes_come_back_as_suggestions_with_their_author(page: Client, issue: Issue) -> None:
    document = wf.opened(taken(page, issue))
    wf.track(document, "780台", "800台", "张三")
    wf.comment(document, "逐户走访", "写明时间", "李四")
    status, shown = brought(page, issue, wf.as_wps(wf.saved(document)))
    assert status == 200
    for words in (
        "已带回1处修订、1条批注",
        "张三（Word 稿）",
        "李四（Word 稿）",
        "写明时间",
        "<del>780台</del>",
    ):
        assert words in shown
    assert "没有新的改动" in brought(page, issue, taken(page, issue))[1]
    assert "2处这里已有" in brought(page, issue, wf.saved(document))[1]


def test_conflicts_and_articles_that_left_are_told(page: Client, issue: Issue, cast: Cast) -> None:
    issues.add_article(issue=issue, title="第二篇。", body="大家按时来。", by=cast.editor, at=now())
    document = wf.opened(taken(page, issue))
    wf.replace(document, "780台", "790台")
    first, second = issue.articles.order_by("position")
    body = first.body.replace("780台", "800台")
    keep_article(article=first, version=1, title=first.title, body=body, by=cast.editor, at=now())
    issues.remove_article(article=second, by=cast.editor, at=now())
    _, shown = brought(page, issue, wf.saved(document))
    assert "其中1处在导出之后这里也改过" in shown
    assert "《第二篇。大家按时来。》已不在本期" in shown


def test_a_file_that_does_not_say_what_it_is_is_taken_when_asked(page: Client, issue: Issue) -> None:
    document = wf.opened(wf.without_marks(taken(page, issue)))
    wf.replace(document, "780台", "790台")
    status, shown = brought(page, issue, wf.saved(document))
    assert status == 422
    assert "认不出是哪一期" in shown
    assert 'type="checkbox" name="similar"' in shown
    assert "已带回1处修订" in brought(page, issue, wf.saved(document), similar="on")[1]


def test_the_file_need_not_be_chosen_again_for_the_tick(
    page: Client, issue: Issue, cast: Cast, client: Client
) -> None:
    document = wf.opened(wf.without_marks(taken(page, issue)))
    wf.replace(document, "780台", "790台")
    status, shown = brought(page, issue, wf.saved(document))
    assert status == 422
    assert "已收到“简报.docx”，不必再选" in shown
    address = reverse("draft-word-back", args=[issue.pk])
    unticked = page.post(address, {"kept": "简报.docx"})
    assert (unticked.status_code, "已收到“简报.docx”" in unticked.content.decode()) == (422, True)
    other = Client()
    other.force_login(cast.checker)
    assert "请再选一次" in other.post(address, {"kept": "简报.docx", "similar": "on"}).content.decode()
    answer = page.post(address, {"kept": "简报.docx", "similar": "on"}, follow=True)
    assert "已带回1处修订" in answer.content.decode()
    again = page.post(address, {"kept": "简报.docx", "similar": "on"})  # it is gone with its answer
    assert "刚才的文件已经不在了，请再选一次。" in again.content.decode()


def test_nothing_chosen_is_said_at_the_field(page: Client, issue: Issue) -> None:
    answer = page.post(reverse("draft-word-back", args=[issue.pk]), {})
    assert (answer.status_code, "请选择改好的 Word 稿" in answer.content.decode()) == (422, True)


def test_one_article_goes_out_and_comes_back(page: Client, issue: Issue, cast: Cast) -> None:
    """Only its own text is in the file, and the others are not told as deleted."""
    first, second = (
        Article.objects.filter(issue=issue).order_by("position")[:1].get(),
        issues.add_article(
            issue=issue,
            title="把阅读课搬进家庭",
            body="全市214所中小学开展共读。",
            by=cast.editor,
            at=cast.at,
        ),
    )
    response = page.get(reverse("article-word", args=[second.pk]))
    assert "%E6%8A%8A%E9%98%85%E8%AF%BB%E8%AF%BE" in response.headers["Content-Disposition"]
    words = "\n".join(wf.texts_of(response.content))
    assert "全市214所中小学" in words
    assert first.title not in words
    document = wf.opened(response.content)
    wf.replace(document, "214所", "215所")
    wf.comment(document, "开展共读", "写明时间", "李四")
    assert "已带回1处修订、1条批注" in brought(page, issue, wf.as_wps(wf.saved(document)))[1]
    rows = list(Remark.objects.filter(article__issue=issue).order_by("kind"))
    assert {row.article_id for row in rows} == {second.pk}
    assert [row.words or row.replacement for row in rows] == ["写明时间", "215所"]


def png(side: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "green").save(out, "PNG")
    out.seek(0)
    return out


def test_a_picture_of_the_file_is_drawn_anew_and_suggested(page: Client, issue: Issue) -> None:
    document = wf.opened(taken(page, issue))
    wf.insert_after(document, "全年开展义诊", "图1　揭牌仪式（市文明办供图）")
    place = wf.paragraph_with(document, "揭牌仪式").insert_paragraph_before()
    place.add_run().add_picture(png(300))
    place.insert_paragraph_before().add_run().add_picture(png(10))
    _, shown = brought(page, issue, wf.saved(document))
    assert "图片太小或太窄" in shown
    (row,) = Remark.objects.filter(article__issue=issue)
    picture = next(filter(None, map(picture_in, row.replacement.split("\n"))))
    assert picture.title == "图1　揭牌仪式（市文明办供图）"
    assert StoredFile.objects.filter(name=f"{picture.name}.jpg").exists()
    page.post(reverse("remark", args=[row.pk]), {"act": "accept"})
    assert picture.name in Article.objects.get(issue=issue).body
    again = brought(page, issue, taken(page, issue))[1]
    assert "没有新的改动" in again  # the picture went out and came back as it was


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04broken", "不是 Word".encode()])
def test_other_files_are_refused_in_words(page: Client, issue: Issue, data: bytes) -> None:
    status, shown = brought(page, issue, data)
    assert status == 422
    assert "请选择从本系统导出" in shown or "文件已损坏" in shown
    assert not Remark.objects.exists()


def test_hostile_files_do_not_take_the_process_down(page: Client, issue: Issue) -> None:
    data = taken(page, issue)
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    for seed in range(6):
        changed = hostile.mutated(body, seed)
        status, _shown = brought(page, issue, hostile.with_member(data, "word/document.xml", changed))
        assert status in (200, 422)


def test_an_issue_that_cannot_be_set_is_not_taken_away(page: Client, issue: Issue) -> None:
    Article.objects.filter(issue=issue).update(body="长" * 20_001)
    response = page.get(reverse("draft-word", args=[issue.pk]), follow=True)
    assert "请分段" in response.content.decode()
