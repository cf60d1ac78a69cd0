"""What units sent in: the inbox, what an article repeats of earlier ones, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.timezone import localdate

from taizhang.bulletin.models import Adoption, Article, Issue, Proof, Series, Submission, SubmittedText
from taizhang.core.figures import Span, TextFigure, read_figures
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.lifecycle.bulletin_life import AT_DESK, OUT, SubmissionState
from taizhang.core.text.merge3 import MergeRun, RunKind, compared
from taizhang.core.text.similarity import recycled
from taizhang.office.models import Unit

# Free to be decided on; what is adopted or refused lies in its own part of the inbox.
WAITING = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.HELD)
MOST_EARLIER = 200  # texts of a unit that a new one is compared with: some ten years of it


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text of the unit that was signed before, or printed in ``issue``."""

    title: str
    issue: Issue | None
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """A passage that stands in an earlier text, and what stands there; ``numbers`` changed or not."""

    passage: str
    before: str
    source: Earlier
    span: Span

    @property
    def same(self) -> bool:
        """Whether not even the numbers are new."""
        return self.passage == self.before


def repeated(unit: Unit, title: str, body: str, *, without: int) -> list[Again]:
    """The passages of a text that the unit has written before, in order; ``without`` is its own submission."""
    text = f"{title}\n{body}"
    earlier = dict(enumerate(earlier_texts(unit, without)))
    found = recycled(text, {key: each.text for key, each in earlier.items()})
    return [
        Again(each.span.of(text), each.other.of(earlier[each.key].text), earlier[each.key], each.span)
        for each in found
    ]


def earlier_texts(unit: Unit, without: int) -> list[Earlier]:
    """What the unit signed and what was printed of it, the newest 200, the newest first."""
    signed = SubmittedText.objects.filter(submission__unit=unit).exclude(submission=without)
    printed = Article.objects.filter(unit=unit, issue__state__in=OUT).exclude(adoptions__submission=without)
    texts = [
        Earlier(row.title, None, localdate(row.signed_at), f"{row.title}\n{row.body}")
        for row in signed.order_by("-signed_at", "-pk")[:MOST_EARLIER]
    ] + [
        Earlier(row.title, row.issue, row.issue.date, row.text)
        for row in printed.select_related("issue__series").order_by("-issue__date", "-pk")[:MOST_EARLIER]
    ]
    # Of the same day the printed one first: that is where a reader has seen it.
    newest = sorted(texts, key=lambda each: (each.on, each.issue is not None), reverse=True)
    return newest[:MOST_EARLIER]


@dataclass(frozen=True, slots=True)
class SignedRound:
    """A text as it was signed, and how it differs from the round before (None: there is none)."""

    text: SubmittedText
    runs: tuple[MergeRun, ...] | None


def rounds_of(submission: Submission) -> list[SignedRound]:
    """Every signed text, the newest first."""
    texts = list(submission.signed_texts.select_related("signed_by").order_by("round"))
    before: list[SubmittedText | None] = [None, *texts]
    rounds = [
        SignedRound(text, difference((old.title, old.body), (text.title, text.body)) if old else None)
        for old, text in zip(before, texts, strict=False)
    ]
    return rounds[::-1]


def difference(before: tuple[str, str], after: tuple[str, str]) -> tuple[MergeRun, ...]:
    """What is gone and what is new, title and text in one."""
    return compared("\n".join(before), "\n".join(after))


@dataclass(frozen=True, slots=True)
class Moved:
    """Figures that read otherwise now: those that stood in a place, and those that stand there."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    sentence: str


def changed_figures(runs: Sequence[MergeRun]) -> list[Moved]:
    """The figures within what changed, in order; a change without a figure is not among them."""
    before = "".join(run.text for run in runs if run.kind is not RunKind.NEW)
    after = "".join(run.text for run in runs if run.kind is not RunKind.GONE)
    olds, news = read_figures(before, certain_ends=True), read_figures(after, certain_ends=True)
    rows = []
    for gone, new in _changes(runs):
        moved = Moved(_within(olds, gone), _within(news, new), _sentence(after, new))
        if set(moved.gone) != set(moved.new):
            rows.append(moved)
    return rows


def _changes(runs: Sequence[MergeRun]) -> Iterator[tuple[Span, Span]]:
    """Where in the old and in the new text something changed."""
    old = new = 0
    for same, changed in groupby(runs, key=lambda run: run.kind is RunKind.SAME):
        texts = list(changed)
        gone = sum(len(run.text) for run in texts if run.kind is not RunKind.NEW)
        come = sum(len(run.text) for run in texts if run.kind is not RunKind.GONE)
        if not same:
            yield Span(old, old + gone), Span(new, new + come)
        old, new = old + gone, new + come


def _within(figures: Sequence[TextFigure], place: Span) -> tuple[str, ...]:
    return tuple(f.surface for f in figures if f.span.start < place.end and place.start < f.span.end)


def _sentence(text: str, place: Span) -> str:
    """The sentence in which a change begins."""
    start = max(text.rfind(sign, 0, place.start) for sign in "。\n") + 1
    stops = [at for sign in "。\n" if (at := text.find(sign, place.start)) >= 0]
    return text[start : min(stops, default=len(text)) + 1].strip()


@dataclass(frozen=True, slots=True)
class SubmissionFate:
    """One article a submission was adopted into: what stands there, as far as the unit may know it.

    ``shown`` is what was printed, or what the unit was last shown of it; None while the editor is at work.
    """

    adoption: Adoption
    out: bool
    proof: Proof | None
    runs: tuple[MergeRun, ...] | None
    moved: tuple[Moved, ...]


def fates_of(submission: Submission) -> list[SubmissionFate]:
    """What became of an adopted article, the latest adoption first; an issue given up is nobody's fate."""
    rows = submission.adoptions.filter(article__issue__state__in=AT_DESK | OUT)
    rows = rows.select_related("article__issue__series", "text", "by").order_by("-at", "-pk")
    return [_fate(row) for row in rows]


def _fate(adoption: Adoption) -> SubmissionFate:
    article = adoption.article
    out = article.issue.state in OUT
    proof = article.proofs.filter(unit=adoption.submission.unit_id).order_by("-asked_at", "-pk").first()
    shown = article if out else proof
    if shown is None:
        return SubmissionFate(adoption, out, proof, None, ())
    runs = difference((adoption.text.title, adoption.text.body), (shown.title, shown.body))
    return SubmissionFate(adoption, out, proof, runs, tuple(changed_figures(runs)))


def signed_of(article: Article, unit: Unit) -> SubmittedText | None:
    """What the unit signed of an article; None where the article was not made of its text."""
    own = article.adoptions.filter(submission__unit=unit).select_related("text").order_by("-at", "-pk")
    first = own.first()
    return first.text if first else None


def usual_lengths() -> UsualLength:
    """How long what a unit sends usually is: as the office's only series has it, else as a 简报."""
    found = list(Series.objects.all()[:2])
    return found[0].usual if len(found) == 1 else UsualLength()
