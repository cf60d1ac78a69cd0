"""What the pages of an article show: its length, its figures and questions, and what it repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from taizhang.bulletin.actions.submissions import LONGEST_ANSWER
from taizhang.bulletin.models import Submission
from taizhang.bulletin.queries.submissions import Again, repeated, usual_lengths
from taizhang.core.figures import read_figures
from taizhang.core.figures.marks import Doubt, MarkedText, mark_text, readable
from taizhang.core.gongwen import Item
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.gongwen.model import Bulletin, Paragraph
from taizhang.core.gongwen.pasted import tidy
from taizhang.core.text.merge3 import MergeRun, compared
from taizhang.core.text.pictures import PictureLine, picture_in, printed_length
from taizhang.core.text.tables import split_tables
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import day_words, say
from taizhang.web.reading.page import doubts_of

WORDS_SHOWN = 40  # of a question


class AnswersForm(OpenForm):
    """What the writer says of each passage that stands in an earlier text; nothing is required."""

    def __init__(self, *args: Any, row: Submission, passages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.passages = {field_of(passage): passage for passage in passages}
        for name, passage in self.passages.items():
            attrs = {"autocomplete": "off", "placeholder": _("说明一句，编辑会看到"), "hx-preserve": "true"}
            self.fields[name] = line(_("您的说明"), LONGEST_ANSWER, widget=forms.TextInput(attrs=attrs))
            self.initial[name] = row.recycled.get(passage, "")

    @property
    def answers(self) -> dict[str, str]:
        """What was said, by passage; an answer to a passage that is gone is not among them."""
        given = {passage: self.cleaned_data[name] for name, passage in self.passages.items()}
        return {passage: words for passage, words in given.items() if words}


@dataclass(frozen=True, slots=True)
class AgainLine:
    """A passage beside what it repeats, with what the writer says of it."""

    runs: tuple[MergeRun, ...]  # from what stood there to what stands here
    question: str
    source: str
    answer: str
    field: BoundField


@dataclass(frozen=True, slots=True)
class Checked:
    """An article as it was read: nothing of it is stored."""

    text: str
    length: int
    usual: UsualLength
    length_words: str
    marked: MarkedText
    again: list[AgainLine]
    form: AnswersForm

    @property
    def pictures(self) -> list[PictureLine]:
        """The pictures of the text."""
        return list(filter(None, map(picture_in, self.text.split("\n"))))

    @property
    def here(self) -> list[tuple[str, Doubt]]:
        """Each question with the words it is about."""
        return [
            (Truncator(doubt.span.of(self.text).strip()).chars(WORDS_SHOWN), doubt)
            for doubt in self.marked.doubts
        ]


def checked(
    submission: Submission, title: str, body: str, on: date, posted: QueryDict | None = None
) -> Checked:
    """Read an article as it is stored, or as it was ``posted`` with answers to what is asked of its passages."""
    title, body = tidy(title, body)
    paragraphs = [title, *(body[start:end] for start, end, _table in split_tables(body))]
    text = "\n\n".join(paragraphs)  # marks are laid over paragraphs with a blank line between them
    read = readable(text)
    figures = read_figures(read, certain_ends=True)
    doubts = doubts_of(read, _alone(paragraphs, len(read), on), figures)
    rows = repeated(submission.unit, title, body, without=submission.pk)
    form = AnswersForm(posted, row=submission, passages=[each.passage for each in rows])
    return Checked(
        text=text,
        length=printed_length(body),
        usual=(usual := usual_lengths()),
        length_words=say(usual.article(printed_length(body))),
        marked=mark_text(text, figures, doubts, unread=len(text) - len(read)),
        again=[_line(each, form) for each in rows],
        form=form,
    )


def _alone(paragraphs: list[str], end: int, on: date) -> Bulletin:
    """The article as a bulletin of its own, so that the questions of one can be asked of it."""
    places, at = [], 0
    for words in paragraphs:
        places.append(Paragraph(words, at, at + len(words)))
        at += len(words) + 2
    item = Item(title=paragraphs[0], body=tuple(places[1:]), start=0, end=end)
    return Bulletin(items=(item,), date=on)


def _line(each: Again, form: AnswersForm) -> AgainLine:
    year = each.source.on.year
    question = (
        _("这一段与{year}年的《{title}》相同，现在仍是这样吗？")
        if each.same
        else _("这一段与{year}年的《{title}》相同，只换了数字？")
    )
    source = issue_title(each.source.issue) if each.source.issue else _("本单位报送的稿件")
    field = form[field_of(each.passage)]
    return AgainLine(
        runs=compared(each.before, each.passage),
        question=question.format(year=year, title=each.source.title),
        source=_("{source} · {day}").format(source=source, day=day_words(each.source.on)),
        answer=field.value() or "",
        field=field,
    )


def field_of(passage: str) -> str:
    """The field of a passage's answer: it stays the same wherever the passage moves to."""
    return f"again-{hashlib.sha256(passage.encode()).hexdigest()[:12]}"
