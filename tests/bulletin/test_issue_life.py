"""An issue from the first article to the signature: who may do what, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.bulletin.actions import approval, citations, facts, issues, proofs
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.numbers import allot, declare_void, set_next_number
from taizhang.bulletin.actions.recipients import PastedRecipients, add_recipient, remove_recipient
from taizhang.bulletin.actions.remarks import remark_on_article
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.models import (
    Adoption,
    Answer,
    Article,
    Citation,
    FactQuery,
    Issue,
    Recipient,
    VoidNumber,
)
from taizhang.bulletin.queries.composing import bulletin_of, numbers_of
from taizhang.bulletin.queries.figure_status import Share, articles_of, share_of, standing_of
from taizhang.bulletin.queries.numbers import foreseen
from taizhang.bulletin.queries.titles import draft_title
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.core.figures import Span, read_figures
from taizhang.core.gongwen.copyfit import PageSetting
from taizhang.core.lifecycle.bulletin_life import AT_DESK, ISSUE, FactQueryState, IssueState, SubmissionState
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.core.text.remarking import RemarkDraft
from taizhang.ledger.actions.records import record_activity
from taizhang.ledger.models import Figure
from taizhang.office import actions as office_actions
from taizhang.office.models import Event, Person
from taizhang.office.roles import Role
from tests.bulletin.cast import BODY, DAY, TITLE, Cast, actors, article_of, issue_in, put_issue, submission_in
from tests.matrix import surprises


def sign(cast: Cast, issue: Issue) -> Issue:
    """The issue through edit, check and signature."""
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    return approval.sign_issue(issue=issue, version=issue.version, by=cast.signer, at=cast.at)


def link(cast: Cast, issue: Issue, by: Person) -> None:
    """Answer for a figure of the issue's article."""
    if issue.state in AT_DESK:
        Article.objects.filter(issue=issue).update(body="走访4216户。")
    article = article_of(issue)
    written = next(iter(read_figures(article.text)), read_figures("8场")[0])
    citations.answer_figure(
        article=article, version=article.version, span=written.span, answer=Answer.ESTIMATE, reason="估算",
        by=by, at=cast.at,
    )  # fmt: skip


@pytest.mark.usefixtures("quick_press")
@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_an_issue_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    acts: dict[str, Any] = {
        "compose": lambda row, by: issues.add_article(
            issue=row, title="题。", body="文。", by=by, at=cast.at
        ),
        "link": lambda row, by: link(cast, row, by),
        "remark": lambda row, by: remark_on_article(
            article=article_of(row), draft=RemarkDraft("再核"), by=by, at=cast.at
        ),
        "pass_on": lambda row, by: approval.pass_on(issue=row, version=row.version, by=by, at=cast.at),
        "take_back": lambda row, by: approval.take_back(issue=row, by=by, at=cast.at),
        "check": lambda row, by: approval.check_issue(issue=row, version=row.version, by=by, at=cast.at),
        "return": lambda row, by: approval.return_issue(issue=row, reason="再核数字", by=by, at=cast.at),
        "sign": lambda row, by: approval.sign_issue(issue=row, version=row.version, by=by, at=cast.at),
        "seal": lambda row, by: seal_issue(issue=row, by=by, at=cast.at),
        "void": lambda row, by: approval.void_issue(issue=row, reason="不再编发", by=by, at=cast.at),
        "archive": lambda row, by: approval.archive_issue(issue=row, by=by, at=cast.at),
        "drop": lambda row, by: issues.drop_issue(issue=row, by=by, at=cast.at),
    }
    begun = issue_in(cast)

    def put(state: str, verb: str) -> Issue:
        return put_issue(cast, begun, state)

    # How an issue is distributed is tested with its sendings.
    table = LifeTable(step for step in ISSUE.steps.values() if step.verb != "distribute")
    assert surprises(table, IssueState, acts, put, actors(cast, of_a_unit=False)) == []


def test_the_checker_is_never_the_editor_whatever_posts_they_hold(cast: Cast) -> None:
    appoint_too(cast, cast.editor, Role.CHECKER)
    issue = issue_in(cast)
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="核稿人不能是本期责编"):
        approval.check_issue(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(checked_by=cast.editor)


def appoint_too(cast: Cast, person: Person, role: Role) -> None:
    post = office_actions.add_post(office=cast.office, role=role, title=role.label, by=None, at=cast.at)
    office_actions.appoint(post=post, person=person, by=None, at=cast.at)


def test_the_signature_gives_the_numbers_and_only_it(cast: Cast) -> None:
    first, second = issue_in(cast), issue_in(cast)
    assert foreseen(first) == (1, 1)
    sign(cast, second)
    sign(cast, first)
    assert (second.annual_no, second.cumulative_no) == (1, 1)
    assert (first.annual_no, first.cumulative_no) == (2, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue_in(cast).pk).update(annual_no=3)


def test_a_signature_that_fails_takes_no_number(cast: Cast) -> None:
    issue = issue_in(cast)
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    with pytest.raises(Refused):
        approval.sign_issue(issue=issue, version=issue.version - 1, by=cast.signer, at=cast.at)
    assert foreseen(issue) == (1, 1)


def test_the_annual_number_begins_anew_and_the_cumulative_one_goes_on(cast: Cast) -> None:
    sign(cast, issue_in(cast))
    next_year = issue_in(cast, date=DAY.replace(year=2027), year=2027)
    sign(cast, next_year)
    assert (next_year.year, next_year.annual_no, next_year.cumulative_no) == (2027, 1, 2)


def test_supplements_count_apart_and_have_no_cumulative_number(cast: Cast) -> None:
    sign(cast, issue_in(cast))
    extra = sign(cast, issue_in(cast, kind="supplement"))
    special = sign(cast, issue_in(cast, kind="special"))
    assert (extra.annual_no, extra.cumulative_no) == (1, None)
    assert (special.annual_no, special.cumulative_no) == (2, 2)


def test_start_values_are_set_and_never_below_what_is_used(cast: Cast) -> None:
    series, by = cast.series, cast.editor
    set_next_number(series=series, kind="regular", year=0, number=2222, by=by, at=cast.at)
    set_next_number(series=series, kind="regular", year=2026, number=10, by=by, at=cast.at)
    issue = sign(cast, issue_in(cast))
    assert (issue.annual_no, issue.cumulative_no) == (10, 2222)
    with pytest.raises(Refused, match="大于已用过的10"):
        set_next_number(series=series, kind="regular", year=2026, number=10, by=by, at=cast.at)


def test_drafts_of_a_series_are_called_by_the_numbers_they_would_get_one_after_the_other(cast: Cast) -> None:
    sign(cast, issue_in(cast))
    later = issue_in(cast, date=DAY.replace(day=20))
    first, second = issue_in(cast), issue_in(cast, kind="special")
    extra = issue_in(cast, kind="supplement")
    next_year = issue_in(cast, date=DAY.replace(year=2027), year=2027)
    assert [numbers_of(each) for each in (first, second, later)] == [(2, 2), (3, 3), (4, 4)]
    assert numbers_of(extra) == (1, None)
    assert numbers_of(next_year) == (1, 5)
    names = [str(draft_title(each)) for each in (first, second, later)]
    assert len(set(names)) == 3
    assert all(name.endswith("期（拟）") for name in names)
    sign(cast, second)  # whoever is signed first has the next number all the same
    assert second.annual_no == 2
    assert numbers_of(first) == (3, 3)


def test_void_numbers_are_passed_over(cast: Cast) -> None:
    declare_void(
        series=cast.series, kind="regular", year=2026, number=1, reason="印错", by=cast.editor, at=cast.at
    )
    issue = sign(cast, issue_in(cast))
    assert (issue.annual_no, issue.cumulative_no) == (2, 1)
    for number, words in ((2, "已有一期在用"), (1, "已经作废"), (0, "有误")):
        with pytest.raises(Refused, match=words):
            declare_void(
                series=cast.series,
                kind="regular",
                year=2026,
                number=number,
                reason="印错",
                by=cast.editor,
                at=cast.at,
            )


def test_a_voided_issue_leaves_its_numbers_in_the_register(cast: Cast) -> None:
    issue = sign(cast, issue_in(cast))
    approval.void_issue(issue=issue, reason="会议改期", by=cast.signer, at=cast.at)
    assert sorted(VoidNumber.objects.values_list("year", "number")) == [(0, 1), (2026, 1)]
    assert sign(cast, issue_in(cast)).annual_no == 2


@given(
    before=st.integers(0, 30),
    void=st.sets(st.integers(1, 40), max_size=12),
    kinds=st.lists(st.sampled_from(["regular", "special", "supplement"]), min_size=1, max_size=8),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_have_no_gap_but_the_void_ones(
    cast: Cast, before: int, void: set[int], kinds: list[str]
) -> None:
    with transaction.atomic():
        set_next_number(series=cast.series, kind="regular", year=2026, number=before + 1, by=None, at=cast.at)
        for number in void:
            declare_void(
                series=cast.series,
                kind="regular",
                year=2026,
                number=number,
                reason="印错",
                by=None,
                at=cast.at,
            )
        given_out = [(kind, allot(Issue(series=cast.series, kind=kind, date=DAY))) for kind in kinds]
        transaction.set_rollback(True)
    regular = [annual for kind, (annual, _ever) in given_out if kind != "supplement"]
    expected = [n for n in range(before + 1, before + 100) if n not in void][: len(regular)]
    assert regular == expected
    apart = [numbers for kind, numbers in given_out if kind == "supplement"]
    assert apart == [(n, None) for n in range(1, len(apart) + 1)]
    ever = [total for kind, (_annual, total) in given_out if kind != "supplement"]
    assert ever == list(range(1, len(ever) + 1))


def test_an_adopted_submission_is_copied_and_freed_again(cast: Cast) -> None:
    issue, submission = issue_in(cast, articles=0), submission_in(cast)
    article = issues.adopt(submission=submission, by=cast.editor, at=cast.at)
    assert (article.issue, article.title, article.source_unit) == (issue, TITLE, "市民政局")
    assert submission.state == SubmissionState.ADOPTED
    with pytest.raises(Refused, match="已在本期中"):
        issues.adopt(submission=submission, issue=issue, by=cast.editor, at=cast.at)
    issues.remove_article(article=article, by=cast.editor, at=cast.at)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(
    ("title", "run_in"),
    [
        ("走访独居老人", False),
        ("走访独居老人。", True),
        ("“暖冬”来了！", True),
        ("他说“都到了。”", True),
        ("2026年春", False),
    ],
)
def test_a_title_without_a_stop_never_runs_into_the_text(cast: Cast, title: str, run_in: bool) -> None:
    issue = issue_in(cast, articles=0)
    own = issues.add_article(issue=issue, title=title, body="春节前。", by=cast.editor, at=cast.at)
    adopted = issues.adopt(
        submission=submission_in(cast, title=title), issue=issue, by=cast.editor, at=cast.at
    )
    assert (own.run_in, adopted.run_in) == (run_in, run_in)
    Article.objects.filter(issue=issue).update(
        run_in=True
    )  # an article from before, or whose title was changed
    assert [item.run_in for item in bulletin_of(issue).items] == [run_in, run_in]
    place: dict[str, Any] = {
        "column": "",
        "source_unit": "",
        "run_in": True,
        "by": cast.editor,
        "at": cast.at,
    }
    if run_in:
        issues.set_article(article=own, **place)
    else:
        with pytest.raises(Refused, match="标题末尾没有句号"):
            issues.set_article(article=own, **place)


def test_submissions_are_combined_into_one_article(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    first = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=cast.at)
    second = submission_in(cast, unit=cast.other_unit, title="市卫健委义诊进社区。", body="开展义诊12场。")
    issues.adopt(submission=second, article=first, by=cast.editor, at=cast.at)
    assert issue.articles.count() == 1
    assert first.body.endswith("开展义诊12场。")
    assert set(first.adoptions.values_list("mode", flat=True)) == {"full", "combined"}


def test_without_an_issue_at_the_desk_nothing_is_adopted(cast: Cast) -> None:
    with pytest.raises(Refused, match="先新开一期"):
        issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def test_a_submission_nobody_signed_is_not_adopted(cast: Cast) -> None:
    issue_in(cast)
    unsigned = submission_in(cast)
    unsigned.signed_texts.all().delete()
    with pytest.raises(Refused, match="还没有单位审签"):
        issues.adopt(submission=unsigned, by=cast.editor, at=cast.at)


def test_articles_are_put_in_order_and_only_all_of_them(cast: Cast) -> None:
    issue = issue_in(cast, articles=3)
    first, second, third = issue.articles.values_list("pk", flat=True)
    issues.order_articles(issue=issue, order=[third, first, second], by=cast.editor, at=cast.at)
    assert list(issue.articles.values_list("pk", flat=True)) == [third, first, second]
    assert list(issue.articles.values_list("position", flat=True)) == [1, 2, 3]
    for wrong in ([first, second], [first, second, second], [first, second, 0]):
        with pytest.raises(Refused, match="增减过"):
            issues.order_articles(issue=issue, order=wrong, by=cast.editor, at=cast.at)


def test_the_next_issue_begins_with_the_last_ones_imprint(cast: Cast) -> None:
    issue = issue_in(cast)
    head = {
        "contacts": {"phone": "5550101"},
        "recipients": {"up": ["市委"]},
        "copies": 120,
        "column": ["文明实践"],
    }
    issues.edit_head(
        issue=issue,
        version=issue.version,
        on=DAY,
        issuer="海川市文明办",
        head=head,
        by=cast.editor,
        at=cast.at,
    )
    following = issues.open_issue(series=cast.series, on=DAY, by=cast.editor, at=cast.at)
    told = bulletin_of(following)
    assert (told.contacts.phone, told.recipients.up, told.copies, told.columns) == (
        "5550101", ("市委",), 120, ("文明实践",),
    )  # fmt: skip


@pytest.mark.usefixtures("quick_press")
def test_the_imprint_and_the_register_come_from_one_list(cast: Cast) -> None:
    lines = (("市委", "up", 3, "paper"), ("市档案馆", "peer", 2, "both"), ("各区文明办", "down", 9, "mail"))
    for name, direction, copies, way in lines:
        email = "" if way == "paper" else f"{direction}@haichuan.test"
        told = PastedRecipients(name, direction, email, copies, way)
        add_recipient(series=cast.series, told=told, by=cast.editor, at=cast.at)
    issue = issue_in(cast)
    head = {"recipients": {"up": ["手写的单位"]}, "copies": 999}
    issues.edit_head(
        issue=issue, version=issue.version, on=DAY, issuer="市文明办", head=head, by=cast.editor, at=cast.at
    )
    printed = bulletin_of(issue)
    assert (printed.recipients.up, printed.recipients.peer) == (("市委",), ("市档案馆",))
    assert printed.copies == 5  # what goes by mail alone is not printed
    seal_issue(issue=sign(cast, issue), by=cast.signer, at=cast.at)
    rows = issue.sendings.values_list("name", "copies", "state")
    assert set(rows) == {("市委", 3, "listed"), ("市档案馆", 2, "listed"), ("各区文明办", 9, "listed")}
    remove_recipient(recipient=Recipient.objects.get(name="市委"), by=cast.editor, at=cast.at)
    assert bulletin_of(issue).recipients.up == ("市委",)
    assert issue.sendings.filter(name="市委").exists()


def test_an_issue_goes_back_with_remarks_at_places_of_the_text(cast: Cast) -> None:
    issue = issue_in(cast)
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    for draft in (RemarkDraft("换个说法", quote="各单位", start=0), RemarkDraft("全文再核")):
        remark_on_article(article=article_of(issue), draft=draft, by=cast.checker, at=cast.at)
    approval.return_issue(issue=issue, reason="两处要改", by=cast.checker, at=cast.at)
    assert (issue.state, issue.reason, issue.edited_by) == (IssueState.COMPOSING, "两处要改", None)
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    rows = article_of(issue).remarks.order_by("pk").values_list("start", "quote", "state")
    assert list(rows) == [(0, "各单位", "open"), (None, "", "open")]


@pytest.mark.parametrize(
    ("title", "body", "words"), [("", "文。", "缺标题或正文"), ("题。", " ", "缺标题或正文")]
)
def test_an_article_without_words_is_not_passed_on(cast: Cast, title: str, body: str, words: str) -> None:
    issue = issue_in(cast, articles=0)
    with pytest.raises(Refused, match="还没有稿件"):
        approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    Article.objects.create(office=cast.office, issue=issue, position=1, title=title, body=body)
    with pytest.raises(Refused, match=words):
        approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)


def test_a_figure_nobody_answers_for_stops_check_and_signature(cast: Cast) -> None:
    issue = issue_in(cast)
    Article.objects.filter(issue=issue).update(body="走访4216户。")
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match=r"还有1个数据没有出处.*4216户"):
        approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    link(cast, issue, cast.checker)
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    assert issue.state == IssueState.CHECKED


def test_what_contradicts_or_the_unit_never_said_stops_the_check(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    body = BODY.replace("4216户", "5130户")
    article = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=cast.at)
    keep_article(article=article, version=1, title=TITLE, body=body, by=cast.editor, at=cast.at)
    place: dict[str, Any] = {"article": article, "version": 2, "by": cast.editor, "at": cast.at}
    for each in read_figures(article.text):
        citations.answer_figure(span=each.span, answer=Answer.SCOPE, reason="按街道统计", **place)
    cited = Citation.objects.get(surface="8场")
    citations.cite(span=Span(cited.start, cited.end), figure=nine_sessions(cast), **place)
    issue.refresh_from_db()
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    check: dict[str, Any] = {"issue": issue, "by": cast.checker, "at": cast.at}
    with pytest.raises(Refused, match=r"还有1个数据有矛盾.*8场"):
        approval.check_issue(version=issue.version, **check)
    citations.answer_figure(
        span=Span(cited.start, cited.end), answer=Answer.CORRECTED, reason="台账漏记的已补", **place
    )
    with pytest.raises(Refused, match=r"还有1个数据与报送原文不同.*5130户"):
        approval.check_issue(version=issue.version, **check)
    changed = Citation.objects.get(surface="5130户")
    citations.answer_figure(
        span=Span(changed.start, changed.end), answer=Answer.VERIFIED, reason="已电话核对", **place
    )
    approval.check_issue(version=issue.version, **check)
    assert issue.state == IssueState.CHECKED


def _asked(cast: Cast, answered: str = "") -> tuple[Issue, FactQuery]:
    """An issue with the checker, all of whose figures are answered for, and a later question to the unit."""
    issue = issue_in(cast, articles=0)
    article = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=cast.at)
    for each in read_figures(article.text):
        citations.answer_figure(
            article=article, version=1, span=each.span, answer=Answer.SCOPE, reason="按街道统计",
            by=cast.editor, at=cast.at,
        )  # fmt: skip
    span = next(each.span for each in read_figures(article.text) if each.surface == "8场")
    query = facts.ask_fact(article=article, span=span, question="是8场还是9场", by=cast.editor, at=cast.at)
    if answered:
        facts.answer_fact(query=query, answer=answered, words="应为9场", by=cast.liaison, at=cast.at)
    issue.refresh_from_db()
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    return issue, query


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        ("", "还有1个问题没有了结：市民政局还没有答复“8场”"),
        ("corrected", "市民政局对“8场”答复“数据有误，应改为”，还没有处理"),
        ("scope", "答复“口径不同”，还没有处理"),
    ],
)
def test_an_open_question_to_a_unit_stops_check_and_signature(cast: Cast, answered: str, words: str) -> None:
    issue, query = _asked(cast, answered)
    check: dict[str, Any] = {"issue": issue, "version": issue.version, "by": cast.checker, "at": cast.at}
    with pytest.raises(Refused, match=words):
        approval.check_issue(**check)
    put_issue(cast, issue, IssueState.CHECKED)
    with pytest.raises(Refused, match=words):
        approval.sign_issue(issue=issue, version=issue.version, by=cast.signer, at=cast.at)
    FactQuery.objects.filter(pk=query.pk).update(state=FactQueryState.SETTLED)
    approval.sign_issue(issue=issue, version=issue.version, by=cast.signer, at=cast.at)


def test_a_confirmed_figure_stops_nothing(cast: Cast) -> None:
    issue, _query = _asked(cast, "confirmed")
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)


def test_an_open_question_is_no_settled_figure(cast: Cast) -> None:
    issue, _query = _asked(cast)
    article = articles_of(issue)[0]
    assert share_of(standing_of(article)) == Share(3, 4)


def test_a_question_is_answered_by_whoever_answers_for_the_figure_by_name(cast: Cast) -> None:
    issue, query = _asked(cast)
    article = article_of(issue)
    citations.answer_figure(
        article=article, version=article.version, span=Span(query.start or 0, query.end or 0),
        answer=Answer.VERIFIED, reason="已电话核对，是8场", by=cast.checker, at=cast.at,
    )  # fmt: skip
    query.refresh_from_db()
    assert query.state == FactQueryState.WITHDRAWN
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)


@pytest.mark.parametrize(
    ("objected", "words"), [(False, "还没有确认校样"), (True, "对校样《.*》有意见，还没有处理")]
)
def test_a_proof_that_the_unit_has_not_confirmed_stops_the_check(
    cast: Cast, objected: bool, words: str
) -> None:
    issue, _query = _asked(cast, "confirmed")
    proof = proofs.ask_proof(article=article_of(issue), by=cast.editor, at=cast.at)
    if objected:
        proofs.answer_proof(proof=proof, confirm=False, words="数字不对", by=cast.liaison, at=cast.at)
    check: dict[str, Any] = {"issue": issue, "version": issue.version, "by": cast.checker, "at": cast.at}
    with pytest.raises(Refused, match=words):
        approval.check_issue(**check)
    proofs.overtake_proof(proof=proof, by=cast.editor, at=cast.at)
    approval.check_issue(**check)


def test_several_figures_get_the_same_answer_all_or_none(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    article = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=cast.at)
    spans = [each.span for each in read_figures(article.text)]
    told: dict[str, Any] = {"article": article, "version": 1, "by": cast.editor, "at": cast.at}
    for wrong, words in (([*spans[:1], Span(0, 1)], "没有可以关联的数据"), ([], "请先勾选")):
        with pytest.raises(Refused, match=words):
            citations.answer_figures(spans=wrong, answer="scope", reason="按街道统计", **told)
    with pytest.raises(Refused, match="请选一种"):
        citations.answer_figures(spans=spans, answer="linked", reason="按街道统计", **told)
    assert not Citation.objects.exists()
    done = citations.answer_figures(spans=spans, answer="scope", reason="按街道统计", **told)
    assert {(each.answer, each.reason, each.by) for each in done} == {("scope", "按街道统计", cast.editor)}
    assert len(done) == len(spans) == 4


def test_a_unit_answers_several_questions_alike(cast: Cast) -> None:
    issue, query = _asked(cast)
    article = article_of(issue)
    span = next(each.span for each in read_figures(article.text) if each.surface == "780台")
    put_issue(cast, issue, IssueState.COMPOSING)
    second = facts.ask_fact(article=article, span=span, question="是多少台", by=cast.editor, at=cast.at)
    facts.answer_facts(query=query, also=[second], answer="confirmed", words="", by=cast.liaison, at=cast.at)
    assert set(FactQuery.objects.values_list("state", "answer")) == {("answered", "confirmed")}


def nine_sessions(cast: Cast) -> Figure:
    activity = record_activity(
        unit=cast.unit, kind="talk", title="义诊", held_on=cast.at.date(), by=cast.liaison, at=cast.at,
        counts=[("义诊", "9", "场", "period")],
    )  # fmt: skip
    return Figure.objects.get(activity=activity)


def test_another_years_edit_of_the_head_is_refused(cast: Cast) -> None:
    issue = issue_in(cast)
    with pytest.raises(Refused, match="别处改动过"):
        issues.edit_head(
            issue=issue,
            version=issue.version + 1,
            on=DAY,
            issuer="海川市文明办",
            head={},
            by=cast.editor,
            at=cast.at,
        )
    assert not Event.objects.filter(verb="edit_head").exists()


def test_the_pages_asked_for_stay_with_the_issue(cast: Cast) -> None:
    issue = issue_in(cast)
    issues.set_pages(issue=issue, pages=2, by=cast.editor, at=cast.at)
    assert template_for(issue).pages == 2
    head = {"editor": "方一舟"}
    issues.edit_head(
        issue=issue,
        version=issue.version,
        on=issue.date,
        issuer="海川",
        head=head,
        by=cast.editor,
        at=cast.at,
    )
    issue.refresh_from_db()
    assert template_for(issue).pages == 2
    assert template_for(issue).qr.endswith(f"/v/{issue.key}/")
    issues.set_pages(issue=issue, setting={"lines": 23, "cells": 28}, by=cast.editor, at=cast.at)
    assert template_for(issue).setting == PageSetting(23, 28)
    with pytest.raises(Refused, match="每页行数"):
        issues.set_pages(issue=issue, setting={"lines": 99}, by=cast.editor, at=cast.at)
    issues.set_pages(issue=issue, by=cast.editor, at=cast.at)
    assert template_for(issue).setting is None
