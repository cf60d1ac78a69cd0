"""Tables and pictures on the pages: at the desk, in the letter, by the API; refused in the user's words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from PIL import Image

from taizhang.bulletin.actions import issues, submissions
from taizhang.bulletin.actions.pictures import MOST_PICTURES, add_picture, add_to_submission
from taizhang.bulletin.dispatch import links
from taizhang.bulletin.models import Article, Submission
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.typesetting.typeset_cache import docx_of, sheet_of
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.pictures import PictureLine, picture_in
from taizhang.office.clock import now, today
from taizhang.office.models import Event, Office, StoredFile
from taizhang.office.roles import Role
from taizhang.press import HouseTemplate
from tests.bulletin.cast import BODY, Cast, cast_of, submission_in
from tests.bulletin.sent import sealed, sending
from tests.replaying import STARTED

TABLE = "表1 各街道活动情况\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| --- | --- | --- |\n| 东河街道 | 8 | 520 |"
GIVEN = {"caption": "揭牌仪式", "credit": "市文明办供图", "description": "三人在社区门口揭牌"}


def png(side: int = 400) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, "PNG")
    return out.getvalue()


def jpeg(shade: int = 9) -> bytes:
    out = io.BytesIO()
    Image.new("L", (400, 300), shade).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def article(cast: Cast) -> Article:
    issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now())


@pytest.fixture
def hand(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.editor)
    return client


def posted(hand: Client, article: Article, content: bytes, name: str = "现场.png", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return hand.post(reverse("article-picture", args=[article.pk]), {**GIVEN, **more, "file": file})


def pictures(article: Article) -> list[PictureLine]:
    article.refresh_from_db()
    return [found for line in article.body.split("\n") if (found := picture_in(line))]


def test_the_page_knows_how_large_a_picture_may_be(hand: Client, article: Article) -> None:
    shown = hand.get(reverse("draft", args=[article.issue_id])).content.decode()
    assert f'data-max-bytes="{settings.UPLOAD_LIMIT}"' in shown


def test_a_picture_is_put_below_the_text_and_shown(hand: Client, article: Article) -> None:
    assert posted(hand, article, png()).status_code == 302
    assert posted(hand, article, png(300)).status_code == 302
    first, second = pictures(article)
    assert (first.caption, second.caption) == ("图1 揭牌仪式", "图2 揭牌仪式")
    assert article.body.startswith(BODY)
    shown = hand.get(reverse("picture", args=[first.name]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(shown.content)).format == "JPEG"
    assert Event.objects.filter(verb="add_picture").count() == 2
    assert Client().get(reverse("picture", args=[first.name])).status_code == 302


def test_a_picture_is_put_where_the_writer_was(hand: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(body=f"一、摸底\n{TABLE}\n二、走访")
    assert posted(hand, article, png(), after="1").status_code == 302
    assert posted(hand, article, png(300), after="3").status_code == 302
    first, second = pictures(article)
    assert article.body == f"一、摸底\n{first.to_line()}\n{TABLE}\n{second.to_line()}\n二、走访"
    assert posted(hand, article, png(), after="-1").status_code == 422


@pytest.mark.parametrize("name", ["a" * 24, "a" * 23, "1" * 24, "zz"])
def test_a_picture_that_is_not_there_is_404(hand: Client, cast: Cast, name: str) -> None:
    assert hand.get(reverse("picture", args=[name])).status_code == 404


def test_a_picture_of_another_office_does_not_exist(
    hand: Client, article: Article, other_office: Office, person_with: Any
) -> None:
    posted(hand, article, png())
    (picture,) = pictures(article)
    stranger = Client()
    stranger.force_login(person_with(Role.EDITOR, of=other_office))
    assert stranger.get(reverse("picture", args=[picture.name])).status_code == 404


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"GIF89a" + b"0" * 50, {}, "请另存为 PNG 或 JPEG"),
        (png(20), {}, "太小或太窄"),
        (png(), {"caption": ""}, "图题"),
        (png(), {"description": ""}, "图中是什么"),
        (png(), {"caption": "机密★"}, "密"),
        (png(), {"caption": "很" * 61}, "最多60字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    hand: Client, article: Article, content: bytes, more: dict[str, str], words: str
) -> None:
    answer = posted(hand, article, content, **more)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert 'value="三人在社区门口揭牌"' in html or "description" in more
    assert pictures(article) == []
    assert not StoredFile.objects.filter(media_type="image/jpeg").exists()


def test_an_article_holds_so_many_pictures(cast: Cast, article: Article) -> None:
    who: dict[str, Any] = {"by": cast.editor, "at": now()}
    for n in range(MOST_PICTURES):
        article = add_picture(article=article, content=jpeg(n), **GIVEN, **who)
    with pytest.raises(Refused, match="最多插入12张"):
        add_picture(article=article, content=jpeg(99), **GIVEN, **who)


def test_the_page_and_the_word_file_have_table_and_picture(cast: Cast, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}\n{TABLE}")
    article.refresh_from_db()
    add_picture(article=article, content=jpeg(), **GIVEN, by=cast.editor, at=now())
    bulletin, template = as_printed(article.issue), HouseTemplate()
    assert sheet_of(bulletin, template).report["ok"]
    assert docx_of(bulletin, template)[:2] == b"PK"


def test_the_letter_shows_table_and_picture_to_whoever_has_the_link(cast: Cast, client: Client) -> None:
    issue = sealed(cast, body=TABLE)
    letter = f"/r/{links.token_of(sending(cast, issue, 'under_way'))}/"
    html = " ".join(client.get(letter).content.decode().split())
    assert '<th scope="colgroup" colspan="2" rowspan="1">活动 </th>' in html
    assert '<td class="cell-right" colspan="1" rowspan="1">520 </td>' in html
    assert "表1" in html
    assert client.get(f"{letter}pictures/{'a' * 24}/").status_code == 404


def test_a_picture_of_the_letter(cast: Cast, client: Client, hand: Client, article: Article) -> None:
    posted(hand, article, png())
    posted(hand, article, png(500))
    first, second = pictures(article)
    issue = sealed(cast, body=f"前文。\n{first.to_line()}")
    letter = f"/r/{links.token_of(sending(cast, issue, 'under_way'))}/"
    html = " ".join(client.get(letter).content.decode().split())
    assert f'pictures/{first.name}/" alt="三人在社区门口揭牌"' in html
    assert "图1 揭牌仪式（市文明办供图）" in html
    assert client.get(f"{letter}pictures/{first.name}/")["Content-Type"] == "image/jpeg"
    assert client.get(f"{letter}pictures/{second.name}/").status_code == 404


# Pictures of a unit's article.


@pytest.fixture
def unit(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.liaison)
    return client


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return submission_in(cast, SubmissionState.DRAFT)


def put(unit: Client, draft: Submission, content: bytes, **more: str) -> Any:
    given = {**GIVEN, **more, "file": SimpleUploadedFile("image.png", content)}
    return unit.post(reverse("submission-picture", args=[draft.pk]), given)


def lines(draft: Submission) -> list[PictureLine]:
    draft.refresh_from_db()
    return [found for line in draft.body.split("\n") if (found := picture_in(line))]


def test_a_unit_puts_a_picture_into_its_article_and_sees_it(unit: Client, draft: Submission) -> None:
    assert put(unit, draft, png(), after="1").url == reverse("submission-write", args=[draft.pk])
    (picture,) = lines(draft)
    assert draft.body.split("\n")[1] == picture.to_line()
    assert picture == PictureLine(picture.name, "图1 揭牌仪式", "市文明办供图", "三人在社区门口揭牌")
    for name in ("submission-write", "submission"):
        html = unit.get(reverse(name, args=[draft.pk])).content.decode()
        assert f'src="{reverse("picture", args=[picture.name])}"' in html
        assert 'alt="三人在社区门口揭牌"' in html
    assert Event.objects.filter(verb="add_picture", subject_id=draft.pk).count() == 1


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", {}, "请另存为 PNG 或 JPEG"),
        (png(20), {}, "太小或太窄"),
        (png(), {"caption": ""}, "图题"),
        (png(), {"description": ""}, "图中是什么"),
        (png(), {"credit": "绝密★"}, "密"),
    ],
)
def test_what_a_unit_gives_wrong_is_said_and_nothing_is_stored(
    unit: Client, draft: Submission, content: bytes, more: dict[str, str], words: str
) -> None:
    answer = put(unit, draft, content, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="三人在社区门口揭牌"' in answer.content.decode() or "description" in more
    assert lines(draft) == []
    assert not StoredFile.objects.filter(media_type="image/jpeg").exists()


def test_an_article_of_a_unit_holds_so_many_pictures_and_a_signed_one_takes_none(
    cast: Cast, unit: Client, draft: Submission
) -> None:
    for n in range(MOST_PICTURES):
        add_to_submission(submission=draft, content=jpeg(n), **GIVEN, by=cast.liaison, at=now())
    assert "最多插入12张" in put(unit, draft, png()).content.decode()
    signed = submission_in(cast)
    assert put(unit, signed, png()).status_code == 422
    assert lines(signed) == []


def test_another_units_article_takes_no_picture(cast: Cast, unit: Client) -> None:
    theirs = submission_in(cast, SubmissionState.DRAFT)
    Submission.objects.filter(pk=theirs.pk).update(unit=cast.other_unit)
    assert put(unit, theirs, png()).status_code == 404


def word_with(*parts: str | bytes) -> SimpleUploadedFile:
    document, out = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            document.add_picture(io.BytesIO(part))
    document.save(out)
    return SimpleUploadedFile("暖冬.docx", out.getvalue())


def test_the_pictures_of_a_word_file_come_with_the_article_into_the_issue(cast: Cast, unit: Client) -> None:
    issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    file = word_with(
        png(200), "暖冬行动", "逐户走访。", png(), "图1 走访现场（市民政局供图）", "下一步。", png(10)
    )
    answer = unit.post(reverse("submission-new"), {"text": "", "file": file}, follow=True)
    html = answer.content.decode()
    assert "太小或太窄" in html
    assert "还没有写图中是什么" in html
    row = Submission.objects.get()
    first, second = lines(row)
    assert (row.title, row.body.split("\n")[1]) == ("暖冬行动", "逐户走访。")
    assert (second.title, first.title) == ("图1　走访现场（市民政局供图）", "图2")
    assert StoredFile.objects.filter(name=f"{first.name}.jpg").exists()
    submissions.send_submission(submission=row, by=cast.liaison, at=now())
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=now())
    article = issues.adopt(submission=row, by=cast.editor, at=now())
    assert pictures(article) == [first, second]
    assert sheet_of(as_printed(article.issue), HouseTemplate()).report["ok"]


def test_a_file_of_bombs_and_of_very_many_pictures_is_begun_without_them(cast: Cast, unit: Client) -> None:
    file = word_with("暖冬行动", "逐户走访。", *(jpeg(n) for n in range(MOST_PICTURES + 3)))
    html = unit.post(reverse("submission-new"), {"text": "", "file": file}, follow=True).content.decode()
    assert "有 3 张图片没有读入。" in html
    assert len(lines(Submission.objects.get())) == MOST_PICTURES
