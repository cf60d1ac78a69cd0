"""Remarks and suggestions on a text on its way, an article, a submission or a report: raised, answered, taken over or
not, one by one or all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taizhang.bulletin.actions.articles import keep_article, text_at
from taizhang.bulletin.actions.remark_places import put_at
from taizhang.bulletin.actions.submissions import write_submission
from taizhang.bulletin.models import Article, Proof, Remark, RemarkReply, Submission
from taizhang.bulletin.rules.remarks import RemarkedText, check_on_its_way, subject_of, table_of, text_of
from taizhang.core.lifecycle.bulletin_life import ISSUE, PROOF, REPORT_TEXT, SUBMISSION, RemarkState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.anchors import Anchor, locate, sentences_at
from taizhang.core.text.diff import Change, changes
from taizhang.core.text.edits import replaced
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.remarking import RemarkDraft, RemarkKind, check_words, place_draft
from taizhang.ledger.actions.rewriting import rewrite_narrative
from taizhang.ledger.models import ProgressReport
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import OF_A_UNIT
from taizhang.office.workflow import Transition, posts_in_act, transition, unit_of_work

VERB = {RemarkKind.REMARK: "remark", RemarkKind.SUGGESTION: "suggest"}
NOTHING_TO_ACCEPT = N_("没有可以直接采纳的修订。")
FIELD = {Article: "article", Submission: "submission", ProgressReport: "report"}
SHOWN = 100  # characters of words in the record


def remark_on_article(
    *, article: Article, draft: RemarkDraft, version: int | None = None, by: Person, at: datetime
) -> Remark:
    """The desk remarks on an article, or suggests other words; ``version`` is of the text that was shown. Refused where
    the chosen words have changed since.
    """
    with transition(ISSUE, "remark", article.issue, by=by, at=at) as act:
        lock_text(article)
        shown = text_at(article, version) if version not in (None, article.version) else None
        return _raise(act, article, "\n".join(shown) if shown else article.text, draft, None)


def remark_on_proof(*, proof: Proof, draft: RemarkDraft, by: Person, at: datetime) -> Remark:
    """The unit remarks on what it was shown of its article, or suggests other words."""
    with transition(PROOF, "remark", proof, by=by, at=at) as act:
        lock_text(proof.article)
        return _raise(act, proof.article, f"{proof.title}\n{proof.body}", draft, proof.unit)


def remark_on_submission(*, submission: Submission, draft: RemarkDraft, by: Person, at: datetime) -> Remark:
    """The unit remarks on its own article before it is signed, the desk on what was sent in."""
    own = any(post.role in OF_A_UNIT and post.unit_id == submission.unit_id for post in posts_in_act(by, at))
    verb = "remark" if own else "remark_from_desk"
    with transition(SUBMISSION, verb, submission, by=by, at=at) as act:
        lock_text(submission)
        return _raise(act, submission, submission.text, draft, submission.unit, from_desk=not own)


def remark_on_report(*, report: ProgressReport, draft: RemarkDraft, by: Person, at: datetime) -> Remark:
    """The unit remarks on the narrative of its own report before it is signed, the office on what was filed."""
    unit = report.project.lead_unit
    own = any(post.role in OF_A_UNIT and post.unit_id == unit.pk for post in posts_in_act(by, at))
    verb = "remark" if own else "remark_from_office"
    with transition(REPORT_TEXT, verb, report, by=by, at=at) as act:
        lock_text(report)
        return _raise(act, report, text_of(report), draft, unit, from_desk=not own)


def lock_text(of: RemarkedText) -> None:
    """Make writers of the text wait, and read it as it is stored now."""
    type(of).objects.select_for_update().values_list("pk").get(pk=of.pk)
    fields = ["narrative", "version"] if isinstance(of, ProgressReport) else ["title", "body", "version"]
    of.refresh_from_db(fields=fields)


def _raise(
    act: Transition,
    of: RemarkedText,
    shown: str,
    draft: RemarkDraft,
    unit: Unit | None,
    *,
    from_desk: bool | None = None,
) -> Remark:
    text = text_of(of)
    anchor, chosen = place_draft(draft, shown, text), locate(shown, draft.quote, draft.start)
    changed = (
        anchor.span is not None
        and chosen is not None
        and sentences_at(text, anchor.span) != sentences_at(shown, chosen)
    )
    desk = unit is None if from_desk is None else from_desk
    return keep_remark(act, of, draft, anchor, unit=unit, from_desk=desk, sentence_changed=changed)


def keep_remark(
    act: Transition,
    of: RemarkedText,
    draft: RemarkDraft,
    anchor: Anchor,
    *,
    unit: Unit | None = None,
    from_desk: bool = True,
    author: str = "",
    sentence_changed: bool = False,
) -> Remark:
    """Store what is said at a place of the text as it stands; ``author``: who said it in the file that it was in,
    ``sentence_changed``: another text than that in which its place was chosen.
    """
    check_no_secret(draft.words, draft.replacement)
    target: dict[str, Any] = {FIELD[type(of)]: of}
    row = Remark(
        office=of.office,
        unit=unit,
        from_desk=from_desk,
        author=author,
        sentence_changed=sentence_changed,
        kind=RemarkKind(draft.kind),
        quote=anchor.quote,
        replacement=draft.replacement,
        words=draft.words.strip(),
        by=act.by,
        at=act.at,
        **target,
    )
    put_at(row, anchor, of.version)
    row.save()
    act.record(VERB[RemarkKind(row.kind)], row, _told(row))
    return row


def _told(row: Remark) -> dict[str, object]:
    return {"quote": row.quote[:SHOWN], "replacement": row.replacement[:SHOWN], "words": row.words[:SHOWN]}


def reply_to_remark(*, remark: Remark, words: str, by: Person, at: datetime) -> RemarkReply:
    """Answer; the remark stays open."""
    check_words(words)
    check_no_secret(words)
    with transition(table_of(remark), "reply", remark, by=by, at=at) as act:
        check_on_its_way(remark)
        said = {"office": remark.office, "remark": remark, "by": by, "at": at}
        reply = RemarkReply.objects.create(words=words.strip(), **said)
        act.record("reply_remark", remark, {"words": words.strip()[:SHOWN]})
    return reply


def settle_remark(*, remark: Remark, by: Person, at: datetime) -> Remark:
    """It is dealt with, or taken back."""
    return _close(remark, "settle", "settle_remark", "", by, at)


def reject_suggestion(*, remark: Remark, reason: str = "", by: Person, at: datetime) -> Remark:
    """The text stays as it is; why, may be said."""
    _check_suggests(remark)
    check_no_secret(reason)
    return _close(remark, "reject", "reject_suggestion", reason, by, at)


def pass_over_remark(*, remark: Remark, reason: str, by: Person, at: datetime) -> Remark:
    """The issue may go to print although the remark is not dealt with: by name and with a reason."""
    check_reason(reason)
    return _close(remark, "pass_over", "pass_over_remark", reason, by, at)


def _close(remark: Remark, verb: str, recorded: str, reason: str, by: Person, at: datetime) -> Remark:
    with transition(table_of(remark), verb, remark, by=by, at=at) as act:
        check_on_its_way(remark)
        act.move(reason=reason.strip(), closed_by=by, closed_at=at)
        act.record(recorded, detail={**_told(remark), "reason": reason.strip()[:SHOWN]})
    return remark


def reopen_remark(*, remark: Remark, by: Person, at: datetime) -> Remark:
    """It is not dealt with after all."""
    with transition(table_of(remark), "reopen", remark, by=by, at=at) as act:
        check_on_its_way(remark)
        act.move(reason="", closed_by=None, closed_at=None)
        act.record("reopen_remark")
    return remark


def accept_suggestion(*, remark: Remark, by: Person, at: datetime) -> Remark:
    """Put the suggested words in. Refused where the quoted words do not stand any more."""
    accepted = _accept([remark], by, at)
    if not accepted:
        raise Refused(Message(N_("这处文字已经改动，不能直接采纳。请在正文中修改，再了结这条修订。")))
    return remark


def accept_all(*, of: RemarkedText, by: Person, at: datetime) -> list[Remark]:
    """Put in all suggestions that are open and do not contradict each other; return those that were accepted. One whose
    sentence was edited since it was made is left for a person to compare.
    """
    found = of.remarks.filter(state=RemarkState.OPEN, kind=RemarkKind.SUGGESTION)
    accepted = _accept(list(found.filter(sentence_changed=False).order_by("start", "pk")), by, at)
    if not accepted:
        changed = found.filter(sentence_changed=True).count()
        words = (
            N_("没有可以直接采纳的修订。{n}处所在的句子后来又改过，请逐处采纳。")
            if changed
            else NOTHING_TO_ACCEPT
        )
        raise Refused(Message(words, {"n": changed}))
    return accepted


def reject_all(*, of: RemarkedText, by: Person, at: datetime) -> list[Remark]:
    """Take none of the suggestions that are open."""
    found = list(of.remarks.filter(state=RemarkState.OPEN, kind=RemarkKind.SUGGESTION))
    if not found:
        raise Refused(Message(N_("没有待处理的修订。")))
    with unit_of_work(office=of.office, by=by, at=at, needs=Permission.REMARK):
        return [reject_suggestion(remark=row, by=by, at=at) for row in found]


def _check_suggests(remark: Remark) -> None:
    if not remark.suggests:
        raise Refused(Message(N_("批注没有改后的文字，请回复或了结。")))


def _accept(rows: Sequence[Remark], by: Person, at: datetime) -> list[Remark]:
    """Put the words of those suggestions in whose place stands and meets no earlier one's, with one save of the text."""
    if not rows:
        return []
    of = subject_of(rows[0])
    with unit_of_work(office=of.office, by=by, at=at, needs=Permission.REMARK):
        lock_text(of)
        text, taken, last = text_of(of), [], (-1, 0)
        for row in rows:
            _check_suggests(row)
            row.refresh_from_db()
            place = row.anchor.span
            if place is not None and row.anchor.stands(text) and place.start >= last[1] and place != last:
                taken.append(row)
                last = place
        for row in taken:
            with transition(table_of(row), "accept", row, by=by, at=at) as act:
                check_on_its_way(row)
                act.move(closed_by=by, closed_at=at)
                act.record("accept_suggestion", detail=_told(row))
        if taken:
            edits = [(row.anchor.span, row.replacement) for row in taken if row.anchor.span is not None]
            after, whole = replaced(text, edits)
            unmarked = list(of.remarks.filter(sentence_changed=False).values_list("pk", flat=True))
            _write(of, after, [part for each in whole for part in _parts(each, text, after)], by, at)
            # Suggestions for one sentence were made beside each other: to accept one overtakes none of the others.
            of.remarks.filter(pk__in=unmarked).update(sentence_changed=False)
    return taken


def _parts(whole: Change, before: str, after: str) -> list[Change]:
    """What changed within words that were replaced: links of figures that stayed among them are kept."""
    inside = changes(before[whole.start : whole.end], after[whole.new_start : whole.new_end])
    return [each.moved(whole.start, whole.new_start) for each in inside]


def _write(of: RemarkedText, text: str, edits: Sequence[Change], by: Person, at: datetime) -> None:
    title, _feed, body = text.partition("\n")
    if isinstance(of, ProgressReport):
        inside = [each.moved(-1, -1) for each in edits]
        rewrite_narrative(report=of, narrative=body, edits=inside, by=by, at=at)
        return
    given: dict[str, Any] = {"version": of.version, "title": title, "body": body, "by": by, "at": at}
    if isinstance(of, Article):
        keep_article(article=of, edits=edits, **given)
    else:
        write_submission(submission=of, project=of.project, theme=of.theme, answers=of.recycled, **given)
