"""Claims of all against the coverage programmes: what backs one, what a text might mean, where one was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taizhang.bulletin.models import Answer, Citation
from taizhang.bulletin.queries.tasks import settlements
from taizhang.core.coverage.claim import claims_all, ground_changed, judge_claim, speaks_of
from taizhang.core.coverage.state import CoverageState, coverage_words, missing_words
from taizhang.core.figures import Outcome, TextFigure, Verdict
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.roster.table import words_of
from taizhang.core.text.messages import N_, Message, joined
from taizhang.office import clock
from taizhang.office.models import Event
from taizhang.outreach.models import Programme
from taizhang.outreach.queries.coverage import coverage_of

MOST_PRINTED = 200


class CoverageSources:
    """The coverage programmes as one text asks for them: the running ones are read once, each one's state of a day once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._states: dict[tuple[int, date], CoverageState] = {}
        self._likeliest: dict[str, Programme | None] = {}

    @cached_property
    def running(self) -> list[tuple[Programme, list[str]]]:
        """The running programmes, each with the words by which a sentence speaks of it."""
        rows = Programme.objects.filter(ended_at__isnull=True).prefetch_related("topics")
        return [(row, [row.name, *_words_of_topics(row)]) for row in rows]

    def state(self, programme: Programme, day: date) -> CoverageState:
        """How the programme stood on that day."""
        key = (programme.pk, day)
        if key not in self._states:
            self._states[key] = coverage_of(programme, day)
        return self._states[key]

    def likely(self, sentence: str) -> Iterator[Programme]:
        """The running programmes of whose name or topics the sentence speaks."""
        return (row for row, words in self.running if speaks_of(sentence, words))

    def _likeliest_of(self, sentence: str) -> Programme | None:
        """The first of the likely programmes, looked for once however many claims the sentence makes."""
        if sentence not in self._likeliest:
            self._likeliest[sentence] = next(self.likely(sentence), None)
        return self._likeliest[sentence]

    def verdict_of(self, text: str, figure: TextFigure, citation: Citation) -> Verdict | None:
        """The figure against the programme it is linked to, as of the day of the link; where roll or rule has changed
        since, that is a question. None where it is linked to none.
        """
        programme, day = citation.programme, citation.covered_on
        if programme is None or day is None:
            return None
        state = self.state(programme, day)
        verdict = judge_claim(text, figure, state)
        changed = ground_changed(state, self.state(programme, self.today))
        if verdict.outcome is Outcome.CONSISTENT and changed:
            return Verdict(
                Outcome.NOT_COMPARABLE, joined("", [changed, Message(N_("请按现在的名册和规则重新关联。"))])
            )
        return verdict

    def question_of(self, text: str, figure: TextFigure) -> Message | None:
        """What a claim of all without a source is asked: how the programme stands that its sentence speaks of, with the
        names of the missing. None for other figures, and where no running programme fits.
        """
        if not claims_all(text, figure):
            return None
        programme = self._likeliest_of(figure.sentence.of(text))
        if programme is None:
            return None
        state = self.state(programme, self.today)
        told = [coverage_words(state), *([words] if (words := missing_words(state)) else [])]
        gaps: dict[str, str | int | Message] = {"programme": programme.name, "state": joined("", told)}
        return Message(N_("说全部覆盖，要有依据。覆盖计划“{programme}”：{state}"), gaps)


def _words_of_topics(programme: Programme) -> Iterator[str]:
    for topic in programme.topics.all():
        yield topic.name
        yield from words_of(topic.words)


def programmes_for_claim(text: str, figure: TextFigure) -> list[Programme]:
    """The running programmes that the figure may hold of, those of which its sentence speaks first; none where it speaks of
    no coverage.
    """
    sentence = figure.sentence.of(text)
    if not (claims_all(text, figure) or "覆盖" in sentence):
        return []
    sources = CoverageSources(clock.today())
    likely = list(sources.likely(sentence))
    return [*likely, *(row for row, _words in sources.running if row not in likely)]


@dataclass(frozen=True, slots=True)
class CoverageClaim:
    """A claim that a sealed issue printed: as of which day, how the roll was then, what has changed since, and who has
    looked into that.
    """

    citation: Citation
    then: CoverageState
    changed: Message | None
    settled: Event | None = None  # the last time that somebody looked into a change


def printed_claims(programme: Programme, today: date) -> list[CoverageClaim]:
    """Return the claims that sealed issues have printed of the programme, the latest first."""
    rows = Citation.objects.filter(
        programme=programme, answer=Answer.COVERAGE, covered_on__isnull=False, article__issue__state__in=OUT
    ).select_related("article__issue__series", "by")
    sources = CoverageSources(today)
    now = sources.state(programme, today)
    found = list(rows.order_by("-article__issue__date", "-pk")[:MOST_PRINTED])
    looked = (
        settlements()
        .filter(subject_id__in=[each.pk for each in found])
        .select_related("by")
        .order_by("at", "pk")
    )
    settled = {each.subject_id: each for each in looked}
    return [
        CoverageClaim(each, then, ground_changed(then, now), settled.get(each.pk))
        for each in found
        for then in [sources.state(programme, each.covered_on or today)]
    ]
