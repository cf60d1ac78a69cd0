"""Tables and pictures on the pages: at the desk, in the letter, by the API; refused in the user's words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from PIL import Image

from taizhang.bulletin.actions import issues
from taizhang.bulletin.actions.pictures import MOST_PICTURES, add_picture
from taizhang.bulletin.dispatch import links
from taizhang.bulletin.models import Article
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.typesetting.typeset_cache import docx_of, sheet_of
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
