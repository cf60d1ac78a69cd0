"""An article's text is edited; what is said of its figures goes along with the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from taizhang.bulletin.actions.citations import LINKS
from taizhang.bulletin.actions.issues import keep_version
from taizhang.bulletin.actions.remark_places import carry_remarks
from taizhang.bulletin.models import Answer, Article, ArticleVersion, Citation, FactQuery, Presence
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.figure_status import StatedAmount, amount_of
from taizhang.core.figures import Span, read_figures
from taizhang.core.lifecycle.bulletin_life import ISSUE, PROOF, ProofState
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.text.diff import Change, one_line_end
from taizhang.core.text.folding import as_drawn
from taizhang.core.text.map_spans import carry
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

PRESENT_FOR = timedelta(seconds=45)


def keep_article(
    *,
    article: Article,
    version: int,
    title: str,
    body: str,
    edits: Sequence[Change] | None = None,
    by: Person,
    at: datetime,
) -> Article:
    """Save the text. Raises Overtaken where ``version`` is not the stored one; nothing is overwritten unseen.

    ``edits``: what is changed, where it is known to the letter; places in the text go along with it.
    """
    given = f"{title}\n{body}"
    title, body = " ".join(as_drawn(title).split()), as_drawn(one_line_end(body)).strip("\n")
    check_no_secret(title, body)
    if len(body) > ARTICLE_LIMIT:
        raise Refused(Message(N_("正文超过{most}字，请分成几篇。"), {"most": ARTICLE_LIMIT}))
    with transition(ISSUE, "compose", article.issue, by=by, at=at) as act:
        before = article.text
        changed = Article.objects.filter(pk=article.pk, version=version).update(
            title=title, body=body, version=version + 1, changed_by=by, changed_at=at
        )
        article.refresh_from_db()
        if not changed and (article.title, article.body) != (title, body):
            raise Overtaken(Message(N_("这篇稿件刚刚在别处改动过。请比较两边的改动，再决定怎样保存。")))
        if not changed or article.text == before:
            return article  # nothing new, or saved before and only the answer was lost on its way
        edits = edits if article.text == given else None
        _carry_along(article, before, edits)
        carry_remarks(article, before, edits)
        _overtake_proofs(article)
        keep_version(article, by, at)
        act.record("keep_article", article, {"version": article.version}, sitting=True)
    return article


def _carry_along(article: Article, before: str, edits: Sequence[Change] | None) -> None:
    """Move citations and questions to where their words stand now; where the words are gone, a citation goes, a
    question loses its place only. What somebody said by name of a number is not said of another: the answer goes, the
    link to the ledger stays."""
    cited = list(article.citations.order_by("start", "end"))
    placed = list(article.fact_queries.filter(start__isnull=False))
    rows: list[Citation | FactQuery] = [*cited, *placed]
    places = [Span(row.start or 0, row.end or 0) for row in rows]
    carried = carry(before, article.text, places, edits)
    says = _amounts(article.text)
    said = _amounts(before) if any(row.answer not in LINKS for row in cited) else {}
    spans = [_snapped(span, list(says)) if span else None for span in carried]
    article.citations.all().delete()
    for row, span in zip(rows, spans, strict=True):
        row.start, row.end = span if span else (None, None)
    kept = set[Span]()
    for row, place, span in zip(cited, places, spans, strict=False):
        if span and span not in kept and _still_said(row, said.get(place) == says.get(span)):
            row.surface = article.text[span.start : span.end][:100]
            kept.add(span)
            row.save(force_insert=True)
    for row in placed:
        row.save(update_fields=["start", "end"])


def _still_said(row: Citation, same: bool) -> bool:
    """Whether anything is left of what was said of a figure; ``same``: it is the number that it was."""
    if row.answer in LINKS or same:
        return True
    row.answer, row.reason = Answer.LINKED, ""
    return row.figure_id is not None


def _amounts(text: str) -> dict[Span, StatedAmount]:
    """What the figures of a text say, by their places."""
    return {each.span: amount_of(each.quantity) for each in read_figures(text, certain_ends=True)}


def _snapped(span: Span, figures: Sequence[Span]) -> Span:
    """The figure that the place touches now (300人 has become 近300人); the place itself where there is none."""
    return next((each for each in figures if each.start < span.end and span.start < each.end), span)


def _overtake_proofs(article: Article) -> None:
    """What the unit was shown is no longer what would be printed."""
    shown = article.proofs.filter(state__in=PROOF.steps["overtake"].before)
    shown.exclude(title=article.title, body=article.body).update(state=ProofState.OVERTAKEN)


def note_presence(*, article: Article, by: Person, at: datetime) -> list[Person]:
    """Say that ``by`` has the article open; who else has had it open in the last 45 seconds."""
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.SEE_ISSUES):
        Presence.objects.update_or_create(
            article=article, person=by, defaults={"office": article.office, "seen_at": at}
        )
        others = Presence.objects.filter(article=article, seen_at__gt=at - PRESENT_FOR).exclude(person=by)
        return [row.person for row in others.select_related("person").order_by("person__name")]


def text_at(article: Article, version: int) -> tuple[str, str] | None:
    """Title and body as saved under ``version``; None where that is not known."""
    row = ArticleVersion.objects.filter(article=article, version=version).first()
    return (row.title, row.body) if row else None
