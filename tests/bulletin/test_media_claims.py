"""多家媒体 in a bulletin is backed by the list of media items, or is questioned with what the list says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.actions import citations, issues
from taizhang.bulletin.models import Article, Citation
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.bulletin.queries.media_claims import MediaSources
from taizhang.core.figures import read_figures
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.outreach.actions import media
from taizhang.outreach.models import MediaItem
from taizhang.web.issues.page import doubts_of
from tests.bulletin.cast import DAY, Cast, issue_in

BODY = "活动被多家媒体报道，先后刊发3篇报道。引起媒体广泛关注。走访8次。"


def carry(cast: Cast, *names: str, kind: str = "mainstream", days: int = 5) -> None:
    """An item of the cast's unit in each of these outlets, so many days before the issue."""
    for name in names:
        outlet = media.add_outlet(office=cast.office, name=name, kind=kind, by=None, at=cast.at)
        media.list_media(
            office=cast.office, outlet=outlet, unit=cast.unit, title="反诈夜校", published_on=DAY - timedelta(days=days),
            by=None, at=cast.at,
        )  # fmt: skip


@pytest.fixture
def article(cast: Cast) -> Article:
    issue = issue_in(cast, articles=0)
    row = issues.add_article(issue=issue, title="反诈夜校。", body=BODY, by=cast.editor, at=cast.at)
    Article.objects.filter(pk=row.pk).update(unit=cast.unit)
    row.refresh_from_db()
    return row


def standings(article: Article) -> list[JudgedFigure]:
    fresh = next(a for a in articles_of(article.issue) if a.pk == article.pk)
    return standing_of(fresh)


def link(cast: Cast, article: Article, n: int) -> Citation:
    span = read_figures(article.text, certain_ends=True)[n].span
    return citations.cite_media(
        article=article, version=article.version, span=span, by=cast.editor, at=cast.at
    )


def test_a_claim_without_a_source_is_asked_for_its_list(cast: Cast, article: Article) -> None:
    many, items, plain = standings(article)
    assert [each.stand for each in (many, items, plain)] == [
        FigureStatus.QUESTION, FigureStatus.QUESTION, FigureStatus.UNLINKED,
    ]  # fmt: skip
    assert str(many.reason) == "说媒体报道，要有清单作依据。媒体报道登记里没有相应的报道。"
    with pytest.raises(Refused, match="没有可以作依据"):
        link(cast, article, 0)
    carry(cast, "海川日报", "海川晚报")
    assert "2家媒体2条（海川日报、海川晚报）" in str(standings(article)[1].reason)
    with pytest.raises(Refused, match="没有可以作依据"):
        link(cast, article, 2)


def test_a_linked_claim_stands_as_the_list_stands(cast: Cast, article: Article) -> None:
    carry(cast, "海川日报", "海川晚报")
    carry(cast, "文明海川", kind="own")
    citation = link(cast, article, 0)
    assert (citation.answer, citation.covered_on) == ("media", min(DAY, clock.today()))
    assert standings(article)[0].stand is FigureStatus.QUESTION
    carry(cast, "海川网", kind="new")
    link(cast, article, 1)
    many, items, _plain = standings(article)
    assert many.in_order
    assert items.stand is FigureStatus.CONSISTENT
    assert str(many.reason) == "媒体报道登记：3家媒体3条（海川日报、海川晚报、海川网）。另有自有平台1条。"
    media.withdraw_media(
        item=MediaItem.objects.get(outlet__name="海川网"), reason="误登", by=None, at=cast.at
    )
    media.withdraw_media(
        item=MediaItem.objects.get(outlet__name="海川晚报"), reason="误登", by=None, at=cast.at
    )
    assert [each.stand for each in standings(article)[:2]] == [FigureStatus.CONTRADICT] * 2


def test_what_the_words_count_decides_and_not_what_they_counted_when_linked(
    cast: Cast, article: Article
) -> None:
    carry(cast, "海川日报", "海川晚报", "海川网")
    link(cast, article, 0)
    citation = Citation.objects.get()
    [figure] = read_figures("走访8次。", certain_ends=True)
    verdict = MediaSources(article, clock.today()).verdict_of("走访8次。", figure, citation)
    assert verdict is not None
    assert str(verdict.reason) == "这里说的已不是媒体报道，请重新处理。"


def test_many_media_in_words_is_asked_until_the_list_holds_enough(cast: Cast, article: Article) -> None:
    def asked() -> bool:
        return any("登记报道满三家" in each.words for each in doubts_of(article, standings(article)))

    carry(cast, "海川日报", "海川晚报")
    assert asked()
    carry(cast, "海川网", kind="new")
    assert not asked()


def test_the_items_of_another_project_back_nothing(cast: Cast, article: Article) -> None:
    carry(cast, "海川日报", "海川晚报", "海川网")
    Article.objects.filter(pk=article.pk).update(unit=None)
    article.refresh_from_db()
    assert MediaSources(article, clock.today()).on(clock.today()) == []
    Article.objects.filter(pk=article.pk).update(unit=cast.other_unit)
    article.refresh_from_db()
    assert MediaSources(article, clock.today()).on(clock.today()) == []


def test_a_claim_is_linked_to_the_list_at_the_desk(cast: Cast, article: Article) -> None:
    editor = Client()
    editor.force_login(cast.editor)
    card, link = (reverse(name, args=[article.pk]) for name in ("article-candidates", "article-link"))
    start = article.body.index("多家")
    place = {"start": start, "end": start + 2, "field": "body"}
    assert "媒体报道登记" not in editor.get(card, {"text": "x"}).content.decode()
    assert 'name="media"' not in editor.get(card, place).content.decode()
    carry(cast, "海川日报", "海川晚报", "海川网")
    shown = editor.get(card, place).content.decode()
    assert 'name="media"' in shown
    assert "3家媒体3条" in shown
    plain = {**place, "start": article.body.index("8次"), "end": article.body.index("8次") + 2}
    assert 'name="media"' not in editor.get(card, plain).content.decode()
    given = {**place, "version": article.version}
    editor.post(link, {**given, "act": "media", "reason": "有"})
    assert not Citation.objects.exists()
    editor.post(link, {**given, "media": 1})
    assert Citation.objects.get().answer == "media"
    page = editor.get(reverse("draft", args=[article.issue_id])).content.decode()
    assert f'href="{reverse("media")}"' in page
    assert "媒体报道登记：3家媒体3条" in page
