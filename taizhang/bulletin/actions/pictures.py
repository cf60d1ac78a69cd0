"""A picture is put into an article: kept by its content, named by a line of the text."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Article
from taizhang.bulletin.queries.pictures import PICTURE_TYPE
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import PictureLine, name_of, next_caption, picture_in
from taizhang.office import files
from taizhang.office.models import Person
from taizhang.office.workflow import transition

MOST_PICTURES = 12  # of an article


def add_picture(
    *, article: Article, content: bytes, caption: str, credit: str, description: str, by: Person, at: datetime
) -> Article:
    """Store a picture that ``intake`` drew anew and put its line below the article's text, with the next number.

    Refused where the article holds as many as it may.
    """
    there = list(filter(None, map(picture_in, article.body.split("\n"))))
    if len(there) >= MOST_PICTURES:
        raise Refused(Message(N_("一篇稿件最多插入{most}张图片。"), {"most": MOST_PICTURES}))
    name = name_of(sha256(content).hexdigest())
    line = PictureLine(name, next_caption(article.body, caption), credit, description).to_line()
    with transition(ISSUE, "compose", article.issue, by=by, at=at) as act:
        files.store(
            office=article.office, content=content, name=f"{name}.jpg", media_type=PICTURE_TYPE, at=at
        )
        act.record("add_picture", article)
        body = f"{article.body}\n{line}".strip("\n")
        return keep_article(
            article=article, version=article.version, title=article.title, body=body, by=by, at=at
        )
