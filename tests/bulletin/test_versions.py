"""Earlier texts of an article come back whole or in part; words are replaced in an article or in the issue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taizhang.bulletin.actions import citations, issues
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.versions import replace_words, restore_version
from taizhang.bulletin.models import Answer, Article, Citation
from taizhang.bulletin.queries.versions import found_in, versions_of
from taizhang.core.figures import read_figures
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.office.models import Event, Person
from tests.bulletin.cast import BODY, Cast, issue_in, submission_in


@pytest.fixture
def article(cast: Cast) -> Article:
    issue_in(cast, articles=0)
    return issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def keep(cast: Cast, article: Article, body: str, minutes: int = 0, by: Person | None = None) -> None:
    keep_article(
        article=article, version=article.version, title=article.title, body=body, by=by or cast.editor,
        at=cast.at + timedelta(minutes=minutes),
    )  # fmt: skip


def restore(cast: Cast, article: Article, number: int, paragraph: int | None = None) -> Article:
    return restore_version(
        article=article,
        number=number,
        version=article.version,
        paragraph=paragraph,
        by=cast.editor,
        at=cast.at,
    )


def test_saves_that_follow_each_other_are_one_version(cast: Cast, article: Article) -> None:
    for minutes, words in enumerate(("甲。", "乙。", "丙。"), 1):
        keep(cast, article, words, minutes)
    keep(cast, article, "丁。", 20)
    keep(cast, article, "戊。", 21, by=cast.second_editor)
    assert [(row.version, row.by) for row in versions_of(article)] == [
        (6, cast.second_editor),
        (5, cast.editor),
        (4, cast.editor),
        (1, cast.editor),
    ]


def test_a_version_comes_back_whole_and_the_other_stays_known(cast: Cast, article: Article) -> None:
    keep(cast, article, "另写一篇。")
    restore(cast, article, 1)
    assert article.body == BODY
    assert [row.body for row in article.versions.order_by("version")] == [BODY, "另写一篇。", BODY]
    assert Event.objects.get(verb="restore_article").detail == {"version": 1}
    with pytest.raises(Refused, match="没有可以恢复的"):
        restore(cast, article, 1)
    with pytest.raises(Refused, match="没有这一稿"):
        restore(cast, article, 99)


def test_one_paragraph_comes_back_without_the_rest(cast: Cast, article: Article) -> None:
    first, second = BODY.split("\n")
    keep(cast, article, f"{first.replace('逐户', '')}\n另起一段。\n{second.replace('8场', '9场')}")
    restore(cast, article, 1, paragraph=0)
    assert article.body.startswith(first)
    with pytest.raises(Refused, match="没有可以恢复的"):
        restore(cast, article, 1, paragraph=7)


def test_nobodys_words_are_overwritten_unseen(cast: Cast, article: Article) -> None:
    keep(cast, article, "别人写的。")
    with pytest.raises(Overtaken):
        restore_version(article=article, number=1, version=1, by=cast.editor, at=cast.at)
    assert Article.objects.get(pk=article.pk).body == "别人写的。"


def test_words_are_replaced_everywhere_and_the_figures_keep_their_links(cast: Cast, article: Article) -> None:
    for figure in read_figures(article.text):
        citations.answer_figure(
            article=article, version=article.version, span=figure.span, answer=Answer.ESTIMATE,
            reason="按登记估算", by=cast.editor, at=cast.at,
        )  # fmt: skip
    before = set(Citation.objects.values_list("surface", "reason"))
    other = issues.add_article(
        issue=article.issue, title="老人的一天", body="老人走访老人。", by=cast.editor, at=cast.at
    )
    rows = list(article.issue.articles.select_related("issue", "office"))
    assert [each.words for each in found_in(rows, "老人")] == ["老人"] * 5
    counts = replace_words(articles=rows, old="老人", new="长者", by=cast.editor, at=cast.at)
    assert counts == {article.pk: 2, other.pk: 3}
    article.refresh_from_db()
    other.refresh_from_db()
    assert "老人" not in article.text + other.text
    assert (other.title, other.body) == ("长者的一天", "长者走访长者。")
    assert set(Citation.objects.values_list("surface", "reason")) == before
    for row in Citation.objects.filter(article=article):
        assert article.text[row.start : row.end] == row.surface


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "长者", "不同的替换文字"),
        ("老人", "老人", "不同的替换文字"),
        ("老人", "长者\n", "一行"),
        ("没有的话", "有", "文中没有"),
        ("老人", "绝密★", "密级标志"),
    ],
)
def test_what_cannot_be_replaced_is_said(
    cast: Cast, article: Article, old: str, new: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        replace_words(articles=[article], old=old, new=new, by=cast.editor, at=cast.at)
    assert Article.objects.get(pk=article.pk).body == BODY
