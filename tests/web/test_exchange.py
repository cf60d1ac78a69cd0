"""The pages of the exchange: an article's practice, one's questions and themes, the feed, the year's list."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.actions import exchange as acts
from taizhang.bulletin.models import Article, PracticeReuse, Question, ThemeSubscription
from taizhang.core.gongwen import Bulletin, Item, Paragraph, bulletin_to_json
from taizhang.office.models import Person
from tests.bulletin.cast import Cast, issue_in
from tests.bulletin.conftest import cast
from tests.bulletin.test_exchange import ALIKE, out

__all__ = ["cast"]

As = Any


@pytest.fixture
def as_(client: Client) -> As:
    def sit(person: Person) -> Client:
        client.force_login(person)
        return client

    return sit


@pytest.fixture
def article(cast: Cast) -> Article:
    return out(cast, cast.unit, column="聚力共建")


@pytest.fixture
def practice(article: Article) -> str:
    return reverse("practice", args=[article.pk])


def test_a_question_is_asked_answered_and_read(as_: As, cast: Cast, article: Article, practice: str) -> None:
    as_(cast.other_liaison).post(reverse("question-ask", args=[article.pk]), {"text": "运费从哪里出？"})
    question = Question.objects.get()
    unit = as_(cast.liaison)
    assert "运费从哪里出？" in unit.get(reverse("queue")).content.decode()
    act = reverse("question-act", args=[question.pk])
    answer = unit.post(act, {"act": "answer", "text": "区里补贴。"})
    assert answer.url == f"{practice}#q{question.pk}"
    unit.post(act, {"act": "add", "text": "市里也补。"})
    assert unit.post(act, {"act": "burn"}).status_code == 422
    page = as_(cast.checker).get(practice).content.decode()
    assert "区里补贴。" in page
    assert "市里也补。" in page
    assert "运费从哪里出？" in as_(cast.second_editor).get(reverse("exchange")).content.decode()


def test_an_open_question_is_not_shown_to_others(
    as_: As, cast: Cast, article: Article, practice: str, reader: Person
) -> None:
    question = acts.ask_question(article=article, text="运费？", by=cast.other_liaison, at=cast.at)
    assert "运费？" not in as_(reader).get(practice).content.decode()
    desk = as_(cast.editor)
    assert "关闭这个问题" in desk.get(practice).content.decode()
    desk.post(reverse("question-act", args=[question.pk]), {"act": "close"})
    question.refresh_from_db()
    assert question.state == "closed"


def test_a_refused_question_stays_in_its_field(as_: As, cast: Cast, article: Article) -> None:
    url = reverse("question-ask", args=[article.pk])
    page = as_(cast.other_liaison).post(url, {"text": "机密★五年的怎么办"})
    assert page.status_code == 422
    assert "密级" in page.content.decode()
    assert "机密★五年的怎么办" in page.content.decode()
    assert as_(cast.other_liaison).post(url, {"text": ""}).status_code == 422


def test_what_is_too_long_is_said_at_its_field_and_stays(as_: As, cast: Cast, article: Article) -> None:
    question = acts.ask_question(article=article, text="？", by=cast.other_liaison, at=cast.at)
    act, long = reverse("question-act", args=[question.pk]), "补贴。" * 334
    for person, url, given in (
        (cast.liaison, act, {"act": "answer", "text": long}),
        (cast.other_liaison, reverse("question-ask", args=[article.pk]), {"text": long}),
        (cast.other_liaison, reverse("reuse", args=[article.pk]), {"note": long}),
    ):
        page = as_(person).post(url, given)
        assert (page.status_code, long in page.content.decode()) == (422, True)
        assert "字，现有1002字" in page.content.decode()
    question.refresh_from_db()
    assert (question.state, question.answer) == ("asked", "")


def test_reuse_is_said_and_taken_back(as_: As, cast: Cast, article: Article, practice: str) -> None:
    browser = as_(cast.other_liaison)
    url = reverse("reuse", args=[article.pk])
    assert browser.post(url, {"unit": cast.unit.pk}).status_code == 422
    browser.post(url, {"unit": cast.other_unit.pk, "note": "先试一个小区"})
    assert "先试一个小区" in browser.get(practice).content.decode()
    row = PracticeReuse.objects.get()
    assert as_(cast.liaison).post(reverse("reuse-withdraw", args=[row.pk])).status_code == 404
    as_(cast.other_leader).post(reverse("reuse-withdraw", args=[row.pk]))
    assert not PracticeReuse.objects.exists()


def test_similar_practice_names_the_words_that_are_shared(as_: As, cast: Cast, practice: str) -> None:
    out(cast, cast.other_unit, ALIKE, 8)
    out(cast, cast.other_unit, "开展读书月活动，人人荐一本书。", 9)
    page = as_(cast.liaison).get(practice).content.decode()
    assert "蔬菜直通车" in page.split("谁也做过")[1]


def test_nobody_is_offered_to_ask_themselves(as_: As, cast: Cast, practice: str) -> None:
    assert "想问什么" not in as_(cast.liaison).get(practice).content.decode()
    assert "想问什么" not in as_(cast.checker).get(practice).content.decode()
    assert "想问什么" in as_(cast.other_liaison).get(practice).content.decode()


def test_themes_are_followed_and_fed(as_: As, cast: Cast, article: Article, client: Client) -> None:
    browser = as_(cast.other_liaison)
    browser.post(reverse("theme-follow"), {"theme": "聚力共建"})
    browser.post(reverse("theme-follow"), {"theme": "没有的主题"})
    assert [each.theme for each in ThemeSubscription.objects.all()] == ["聚力共建"]
    browser.post(reverse("theme-feed-set"), {"act": "open"})
    page = browser.get(reverse("exchange")).content.decode()
    address = next(each for each in page.split('"') if each.endswith(".atom"))
    fed = Client().get(address)
    assert fed.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert fed.headers["Cache-Control"] == "no-store, private"
    assert reverse("practice", args=[article.pk]) in fed.content.decode()
    browser.post(reverse("theme-unfollow", args=[ThemeSubscription.objects.get().pk]))
    assert "<entry>" not in Client().get(address).content.decode()
    browser.post(reverse("theme-feed-set"), {"act": "close"})
    assert Client().get(address).status_code == 404


def test_hostile_words_stay_words_in_the_feed(as_: As, cast: Cast, article: Article) -> None:
    out(cast, cast.unit, "<script>alert(1)</script>]]>&", annual_no=8, column="聚力共建", title="<b>题</b>")
    acts.follow(theme="聚力共建", by=cast.liaison, at=cast.at)
    feed = acts.open_theme_feed(by=cast.liaison, at=cast.at)
    text = Client().get(reverse("theme-feed", args=[acts.theme_feed_secret(feed)])).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_years_list_counts_nothing(as_: As, cast: Cast, article: Article) -> None:
    page = as_(cast.liaison).get(reverse("adopted", args=[2026])).content.decode()
    assert "市民政局" in page
    assert "第7期" in page
    assert as_(cast.liaison).get(reverse("adopted", args=[2020])).status_code == 404


def test_an_issues_articles_lead_to_the_exchange(as_: As, cast: Cast) -> None:
    item = Item("各单位一起读书之甲。", (Paragraph("大家按时来。"),), "")
    article = out(cast, cast.unit, data=bulletin_to_json(Bulletin(items=(item,))))
    question = acts.ask_question(article=article, text="？", by=cast.other_liaison, at=cast.at)
    acts.answer_question(question=question, text="答。", by=cast.liaison, at=cast.at)
    page = as_(cast.liaison).get(reverse("issue", args=[article.issue_id])).content.decode()
    assert reverse("practice", args=[article.pk]) in page
    assert "问答 1" in page


def test_drafts_have_no_practice(as_: As, cast: Cast) -> None:
    draft = issue_in(cast).articles.get()
    assert as_(cast.editor).get(reverse("practice", args=[draft.pk])).status_code == 404
