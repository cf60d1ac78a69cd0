from __future__ import annotations

import hashlib
import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin import actions
from taizhang.bulletin.models import Issue, Reading, Rendering, Series
from taizhang.office.models import Person
from taizhang.office.storage import contents
from taizhang.web.archive import page as archive

from .conftest import TEXT, Lay


@pytest.fixture
def keep(lay: Lay, series: Series, editor: Person):
    """Put number n into the archive."""

    def keep_number(number: int, text: str = TEXT) -> Issue:
        changed = text.replace("第 6 期", f"第 {number - 312} 期").replace("318", str(number))
        with scope(office=editor.office_id):
            return actions.save_reading(reading=lay(changed), series=series, by=editor, at=timezone.now())

    return keep_number


def listed(client: Client, **asked: object) -> str:
    answer = client.get(reverse("issues"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_archive_says_what_to_do(desk: Client, series: Series) -> None:
    assert "档案还是空的" in listed(desk)


def test_the_list_names_number_date_title_and_articles(desk: Client, issue: Issue) -> None:
    html = listed(desk)
    for words in ("第6期", "318", "2024年6月18日", "市教委推进书香校园建设"):
        assert words in html


def test_gaps_in_the_numbering_are_said(desk: Client, keep) -> None:
    for number in (318, 320, 324):
        keep(number)
    html = listed(desk)
    assert "海川文明简报缺总第319期" in html
    assert "海川文明简报缺总第321至323期，共3期" in html
    assert "缺总第" not in listed(desk, words="书香")


def test_the_filters_narrow_by_series_year_and_words(desk: Client, series: Series, keep) -> None:
    keep(318)
    keep(319, TEXT.replace("书香校园", "文明交通"))
    assert "文明交通" in listed(desk)
    narrowed = listed(desk, words="书香 校园", series=series.pk, year=2024)
    assert "文明交通" not in narrowed
    assert "共 1 期" in narrowed
    assert "没有符合条件的简报" in listed(desk, words="没有这个词")


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "99999999"},
        {"page": "x"},
        {"series": "0"},
        {"year": "二"},
        {"words": "%_\\"},
        {"words": "\x00"},
    ],
)
def test_senseless_filters_never_break_the_list(desk: Client, issue: Issue, asked: dict[str, str]) -> None:
    listed(desk, **asked)


def test_long_lists_come_in_pages(desk: Client, keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PAGE", 2)
    for number in (318, 319, 320):
        keep(number)
    first, second = listed(desk), listed(desk, page=2)
    assert first.count('class="row-link"') == 2
    assert second.count('class="row-link"') == 1
    assert "page=2" in first
    assert "page=1" in second


def test_the_list_asks_as_often_for_many_as_for_few(desk: Client, keep) -> None:
    keep(318)
    listed(desk)
    with CaptureQueriesContext(
        connection,
    ) as few:
        listed(desk)
    for number in (319, 320, 321):
        keep(number)
    with CaptureQueriesContext(connection) as many:
        listed(desk)
    assert len(many) == len(few)


def test_an_issue_shows_facts_articles_and_marks(desk: Client, issue: Issue) -> None:
    html = desk.get(reverse("issue", args=[issue.pk])).content.decode()
    for words in ("总第318期", "海川市文明办", "责编", "（市教委）", "500多名", "省文明办"):
        assert words in html
    assert "data-mark>500多名<" in html


def test_articles_come_first_and_where_they_come_from_after(desk: Client, issue: Issue) -> None:
    html = desk.get(reverse("issue", args=[issue.pk])).content.decode()
    assert (
        html.index('id="articles"')
        < html.index('id="about"')
        < html.index("总第318期", html.index('id="about"'))
    )


def test_an_old_issue_offers_its_original_first_and_calls_our_setting_ours(
    desk: Client, series: Series, editor: Person
) -> None:
    file = SimpleUploadedFile("简报第6期.txt", TEXT.encode(), content_type="text/plain")
    desk.post(reverse("desk"), {"file": file, "text": ""})
    with scope(office=editor.office_id):
        reading = Reading.objects.get()
        kept = actions.save_reading(reading=reading, series=series, by=editor, at=timezone.now())
    html = desk.get(reverse("issue", args=[kept.pk])).content.decode()
    assert html.index("下载原件") < html.index("本系统重排 PDF") < html.index("本系统重排 Word")
    assert "请以原件为准" in html
    assert "下载 PDF" not in html
    taken = desk.get(reverse("issue-original", args=[kept.pk]))
    assert taken.content == TEXT.encode()
    assert "简报第6期.txt" in unquote(taken.headers["Content-Disposition"])
    desk.get(reverse("issue-pdf", args=[kept.pk]))
    assert "PDF · 本系统重排，以原件为准" in desk.get(reverse("issue", args=[kept.pk])).content.decode()
    public = desk.get(f"/v/{kept.key}/").content.decode()
    assert public.index("原件") < public.index("本系统重排")


def test_an_old_issue_without_its_original_says_so(desk: Client, issue: Issue) -> None:
    assert "没有存下原件" in desk.get(reverse("issue", args=[issue.pk])).content.decode()
    assert desk.get(reverse("issue-original", args=[issue.pk])).status_code == 404


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (("consistent", "answered"), "1个有台账出处且相符，1个由经办人署名认可，合计100%"),
        (("consistent", "question"), "1个有台账出处且相符，0个由经办人署名认可，1个封存时仍有疑问"),
        (("question", "contradict"), "0个有台账出处且相符，0个由经办人署名认可，2个封存时仍有疑问"),
    ],
)
def test_what_was_in_question_when_sealed_is_counted(
    desk: Client, issue: Issue, stands: tuple[str, str], words: str
) -> None:
    written = {"surface": "8场", "relation": "eq", "value": "8", "unit": "场", "start": 0, "end": 2}
    told = {"article": 1, "figure": written, "reason": "", "said": "按登记", "by": "林知远", "source": None}
    figures = [
        {**told, "stand": stand, "answer": answer}
        for stand, answer in zip(stands, ("linked", "estimate"), strict=True)
    ]
    given = {"year": 2026, "date": date(2026, 7, 1), "data": issue.data, "saved_at": timezone.now()}
    with scope(office=issue.office_id):
        sealed = Issue.objects.create(
            office=issue.office, series=issue.series, snapshot={"figures": figures}, **given
        )
    html = desk.get(reverse("issue", args=[sealed.pk])).content.decode()
    assert f"本期2个数据，{words}" in html
    assert ("合计100%" in html) is ("合计100%" in words)


def test_no_verdict_of_form_stands_beside_a_word_file(desk: Client, issue: Issue) -> None:
    with scope(office=issue.office_id):
        for fmt in ("pdf", "docx"):
            form = {"ok": True, "pages": 1, "grid": [22, 28], "findings": [], "notes": []}
            actions.store_rendering(
                issue=issue, by=None, at=timezone.now(), fmt=fmt, content=fmt.encode(), form=form
            )
    html = desk.get(reverse("issue", args=[issue.pk])).content.decode()
    lines = [
        " ".join(line.split()) for line in re.findall(r'<span class="lines-what">(.*?)<small', html, re.S)
    ]
    pdf, word = (next(line for line in lines if line.startswith(kind)) for kind in ("PDF", "Word"))
    assert "版式核验通过（" in pdf
    assert "版式核验通过" not in word
    assert "未作版式核验" in word


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_a_file_is_made_once_and_kept_with_its_hash(desk: Client, issue: Issue, fmt: str) -> None:
    path = reverse(f"issue-{fmt}", args=[issue.pk])
    first, second = desk.get(path), desk.get(path)
    assert first.content == second.content
    assert f"海川文明简报第6期.{fmt}" in unquote(first.headers["Content-Disposition"])
    with scope(office=issue.office_id):
        assert Rendering.objects.count() == 1
    html = desk.get(reverse("issue", args=[issue.pk])).content.decode()
    assert hashlib.sha256(first.content).hexdigest() in html


def test_a_file_changed_on_disk_is_not_given_out(desk: Client, issue: Issue) -> None:
    path = reverse("issue-pdf", args=[issue.pk])
    desk.get(path)
    with scope(office=issue.office_id):
        contents().path_of(Rendering.objects.get().file.sha256).write_bytes(b"%PDF-forged")
    answer = desk.get(path, follow=True)
    assert "与保存时不一致" in answer.content.decode()
