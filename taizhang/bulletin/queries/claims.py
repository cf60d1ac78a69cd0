"""Claims of all against the coverage programmes: what backs one, what a text might mean, where one was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taizhang.bulletin.models import Answer, Citation
from taizhang.core.coverage.claim import claims_all, judge_claim, roll_changed, speaks_of
from taizhang.core.coverage.state import CoverageState, coverage_words, missing_words
from taizhang.core.figures import Outcome, TextFigure, Verdict
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.text.messages import N_, Message, joined
from taizhang.office import clock
from taizhang.outreach.models import Programme
from taizhang.outreach.queries.coverage import coverage_of

MOST_PRINTED = 200


def verdict_of(text: str, figure: TextFigure, citation: Citation) -> Verdict | None:
    """The figure against the programme it is linked to, as of the day of the link; where the roll has changed since, that
    is a question. None where it is linked to none.
    """
    if citation.programme is None or citation.covered_on is None:
        return None
    state = coverage_of(citation.programme, citation.covered_on)
    verdict = judge_claim(text, figure, state)
    changed = roll_changed(state, coverage_of(citation.programme, clock.today()))
    if verdict.outcome is Outcome.CONSISTENT and changed:
        return Verdict(Outcome.NOT_COMPARABLE, joined("", [changed, Message(N_("请按新名册重新关联。"))]))
    return verdict


def question_of(text: str, figure: TextFigure) -> Message | None:
    """What a claim of all without a source is asked: how the programme stands that its sentence speaks of, with the names
    of the missing. None for other figures, and where no running programme fits.
    """
    if not claims_all(text, figure):
        return None
    programme = next(likely_programmes(figure.sentence.of(text)), None)
    if programme is None:
        return None
    state = coverage_of(programme, clock.today())
    told = [coverage_words(state), *([words] if (words := missing_words(state)) else [])]
    gaps: dict[str, str | int | Message] = {"programme": programme.name, "state": joined("", told)}
    return Message(N_("说全部覆盖，要有依据。覆盖计划“{programme}”：{state}"), gaps)


def likely_programmes(sentence: str) -> Iterator[Programme]:
    """The running programmes of whose name or topics the sentence speaks."""
    for programme in Programme.objects.filter(ended_at__isnull=True).prefetch_related("topics"):
        topics = list(programme.topics.all())
        words = [topic.name for topic in topics]
        words += [word for topic in topics for word in topic.words.replace("，", "、").split("、")]
        if speaks_of(sentence, [programme.name, *words]):
            yield programme


def programmes_for_claim(text: str, figure: TextFigure) -> list[Programme]:
    """The running programmes that the figure may hold of, those of which its sentence speaks first; none where it speaks of
    no coverage.
    """
    sentence = figure.sentence.of(text)
    if not (claims_all(text, figure) or "覆盖" in sentence):
        return []
    likely = list(likely_programmes(sentence))
    return [*likely, *Programme.objects.filter(ended_at__isnull=True).exclude(pk__in=[p.pk for p in likely])]


@dataclass(frozen=True, slots=True)
class CoverageClaim:
    """A claim that a sealed issue printed: as of which day, how the roll was then, and what has changed since."""

    citation: Citation
    then: CoverageState
    changed: Message | None


def printed_claims(programme: Programme, today: date) -> list[CoverageClaim]:
    """Return the claims that sealed issues have printed of the programme, the latest first."""
    rows = Citation.objects.filter(
        programme=programme, answer=Answer.COVERAGE, covered_on__isnull=False, article__issue__state__in=OUT
    ).select_related("article__issue__series", "by")
    now = coverage_of(programme, today)
    states: dict[date, CoverageState] = {}
    found = []
    for citation in rows.order_by("-article__issue__date", "-pk")[:MOST_PRINTED]:
        on = citation.covered_on or today
        if on not in states:
            states[on] = coverage_of(programme, on)
        then = states[on]
        found.append(CoverageClaim(citation, then, roll_changed(then, now)))
    return found
