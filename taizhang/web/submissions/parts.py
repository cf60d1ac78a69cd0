"""Parts of the pages about articles: the place to bring one, lines, differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Commission, Submission
from taizhang.bulletin.queries.submissions import Moved
from taizhang.core.text.merge3 import MergeRun
from taizhang.core.text.pictures import printed_length
from taizhang.web.frame.parts import Entry, Words, dotted
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.submissions.forms import ArticleDrop


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article is brought, with the request it answers; ``heading`` stands above it."""

    template: ClassVar[str] = "submissions/_drop.html"
    form: ArticleDrop
    commission: Commission | None
    heading: Words = ""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Two texts in one: what is gone and what is new. ``folded`` is opened when asked for; ``text`` is the newer one
    where remarks have their places in it.
    """

    template: ClassVar[str] = "submissions/_difference.html"
    heading: Words
    runs: Sequence[MergeRun]
    note: object = ""
    folded: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class MovedFigures:
    """Figures that read otherwise now."""

    template: ClassVar[str] = "submissions/_moved_figures.html"
    moved: Sequence[Moved]


def length_shown(row: Submission) -> str:
    """1,024字."""
    return _("{n}字").format(n=f"{printed_length(row.body):,}")


def title_shown(row: Submission) -> str:
    return row.title or _("（未命名的投稿）")


def submission_entry(row: Submission) -> Entry:
    """An article in its unit's list."""
    return Entry(
        title_shown(row),
        reverse("submission", args=[row.pk]),
        small=dotted(
            _("约稿") if row.commission else "",
            row.project.title if row.project else "",
            length_shown(row),
            moment(row.changed_at),
            row.reason,
        ),
        aside=row.get_state_display(),
    )
