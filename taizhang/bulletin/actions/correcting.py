"""A correction: what was printed wrongly is listed wherever it stands, and put right by a notice or a revision.

The sealed issue stays as it is: a revision is a second set of files beside the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from taizhang.bulletin.actions.issues import add_article, set_article
from taizhang.bulletin.actions.pushing import announce
from taizhang.bulletin.actions.sealing import store_files
from taizhang.bulletin.dispatch.letters import number_of
from taizhang.bulletin.models import (
    Article,
    Correction,
    Issue,
    Printed,
    PushedEvent,
    Revision,
)
from taizhang.bulletin.queries.printed import claim_of, current, item_at, places_of, printed_text
from taizhang.bulletin.typesetting.rendering import Finished, finish, template_for
from taizhang.core.gongwen import Paragraph, bulletin_to_json
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.bulletin_life import CORRECTION, CorrectionState, IssueState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.misprints import next_letter, notice_words, replaced, revision_words
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

TITLE = "更正"
LONGEST = 200  # of what is wrong and what is right


@dataclass(frozen=True, slots=True)
class Erratum:
    """What is wrong, what is right, and why. ``which`` counts the places of the words from 1; 0: there is one."""

    wrong: str
    right: str
    reason: str
    which: int = 0
    as_revision: bool = False
    notice: str = ""  # empty: drafted


def draft_correction(*, article: Article, erratum: Erratum, by: Person, at: datetime) -> Correction:
    """Draft the correction of words of a sealed issue, and list every place where they were printed."""
    erratum = _checked(erratum)
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        claim = claim_of(article, erratum.wrong, erratum.which)
        if erratum.as_revision:
            _corrected(article, erratum)
        correction = Correction.objects.create(
            office=article.office, issue=article.issue, article=article, figure=claim.figure,
            by=by, at=at, **_fields(article, erratum),
        )  # fmt: skip
        _list_places(correction, erratum)
        work.record(
            "draft_correction", correction, {"issue": article.issue_id, "places": correction.places.count()}
        )
    return correction


def edit_correction(*, correction: Correction, erratum: Erratum, by: Person, at: datetime) -> Correction:
    """Change a draft; where other words are corrected, their places are listed anew."""
    erratum = _checked(erratum)
    with transition(CORRECTION, "edit", correction, by=by, at=at) as act:
        article = _article(correction)
        claim = claim_of(article, erratum.wrong, erratum.which)
        if erratum.as_revision:
            _corrected(article, erratum)
        anew = (erratum.wrong, erratum.which) != (correction.wrong, correction.which)
        act.move(figure=claim.figure, **_fields(article, erratum))
        if anew:
            correction.places.all().delete()
            _list_places(correction, erratum)
        act.record("edit_correction")
    return correction


def drop_correction(*, correction: Correction, by: Person, at: datetime) -> Correction:
    """Give up a draft."""
    with transition(CORRECTION, "drop", correction, by=by, at=at) as act:
        act.move()
        act.record("drop_correction")
    return correction


def issue_correction(*, correction: Correction, by: Person, at: datetime) -> Correction:
    """The signer issues the correction; as a revision it is set, checked and sealed at once.

    The press works before the transaction. Refused, and it stays a draft, where the words do not stand in
    the article exactly once (and no place was chosen), or the revised page fails the form check.
    """
    with transition(CORRECTION, "issue", correction, by=by, at=at):
        revised = _revised(correction) if correction.as_revision else None
    done = _finish(correction, revised[1], at) if revised else None
    with transition(CORRECTION, "issue", correction, by=by, at=at) as act:
        act.move(issued_by=by, issued_at=at)
        detail: dict[str, object] = {"issue": correction.issue_id}
        if revised and done:
            detail["letter"] = revised[0]
            _store_revision(correction, *revised, done, by, at)
        act.record("issue_correction", detail=detail)
    return correction


def run_in(*, correction: Correction, issue: Issue, by: Person, at: datetime) -> Article:
    """Put the issued notice into an issue that is being composed. Refused while it stands in another one."""
    with unit_of_work(office=correction.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if correction.state != CorrectionState.ISSUED:
            raise Refused(Message(N_("更正签发之后才能刊登。")))
        before = correction.runs_in
        if before is not None and _stands_in(correction, before):
            raise Refused(Message(N_("这条更正已在另一期刊登。")))
        there = Correction.objects.filter(pk=correction.pk, runs_in=before)
        if not there.update(runs_in=issue):
            raise Refused(Message(N_("这条更正已在另一期刊登。")))
        article = add_article(issue=issue, title=TITLE, body=correction.notice, by=by, at=at)
        set_article(article=article, column=article.column, source_unit="", run_in=False, by=by, at=at)
        correction.refresh_from_db()
        detail = {"issue": issue.pk, "article": article.pk}
        work.record("run_correction", correction, detail)
    return article


def settle_place(*, place: Printed, by: Person, at: datetime) -> Printed:
    """That somebody has looked at the place and done what was to be done there."""
    with unit_of_work(office=place.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if not Printed.objects.filter(pk=place.pk, settled_at__isnull=True).update(settled_at=at):
            raise Refused(Message(N_("此处已经处理过。")))
        place.refresh_from_db()
        work.record("settle_place", place)
    return place


def _checked(erratum: Erratum) -> Erratum:
    """Without blanks around the words; Refused where something is missing, or nothing is corrected."""
    check_reason(erratum.reason)
    check_no_secret(erratum.wrong, erratum.right, erratum.notice)
    wrong, right = erratum.wrong.strip(), erratum.right.strip()
    if not wrong or not right or wrong == right:
        raise Refused(Message(N_("请分别写明原文和更正后的文字，两者不能相同。")))
    if max(len(wrong), len(right)) > LONGEST:
        raise Refused(Message(N_("原文和更正文字各不超过{n}字。"), {"n": LONGEST}))
    reason, notice = erratum.reason.strip(), erratum.notice.strip()
    return replace(erratum, wrong=wrong, right=right, reason=reason, notice=notice)


def _fields(article: Article, erratum: Erratum) -> dict[str, Any]:
    drafted = notice_words(number_of(article.issue), _title(article), erratum.wrong, erratum.right)
    return {
        "wrong": erratum.wrong,
        "right": erratum.right,
        "which": erratum.which,
        "reason": erratum.reason,
        "as_revision": erratum.as_revision,
        "notice": erratum.notice or str(drafted),
    }


def _title(article: Article) -> str:
    return article.title.rstrip("。")


def _article(correction: Correction) -> Article:
    if correction.article is None:
        raise Refused(Message(N_("只有已封存的简报才能更正。")))
    return correction.article


def _list_places(correction: Correction, erratum: Erratum) -> None:
    found = places_of(claim_of(_article(correction), erratum.wrong, erratum.which))
    Printed.objects.bulk_create(
        Printed(
            office=correction.office, correction=correction, kind=place.kind, target=place.target,
            title=place.title, sentence=place.sentence,
        )
        for place in found
    )  # fmt: skip


def _corrected(article: Article, erratum: Erratum) -> Bulletin:
    """The issue's last version with the words put right in this article, and nowhere else."""
    before = current(article.issue)
    index, item = item_at(before, article)
    text = replaced(printed_text(item), erratum.wrong, erratum.right, erratum.which)
    title, *body = text.split("\n")
    fresh = replace(item, title=title, body=tuple(Paragraph(line) for line in body))
    return replace(before, items=(*before.items[:index], fresh, *before.items[index + 1 :]))


def _revised(correction: Correction) -> tuple[str, Bulletin]:
    """Letter and content of the revision; a note at its head says what it is."""
    article = _article(correction)
    erratum = Erratum(correction.wrong, correction.right, correction.reason, correction.which)
    bulletin = _corrected(article, erratum)
    letter = next_letter(correction.issue.revisions.values_list("letter", flat=True))
    words = str(revision_words(letter, _title(article), correction.wrong, correction.right))
    return letter, replace(bulletin, note=(Paragraph(words), *bulletin.note))


def _finish(correction: Correction, bulletin: Bulletin, at: datetime) -> Finished:
    issue = correction.issue
    return finish(bulletin, template_for(issue), office=issue.office, at=at)


def _store_revision(
    correction: Correction, letter: str, bulletin: Bulletin, done: Finished, by: Person, at: datetime
) -> None:
    issue = correction.issue
    if issue.revisions.filter(letter__gte=letter).exists():
        raise Refused(Message(N_("本期刚刚另出了一个修订版，请刷新后再签发。")))
    Revision.objects.create(
        office=issue.office, issue=issue, letter=letter, correction=correction,
        data=bulletin_to_json(bulletin), sealed_by=by, sealed_at=at,
    )  # fmt: skip
    store_files(issue, letter, done, at)
    announce(issue, PushedEvent.REVISED, at)


def _stands_in(correction: Correction, issue: Issue) -> bool:
    if issue.state in (IssueState.DROPPED, IssueState.VOIDED):
        return False
    return bool(issue.articles.filter(title=TITLE, body=correction.notice).exists())
