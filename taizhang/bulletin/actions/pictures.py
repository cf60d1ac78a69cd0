"""Pictures are put into articles, at the desk and by units: kept by their content, named by a line of the text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.submissions import start_submission, write_submission
from taizhang.bulletin.models import Article, Submission
from taizhang.bulletin.queries.pictures import PICTURE_TYPE
from taizhang.core.lifecycle.bulletin_life import ISSUE, SUBMISSION
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import PictureLine, name_of, next_caption, picture_in, with_line
from taizhang.office import files
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

MOST_PICTURES = 12  # of an article


def add_picture(
    *,
    article: Article,
    content: bytes,
    caption: str,
    credit: str,
    description: str,
    after: int | None = None,
    by: Person,
    at: datetime,
) -> Article:
    """Store a picture that ``intake`` drew anew and put its line, with the next number, below the line number ``after``
    of the article's text, at its end for None (``with_line``). Refused where the article holds as many as it may.
    """
    with transition(ISSUE, "compose", article.issue, by=by, at=at) as act:
        body = _with_picture(article.body, content, after, caption, credit, description)
        keep_pictures(article.office, {_name(content): content}, at)
        act.record("add_picture", article)
        return keep_article(
            article=article, version=article.version, title=article.title, body=body, by=by, at=at
        )


def add_to_submission(
    *,
    submission: Submission,
    content: bytes,
    caption: str,
    credit: str,
    description: str,
    after: int | None = None,
    by: Person,
    at: datetime,
) -> Submission:
    """The same as ``add_picture`` for an article that its unit is writing."""
    with transition(SUBMISSION, "write", submission, by=by, at=at) as act:
        body = _with_picture(submission.body, content, after, caption, credit, description)
        keep_pictures(submission.office, {_name(content): content}, at)
        act.record("add_picture")
        return write_submission(
            submission=submission,
            version=submission.version,
            title=submission.title,
            body=body,
            project=submission.project,
            theme=submission.theme,
            answers=submission.recycled,
            by=by,
            at=at,
        )


def start_with_pictures(
    *, unit: Unit, pictures: Mapping[str, bytes], by: Person, at: datetime, **given: Any
) -> Submission:
    """Begin an article of a unit with the pictures that its text names; ``given`` as for ``start_submission``.

    Refused where there are more than an article may hold.
    """
    if len(pictures) > MOST_PICTURES:
        raise _too_many()
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.SUBMIT):
        keep_pictures(unit.office, pictures, at)
        return start_submission(unit=unit, **given, by=by, at=at)


def keep_pictures(office: Office, pictures: Mapping[str, bytes], at: datetime) -> None:
    """Store pictures that ``intake`` drew anew, by their names; called in the transaction of the act."""
    for name, content in pictures.items():
        files.store(office=office, content=content, name=f"{name}.jpg", media_type=PICTURE_TYPE, at=at)


def _with_picture(
    body: str, content: bytes, after: int | None, caption: str, credit: str, description: str
) -> str:
    if sum(picture_in(line) is not None for line in body.split("\n")) >= MOST_PICTURES:
        raise _too_many()
    line = PictureLine(_name(content), next_caption(body, caption), credit, description).to_line()
    return with_line(body, line, after)


def _name(content: bytes) -> str:
    return name_of(sha256(content).hexdigest())


def _too_many() -> Refused:
    return Refused(Message(N_("一篇稿件最多插入{most}张图片。"), {"most": MOST_PICTURES}))
