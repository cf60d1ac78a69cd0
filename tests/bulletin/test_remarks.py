"""Remarks and suggestions on articles and submissions: who may do what, what stays where, and what waits for them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from taizhang.bulletin.actions import approval, citations, inbox, issues, proofs, remarks, submissions
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Answer, Article, Citation, Remark, Submission
from taizhang.bulletin.queries.readiness import first_open_point
from taizhang.bulletin.visible import remarks_for
from taizhang.core.figures import Span, read_figures
from taizhang.core.lifecycle.bulletin_life import (
    ARTICLE_REMARK,
    SUBMISSION_REMARK,
    IssueState,
    RemarkState,
    SubmissionState,
)
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.anchors import anchor_at
from taizhang.core.text.remarking import RemarkDraft, RemarkKind
from taizhang.office.models import Event, Person
from taizhang.office.tasks import tasks_for
from taizhang.office.visible import viewer_at
from tests.bulletin.cast import BODY, Cast, actors, issue_in, put_issue, submission_in
from tests.matrix import surprises


@pytest.fixture
def article(cast: Cast) -> Article:
    """An adopted article of the first unit."""
    issue_in(cast, articles=0)
    return issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def suggestion(quote: str, replacement: str, start: int | None = None, words: str = "") -> RemarkDraft:
    return RemarkDraft(words, RemarkKind.SUGGESTION, quote, start, replacement)


def raised(cast: Cast, article: Article, draft: RemarkDraft, by: Person | None = None) -> Remark:
    return remarks.remark_on_article(article=article, draft=draft, by=by or cast.checker, at=cast.at)


def accept(cast: Cast, row: Remark) -> Remark:
    fresh = Remark.objects.get(pk=row.pk)
    return remarks.accept_suggestion(remark=fresh, by=cast.editor, at=cast.at)


def text_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).text


def steps(cast: Cast) -> dict[str, Any]:
    return {
        "reply": lambda row, by: remarks.reply_to_remark(remark=row, words="已核", by=by, at=cast.at),
        "accept": lambda row, by: remarks.accept_suggestion(remark=row, by=by, at=cast.at),
        "reject": lambda row, by: remarks.reject_suggestion(remark=row, by=by, at=cast.at),
        "settle": lambda row, by: remarks.settle_remark(remark=row, by=by, at=cast.at),
        "reopen": lambda row, by: remarks.reopen_remark(remark=row, by=by, at=cast.at),
    }


# Who may take which step.


@pytest.mark.no_cover
@pytest.mark.one_engine
def test_every_step_of_a_remark_on_an_article_is_taken_by_whom_the_table_says(
    cast: Cast, article: Article
) -> None:
    proof = proofs.ask_proof(article=article, by=cast.editor, at=cast.at)
    draft = suggestion("4216户", "4,216户")
    row = remarks.remark_on_proof(proof=proof, draft=draft, by=cast.leader, at=cast.at)
    over = lambda row, by: remarks.pass_over_remark(remark=row, reason="另行核实", by=by, at=cast.at)  # noqa: E731

    def put(state: str, verb: str) -> Remark:
        Remark.objects.filter(pk=row.pk).update(state=state)
        return Remark.objects.get(pk=row.pk)

    acts = {**steps(cast), "pass_over": over}
    assert surprises(ARTICLE_REMARK, RemarkState, acts, put, actors(cast)) == []


@pytest.mark.no_cover
@pytest.mark.one_engine
def test_every_step_of_a_remark_on_a_submission_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    draft = submission_in(cast, SubmissionState.RETURNED)
    row = remarks.remark_on_submission(
        submission=draft, draft=suggestion("4216户", "4,216户"), by=cast.leader, at=cast.at
    )

    def put(state: str, verb: str) -> Remark:
        Remark.objects.filter(pk=row.pk).update(state=state)
        return Remark.objects.get(pk=row.pk)

    assert surprises(SUBMISSION_REMARK, RemarkState, steps(cast), put, actors(cast)) == []


# Suggestions


def test_an_accepted_suggestion_keeps_every_other_figures_link(cast: Cast, article: Article) -> None:
    for figure in read_figures(article.text):
        citations.answer_figure(
            article=article, version=article.version, span=figure.span, answer=Answer.ESTIMATE,
            reason="按登记估算", by=cast.editor, at=cast.at,
        )  # fmt: skip
    accept(cast, raised(cast, article, suggestion("会同街道社区逐户走访4216户", "会同各街道走访4260户家庭")))
    assert "会同各街道走访4260户家庭，安装智能呼叫设备780台" in text_of(article)
    surfaces = set(Citation.objects.filter(article=article).values_list("surface", flat=True))
    assert {"780台", "8场", "500多名"} <= surfaces


@pytest.mark.parametrize(
    ("quote", "replacement", "start", "after"),
    [
        ("逐户", "", None, BODY.replace("逐户", "")),
        ("", "志愿者", 0, None),
        ("全年", "上半年", None, BODY.replace("全年", "上半年")),
        ("780台。\n全年", "780台，全年", None, BODY.replace("。\n全年", "，全年")),
    ],
)
def test_words_are_deleted_inserted_and_replaced(
    cast: Cast, article: Article, quote: str, replacement: str, start: int | None, after: str | None
) -> None:
    at = None if start is None else len(article.title) + 1
    row = accept(cast, raised(cast, article, suggestion(quote, replacement, at)))
    article.refresh_from_db()
    assert article.body == (after if after is not None else "志愿者" + BODY)
    assert (row.state, row.closed_by) == (RemarkState.ACCEPTED, cast.editor)
    assert Event.objects.filter(verb="accept_suggestion", subject_id=row.pk).count() == 1


def test_a_suggestion_whose_words_changed_is_not_put_in_blindly(cast: Cast, article: Article) -> None:
    row = raised(cast, article, suggestion("780台", "七百余台"))
    keep(cast, article, article.body.replace("780台", "781台"))
    before = text_of(article)
    with pytest.raises(Refused, match="已经改动"):
        accept(cast, row)
    assert text_of(article) == before
    keep(cast, article, article.body.replace("781台", "780台"))
    accept(cast, row)
    assert "七百余台" in text_of(article)


def keep(cast: Cast, article: Article, body: str) -> None:
    article.refresh_from_db()
    keep_article(
        article=article, version=article.version, title=article.title, body=body, by=cast.editor, at=cast.at
    )


def test_all_suggestions_are_taken_at_once_but_those_that_contradict_each_other(
    cast: Cast, article: Article
) -> None:
    first = raised(cast, article, suggestion("逐户走访4216户", "走访4216户"))
    meets = raised(cast, article, suggestion("走访4216户", "看望4216户"))
    last = raised(cast, article, suggestion("500多名", "五百余名"))
    note = raised(cast, article, RemarkDraft("口径请核", quote="780台"))
    taken = remarks.accept_all(of=article, by=cast.editor, at=cast.at)
    assert {row.pk for row in taken} == {first.pk, last.pk}
    assert "社区走访4216户，安装智能呼叫设备780台" in text_of(article)
    assert "服务五百余名老人" in text_of(article)
    states = dict(Remark.objects.values_list("pk", "state"))
    assert (states[meets.pk], states[note.pk]) == ("open", "open")
    rejected = remarks.reject_all(of=article, by=cast.editor, at=cast.at)
    assert [row.pk for row in rejected] == [meets.pk]
    for every in (remarks.accept_all, remarks.reject_all):
        with pytest.raises(Refused):
            every(of=article, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="没有改后的文字"):
        accept(cast, note)


def test_a_suggestion_whose_sentence_was_edited_since_is_not_taken_with_all_others(
    cast: Cast, article: Article
) -> None:
    """Edited around the words, chosen in an older text, and edited into another sense: each is left for a person."""
    edited = raised(cast, article, suggestion("780台", "790台"))
    plain = raised(cast, article, suggestion("全年", "上半年"))
    shown, version = article.text, article.version
    keep(cast, article, article.body.replace("安装智能呼叫", "拆除智能呼叫"))
    older = suggestion("4216户", "4316户", shown.index("4216户"))
    remarks.remark_on_article(article=article, draft=older, version=version, by=cast.checker, at=cast.at)
    assert [row.pk for row in remarks.accept_all(of=article, by=cast.editor, at=cast.at)] == [plain.pk]
    assert "拆除智能呼叫设备780台" in text_of(article)
    left = Remark.objects.filter(state="open").order_by("pk")
    assert [(row.replacement, row.sentence_changed) for row in left] == [("790台", True), ("4316户", True)]
    with pytest.raises(Refused, match="2处所在的句子后来又改过，请逐处采纳"):
        remarks.accept_all(of=article, by=cast.editor, at=cast.at)
    accept(cast, edited)
    assert "拆除智能呼叫设备790台" in text_of(article)


def test_an_edit_elsewhere_or_an_accepted_neighbour_overtakes_no_suggestion(
    cast: Cast, article: Article
) -> None:
    """Two suggestions for one sentence stay acceptable after one of them; so does one beside which blanks were put."""
    first = raised(cast, article, suggestion("780台", "790台"))
    second = raised(cast, article, suggestion("4216户", "4316户"))
    keep(cast, article, f"今年冬天，市民政局再行动。{article.body}".replace("设备780台", "设备 780台"))
    accept(cast, first)
    assert [row.pk for row in remarks.accept_all(of=article, by=cast.editor, at=cast.at)] == [second.pk]
    assert "走访4316户" in text_of(article)
    assert "设备 790台" in text_of(article)


def test_all_suggestions_for_a_submission_leave_the_edited_sentence(cast: Cast) -> None:
    draft = submission_in(cast, SubmissionState.RETURNED)
    for given in (suggestion("780台", "790台"), suggestion("500多名", "五百余名")):
        remarks.remark_on_submission(submission=draft, draft=given, by=cast.leader, at=cast.at)
    draft.refresh_from_db()
    body = draft.body.replace("安装智能", "新装智能")
    given = {"version": draft.version, "title": draft.title, "body": body, "by": cast.liaison, "at": cast.at}
    submissions.write_submission(submission=draft, **given)
    taken = remarks.accept_all(of=draft, by=cast.liaison, at=cast.at)
    assert [row.replacement for row in taken] == ["五百余名"]
    assert "新装智能呼叫设备780台" in Submission.objects.get(pk=draft.pk).body


def test_what_was_chosen_in_an_older_text_finds_its_place_in_the_newer(cast: Cast, article: Article) -> None:
    shown, version = article.text, article.version
    keep(cast, article, "今年冬天，" + article.body)
    draft = RemarkDraft("哪一年？", quote="全年", start=shown.index("全年"))
    row = remarks.remark_on_article(
        article=article, draft=draft, version=version, by=cast.checker, at=cast.at
    )
    assert row.start == article.text.index("全年")
    gone = RemarkDraft("哪些老人？", quote="500多名老人", start=shown.index("500多名老人"))
    keep(cast, article, article.body.replace("，服务500多名老人", ""))
    with pytest.raises(Refused, match="刚刚在别处改动过"):
        remarks.remark_on_article(article=article, draft=gone, version=version, by=cast.checker, at=cast.at)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (RemarkDraft(), "请写明意见"),
        (RemarkDraft("核" * 501), "超过500字"),
        (RemarkDraft("再核", quote="户" * 2_001), "超过2000字"),
        (RemarkDraft("机密★", quote="780台"), "密级标志"),
        (RemarkDraft("再核", quote="九百台"), "文中没有"),
        (RemarkDraft("再核", quote="，"), "有几处"),
        (suggestion("780台", "780台"), "改后的文字"),
        (suggestion("", "新增一句。"), "先选中"),
        (suggestion("老人。\n会同", "老人，会同"), "标题和正文要分开"),
        (suggestion("市民政局", "市民政局\n"), "标题和正文要分开"),
        (suggestion("780台", "绝密★"), "密级标志"),
    ],
)
def test_what_cannot_be_placed_or_means_nothing_is_refused(
    cast: Cast, article: Article, draft: RemarkDraft, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        raised(cast, article, draft)
    assert not Remark.objects.exists()


# Until it is dealt with


def test_nothing_goes_on_with_an_open_remark_unless_it_is_passed_over_by_name(cast: Cast) -> None:
    issue = issue_in(cast)
    article = issue.articles.get()
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    row = raised(cast, article, RemarkDraft("按时几点？", quote="按时来"))
    with pytest.raises(Refused, match=r"1条批注或修订没有处理，第一条是《.*》“按时几点？”"):
        approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    point = first_open_point(issue)
    assert point is not None
    assert point.remark == row.pk
    with pytest.raises(Refused, match="原因"):
        remarks.pass_over_remark(remark=row, reason=" ", by=cast.checker, at=cast.at)
    remarks.pass_over_remark(remark=row, reason="不影响理解", by=cast.checker, at=cast.at)
    assert (row.state, row.reason, row.closed_by) == (RemarkState.PASSED_OVER, "不影响理解", cast.checker)
    assert Event.objects.get(verb="pass_over_remark").detail["reason"] == "不影响理解"
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)


@pytest.mark.parametrize("state", [IssueState.SIGNED, IssueState.SEALED])
def test_what_is_said_of_a_final_text_stays_as_it_is(cast: Cast, article: Article, state: str) -> None:
    row = raised(cast, article, RemarkDraft("再核", quote="780台"))
    remarks.settle_remark(remark=row, by=cast.checker, at=cast.at)
    put_issue(cast, article.issue, state)
    fresh = Remark.objects.get(pk=row.pk)
    with pytest.raises(Refused, match="已经定稿"):
        remarks.reopen_remark(remark=fresh, by=cast.checker, at=cast.at)


def test_a_thread_is_answered_settled_and_opened_again(cast: Cast, article: Article) -> None:
    row = raised(cast, article, RemarkDraft("再核", quote="780台"))
    with pytest.raises(Refused, match="请写明意见"):
        remarks.reply_to_remark(remark=row, words=" ", by=cast.editor, at=cast.at)
    remarks.reply_to_remark(remark=row, words="已核，无误。", by=cast.editor, at=cast.at)
    remarks.settle_remark(remark=row, by=cast.checker, at=cast.at)
    remarks.reopen_remark(remark=row, by=cast.signer, at=cast.at)
    assert (row.state, row.closed_by, row.closed_at) == (RemarkState.OPEN, None, None)
    assert [reply.words for reply in row.replies.all()] == ["已核，无误。"]


# On submissions, and who sees what


def test_the_leaders_suggestion_is_taken_over_by_the_liaison(cast: Cast) -> None:
    row = submission_in(cast, SubmissionState.UNIT_REVIEW)
    said = remarks.remark_on_submission(
        submission=row, draft=suggestion("走访独居老人", "看望独居老人"), by=cast.leader, at=cast.at
    )
    assert not said.from_desk
    submissions.hand_back_submission(submission=row, word="见修订", by=cast.leader, at=cast.at)
    fresh = Remark.objects.get(pk=said.pk)
    remarks.accept_suggestion(remark=fresh, by=cast.liaison, at=cast.at)
    assert "看望独居老人" in Submission.objects.get(pk=row.pk).title
    with pytest.raises(Refused, match="岗位"):
        remarks.remark_on_submission(
            submission=row, draft=RemarkDraft("再核"), by=cast.other_liaison, at=cast.at
        )


def test_each_side_sees_what_is_its_business(cast: Cast, article: Article) -> None:
    proof = proofs.ask_proof(article=article, by=cast.editor, at=cast.at)
    inside = raised(cast, article, RemarkDraft("编辑部内部"))
    shown = remarks.remark_on_proof(proof=proof, draft=RemarkDraft("单位意见"), by=cast.liaison, at=cast.at)
    own = remarks.remark_on_submission(
        submission=submission_in(cast, SubmissionState.DRAFT),
        draft=RemarkDraft("内部"),
        by=cast.leader,
        at=cast.at,
    )
    sent = submission_in(cast)
    asked = remarks.remark_on_submission(
        submission=sent, draft=RemarkDraft("请补充时间"), by=cast.editor, at=cast.at
    )
    assert seen(cast, cast.editor) == {inside, shown, asked}
    assert seen(cast, cast.leader) == {shown, own, asked}
    assert seen(cast, cast.other_leader) == set()
    inbox.return_submission(submission=sent, reason="见批注", by=cast.editor, at=cast.at)
    waits = {each.key for each in tasks_for(cast.liaison, cast.at)}
    assert {f"remark-{asked.pk}", f"remark-{own.pk}"} <= waits
    assert f"remark-{shown.pk}" not in waits
    waits = {each.key for each in tasks_for(cast.editor, cast.at)}
    assert {f"remark-{inside.pk}", f"remark-{shown.pk}"} <= waits


def seen(cast: Cast, person: Person) -> set[Remark]:
    return set(remarks_for(viewer_at(person, cast.at)))


def test_remarks_of_before_get_their_anchor_and_their_state(cast: Cast, article: Article) -> None:
    """What the migration does with remarks that had a place and a day of settling only."""
    start = article.text.index("780台")
    said = {"office": cast.office, "article": article, "words": "再核", "by": cast.checker, "at": cast.at}
    placed = Remark.objects.create(**said, start=start, end=start + 4, quote="780台")
    settled = Remark.objects.create(**said, closed_at=cast.at)
    beyond = Remark.objects.create(**said, start=9_000, end=9_001)
    migration = import_module("taizhang.bulletin.migrations.0006_remarks")
    migration.anchor_all(apps, None)
    for row in (placed, settled, beyond):
        row.refresh_from_db()
    assert placed.anchor == anchor_at(article.text, Span(start, start + 4))
    assert (placed.state, settled.state, beyond.prefix) == ("open", "settled", "")
    put_issue(cast, article.issue, IssueState.SEALED)
    migration.anchor_all(apps, None)
    assert set(Remark.objects.values_list("state", flat=True)) == {"settled"}
