"""What proofreading asks of an article: by the office's rules, registers and archive, without what was put away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from taizhang.bulletin.models import Article, ProofSettings, PutAside
from taizhang.bulletin.models.proofreading import WORDS_LIMIT
from taizhang.bulletin.queries.titles import issue_title
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.proof import NameRegister, ProofContext, ProofQuestion, proofread
from taizhang.core.proof.own import usual_wordings
from taizhang.core.proof.register import PersonPost, RegisterUnit, pairs_in, people_in, phrases_in
from taizhang.core.proof.repeats import sentence_keys
from taizhang.core.text.misprints import sentence_at
from taizhang.ledger.models import Project
from taizhang.office.models import Office, Person, Unit

ARCHIVED = 600  # articles of the archive, the latest, that wordings and sentences are held against
OF_THE_FIGURES = "sum-parts"  # the desk asks it beside the figures


class _Archive(NamedTuple):
    earlier: dict[str, str]
    wordings: dict[str, str]


def settings_of(office: Office, *, for_update: bool = False) -> ProofSettings:
    """The office's settings; unsaved ones where it has settled nothing. ``for_update``: locked until they are stored."""
    rows = ProofSettings.objects.filter(office=office)
    return (rows.select_for_update() if for_update else rows).first() or ProofSettings(office=office)


def questions_of(article: Article, day: date) -> list[ProofQuestion]:
    """Return what is asked of the article, in the order of its text."""
    settings = settings_of(article.office)
    context = context_of(settings, day)
    asked = proofread(article.text, context, off=[*settings.off, OF_THE_FIGURES], certain_ends=True)
    gone: dict[tuple[str, str], set[str]] = {}
    for row in put_aside_of(article):
        gone.setdefault((row.rule, row.words), set()).add(row.passage)
    return [
        each
        for each in asked
        if not _is_gone(article, each, gone.get((each.rule.id, each.words[:WORDS_LIMIT]), set()))
    ]


def _is_gone(article: Article, question: ProofQuestion, passages: set[str]) -> bool:
    """Whether such a question was put away wherever it is asked (an empty passage), or in its sentence."""
    return bool(passages) and ("" in passages or passage_of(article, question) in passages)


def put_aside_of(article: Article) -> Iterable[PutAside]:
    """What was put away for the article or for the office, and still is."""
    rows = PutAside.objects.filter(office=article.office, withdrawn_at__isnull=True)
    return rows.filter(Q(article=article) | Q(article__isnull=True))


def passage_of(article: Article, question: ProofQuestion) -> str:
    """The sentence in which a question is asked."""
    return sentence_at(article.text, question.span)


def context_of(settings: ProofSettings, day: date) -> ProofContext:
    """Return what the office brings to a text: its units, persons, projects of the year, lists and archive."""
    office = settings.office
    units = Unit.objects.filter(office=office).prefetch_related("former_names")
    people = Person.of_office.filter(office=office, is_active=True).values_list("name", flat=True)
    listed = people_in(settings.people)
    known = {person.name for person in listed}
    register = NameRegister(
        units=tuple(RegisterUnit(unit.name, tuple(unit.every_name[1:])) for unit in units),
        people=(*listed, *(PersonPost(name, "") for name in people if name not in known)),
        projects=tuple(
            Project.objects.filter(office=office, ledger__year=day.year).values_list("title", flat=True)
        ),
        phrases=phrases_in(settings.phrases),
        pairs=pairs_in(settings.pairs),
    )
    archive = _archive_of(office)
    return ProofContext(register, archive.earlier, archive.wordings, day)


def _archive_of(office: Office) -> _Archive:
    printed = Article.objects.filter(office=office, issue__state__in=OUT)
    newest = printed.order_by("-pk").values_list("pk", flat=True).first()
    return _read_archive(office.pk, newest) if newest else _Archive({}, {})


@lru_cache(maxsize=4)
def _read_archive(office: int, newest: int) -> _Archive:
    """Sentences and wordings of the latest articles that are out; read anew when another one is."""
    rows = Article.objects.filter(office=office, issue__state__in=OUT, pk__lte=newest)
    articles = list(rows.select_related("issue__series").order_by("-pk")[:ARCHIVED])
    earlier = {key: str(issue_title(each.issue)) for each in articles for key in sentence_keys(each.body)}
    return _Archive(earlier, usual_wordings(each.body for each in articles))
