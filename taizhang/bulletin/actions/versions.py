"""Earlier texts come back, and words are replaced everywhere, as one save of each article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from taizhang.bulletin.actions.articles import keep_article, text_at
from taizhang.bulletin.models import Article
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.edits import replaced, with_paragraphs_of, words_in
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

GONE = N_("没有这一稿，可能已被清理。请刷新页面后再看。")


def restore_version(
    *, article: Article, number: int, version: int, paragraph: int | None = None, by: Person, at: datetime
) -> Article:
    """Make the article's text what it was under ``number``, or only that paragraph of it where one is named (as
    ``core.text.edits.paragraph_pairs`` counts those that differ). Overtaken where ``version`` is not the stored one.
    """
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        then = text_at(article, number)
        if then is None:
            raise Refused(Message(GONE))
        text = "\n".join(then)
        if paragraph is not None:
            text = with_paragraphs_of(text, article.text, paragraph) or article.text
        if text == article.text:
            raise Refused(Message(N_("与现在的文字相同，没有可以恢复的。")))
        title, _feed, body = text.partition("\n")
        kept = keep_article(article=article, version=version, title=title, body=body, by=by, at=at)
        detail = {"version": number} | ({} if paragraph is None else {"paragraph": paragraph})
        work.record("restore_article", article, detail)
    return kept


def replace_words(
    *, articles: Sequence[Article], old: str, new: str, by: Person, at: datetime
) -> dict[int, int]:
    """Write ``new`` for ``old`` wherever it stands in headline or text of the articles; return how often, by their keys.
    Refused where it stands nowhere, and where a headline would get a second line.
    """
    check_no_secret(new)
    if not old or old == new:
        raise Refused(Message(N_("请写出要查找的文字和不同的替换文字。")))
    if "\n" in old or "\n" in new:
        raise Refused(Message(N_("查找和替换的文字都只能是一行。")))
    counts: dict[int, int] = {}
    with unit_of_work(
        office=articles[0].office if articles else by.office, by=by, at=at, needs=Permission.EDIT_BULLETIN
    ) as work:
        for article in articles:
            found = words_in(article.text, old)
            if not found:
                continue
            text, edits = replaced(article.text, [(span, new) for span in found])
            title, _feed, body = text.partition("\n")
            keep_article(
                article=article, version=article.version, title=title, body=body, edits=edits, by=by, at=at
            )
            counts[article.pk] = len(found)
            work.record("replace_words", article, {"old": old, "new": new, "count": len(found)})
        if not counts:
            raise Refused(Message(N_("文中没有“{words}”。"), {"words": old}))
    return counts
