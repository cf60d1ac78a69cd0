"""What is new in the themes a person follows, as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Article
from taizhang.office.mail.digest_text import address
from taizhang.office.models import Person
from taizhang.web.exchange.practice import place_of
from taizhang.web.frame.words import headline

BEGINNING = 200  # characters of an article's text


def themes_feed(person: Person, articles: Iterable[Article], url: str) -> str:
    """The feed; an entry leads to the article's page, which asks its reader to sign in."""
    feed = Atom1Feed(
        title=_("{office}简报 · 关注的主题").format(office=person.office.short_name),
        link=address(reverse("exchange")),
        description="",
        language="zh-CN",
        feed_url=url,
        feed_guid=f"urn:taizhang:themes:{person.office.slug}:{person.pk}",
    )
    for article in articles:
        recall = getattr(article.issue, "recall", None)  # a reader keeps its entry: it is replaced
        title, body = headline(article.title), "" if recall else article.body
        changed = recall.at if recall else article.issue.saved_at
        feed.add_item(
            title=_("【已撤回】{title}").format(title=title) if recall else title,
            link=address(reverse("practice", args=[article.pk])),
            description=Truncator(body).chars(BEGINNING),
            unique_id=f"urn:uuid:{article.issue.key}#{article.position}",
            pubdate=article.issue.saved_at,
            updateddate=changed,
            author_name=place_of(article),
            categories=[name for name in (article.theme and article.theme.name, article.column) if name],
        )
    written: str = feed.writeString("utf-8")
    return written
