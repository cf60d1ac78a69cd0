"""An article from the liaison's draft to its fate: who may do what, what is frozen, what is asked of the writer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from taizhang.bulletin.actions import commissions, inbox, issues, proofs, submissions
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.remarks import remark_on_proof, remark_on_submission
from taizhang.bulletin.models import Article, Commission, Proof, Submission, SubmittedText
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.submissions import (
    MOST_EARLIER,
    changed_figures,
    difference,
    earlier_texts,
    fates_of,
    repeated,
    rounds_of,
    signed_of,
)
from taizhang.bulletin.visible import sent_in
from taizhang.core.gongwen.pasted import article_in
from taizhang.core.lifecycle.bulletin_life import (
    COMMISSION,
    PROOF,
    SUBMISSION,
    CommissionState,
    IssueState,
    ProofState,
    SubmissionState,
)
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.core.text.merge3 import RunKind
from taizhang.core.text.messages import Message
from taizhang.core.text.remarking import RemarkDraft
from taizhang.ledger.models import Ask, Obligation, ProgressReport, Project
from taizhang.office.models import Event, Person
from tests.bulletin.cast import BODY, DAY, TITLE, Cast, actors, article_of, issue_in, put_issue, submission_in
from tests.matrix import surprises
from tests.web.route_objects import a_project

OLD = (
    "市民政局会同街道社区逐户走访独居老人4216户，为行动不便的老人安装智能呼叫设备780台，"
    "建立每周一访制度，做到底数清、情况明、服务到位。"
)
NEW = OLD.replace("4216", "5130").replace("780", "912")


def draft(cast: Cast, body: str = BODY, **given: Any) -> Submission:
    return submissions.start_submission(
        unit=cast.unit, title=TITLE, body=body, by=cast.liaison, at=cast.at, **given
    )


def signed(cast: Cast, row: Submission | None = None) -> Submission:
    row = row or draft(cast)
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=cast.at)
    row.refresh_from_db()
    return row


def write(cast: Cast, row: Submission, by: Any = None, **given: Any) -> Submission:
    return submissions.write_submission(
        submission=row,
        **{"version": row.version, "title": row.title, "body": row.body, **given},
        by=by or cast.liaison,
        at=cast.at,
    )


# Who may take which step.


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_submission_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    issue_in(cast)
    twin = submission_in(cast, title="另一篇")
    row = submission_in(cast)
    acts: dict[str, Any] = {
        "write": lambda row, by: write(cast, row, by),
        "send": lambda row, by: submissions.send_submission(submission=row, by=by, at=cast.at),
        "hand_back": lambda row, by: submissions.hand_back_submission(
            submission=row, word="数字再核", by=by, at=cast.at
        ),
        "sign_off": lambda row, by: submissions.sign_submission(
            submission=row, version=row.version, by=by, at=cast.at
        ),
        "withdraw": lambda row, by: submissions.withdraw_submission(submission=row, by=by, at=cast.at),
        "accept": lambda row, by: inbox.accept_submission(submission=row, by=by, at=cast.at),
        "return": lambda row, by: inbox.return_submission(
            submission=row, reason="请写明对象", by=by, at=cast.at
        ),
        "hold": lambda row, by: inbox.hold_submission(submission=row, by=by, at=cast.at),
        "decline": lambda row, by: inbox.decline_submission(
            submission=row, reason="已有同类", by=by, at=cast.at
        ),
        "mark_duplicate": lambda row, by: inbox.mark_duplicate(submission=row, of=twin, by=by, at=cast.at),
        "adopt": lambda row, by: issues.adopt(submission=row, by=by, at=cast.at),
        "remark": lambda row, by: said_by_side(row, by, "unit"),
        "remark_from_desk": lambda row, by: said_by_side(row, by, "desk"),
    }

    def said_by_side(row: Submission, by: Person, side: str) -> None:
        of_unit = by in (cast.liaison, cast.leader, cast.other_liaison, cast.other_leader)
        if of_unit != (side == "unit"):
            raise Refused(Message("the other verb"))
        remark_on_submission(submission=row, draft=RemarkDraft("再核"), by=by, at=cast.at)

    def put(state: str, verb: str) -> Submission:
        Submission.objects.filter(pk=row.pk).update(state=state)
        return Submission.objects.select_related("unit", "office").get(pk=row.pk)

    # Release and publication are steps of the issue: they are tried with it.
    table = LifeTable(step for step in SUBMISSION.steps.values() if step.verb in acts)
    assert surprises(table, SubmissionState, acts, put, actors(cast)) == []


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_commission_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    (asked,) = commissions.commission(units=[cast.unit], title="助老", due=DAY, by=cast.editor, at=cast.at)
    row = draft(cast, commission=asked)

    def answer(commission: Commission, by: Any) -> None:
        Submission.objects.filter(pk=row.pk).update(state=SubmissionState.UNIT_REVIEW)
        fresh = Submission.objects.get(pk=row.pk)
        submissions.sign_submission(submission=fresh, version=fresh.version, by=by, at=cast.at)

    acts: dict[str, Any] = {
        "answer": answer,
        "close": lambda row, by: commissions.close_commission(commission=row, by=by, at=cast.at),
    }

    def put(state: str, verb: str) -> Commission:
        Commission.objects.filter(pk=asked.pk).update(state=state)
        return Commission.objects.get(pk=asked.pk)

    # An article for a request that was closed is welcome all the same; that is tried below.
    states = [state for state in CommissionState if state != CommissionState.CLOSED]
    assert surprises(COMMISSION, states, acts, put, actors(cast)) == []
    closed = put(CommissionState.CLOSED, "close")
    with pytest.raises(Refused):
        commissions.close_commission(commission=closed, by=cast.editor, at=cast.at)


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_proof_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    issue_in(cast)
    article = issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)
    proof = proofs.ask_proof(article=article, by=cast.editor, at=cast.at)
    acts: dict[str, Any] = {
        "confirm": lambda row, by: proofs.answer_proof(proof=row, confirm=True, by=by, at=cast.at),
        "object": lambda row, by: proofs.answer_proof(
            proof=row, confirm=False, words="户数不对", by=by, at=cast.at
        ),
        "overtake": lambda row, by: proofs.overtake_proof(proof=row, by=by, at=cast.at),
        "remark": lambda row, by: remark_on_proof(proof=row, draft=RemarkDraft("再核"), by=by, at=cast.at),
    }

    def put(state: str, verb: str) -> Proof:
        Proof.objects.filter(pk=proof.pk).update(state=state)
        return Proof.objects.get(pk=proof.pk)

    assert surprises(PROOF, ProofState, acts, put, actors(cast)) == []


def test_only_the_units_own_liaison_begins_an_article(cast: Cast) -> None:
    for person in (cast.other_liaison, cast.leader, cast.editor):
        with pytest.raises(Refused):
            submissions.start_submission(unit=cast.unit, title="题", by=person, at=cast.at)
    assert not Submission.objects.exists()


# Writing.


def test_a_draft_is_stored_tidily_and_an_older_copy_overwrites_nothing(cast: Cast) -> None:
    row = draft(cast, body="　　第一段。\r\n\r\n  第二段。 ")
    assert row.body == "第一段。\n第二段。"
    write(cast, row, body="新的一段。")
    with pytest.raises(Refused, match="已在别处改动过"):
        write(cast, row, version=1, body="旧页上写的。")
    row.refresh_from_db()
    assert row.body == "新的一段。"


@pytest.mark.parametrize("field", ["title", "body", "source_name"])
def test_a_secrecy_mark_is_refused_before_anything_is_stored(cast: Cast, field: str) -> None:
    given = {"title": "题", "body": "文", "source_name": "", field: "机密★5年"}
    with pytest.raises(Refused, match="密级"):
        submissions.start_submission(unit=cast.unit, **given, by=cast.liaison, at=cast.at)
    row = draft(cast)
    if field != "source_name":
        with pytest.raises(Refused, match="密级"):
            write(cast, row, **{field: "秘密★"})
    row.refresh_from_db()
    assert (Submission.objects.count(), row.version) == (1, 1)


def test_what_is_too_long_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="标题超过"):
        write(cast, draft(cast), title="长" * 201)
    with pytest.raises(Refused, match="正文超过"):
        write(cast, draft(cast), body="长" * (ARTICLE_LIMIT + 1))


def test_an_article_belongs_to_a_project_in_which_the_unit_has_a_part(cast: Cast) -> None:
    own, foreign = a_project(cast.office, cast.unit), a_project(cast.office, cast.other_unit)
    row = write(cast, draft(cast), project=own, theme=own.theme)
    assert (row.project, row.theme) == (own, own.theme)
    with pytest.raises(Refused, match="牵头或配合"):
        write(cast, row, project=foreign)
    foreign.supporting_units.add(cast.unit)
    assert write(cast, row, project=foreign).project == foreign


def test_another_offices_theme_does_not_exist(cast: Cast, other_office: Any) -> None:
    theme = a_project(cast.office, cast.unit).theme
    assert theme is not None
    theme.office = other_office
    with pytest.raises(Refused, match="没有这个类别"):
        write(cast, draft(cast), theme=theme)


def test_nothing_is_sent_without_title_and_text(cast: Cast) -> None:
    with pytest.raises(Refused, match="标题"):
        submissions.send_submission(
            submission=write(cast, draft(cast), title=""), by=cast.liaison, at=cast.at
        )
    with pytest.raises(Refused, match="正文"):
        submissions.send_submission(submission=write(cast, draft(cast), body=""), by=cast.liaison, at=cast.at)


@pytest.fixture
def report(cast: Cast) -> ProgressReport:
    """A report of the unit that was signed."""
    project: Project = a_project(cast.office, cast.unit, title="独居老人每周一访")
    days = {"opens_on": DAY, "due_on": DAY, "clock_from": DAY}
    due = Obligation.objects.create(office=cast.office, project=project, period="2026-02", **days)
    told = {"narrative": OLD, "written_by": cast.liaison, "changed_at": cast.at, "signed_by": cast.leader}
    return ProgressReport.objects.create(
        office=cast.office, project=project, obligation=due, state="submitted", signed_at=cast.at, **told
    )


def test_a_signed_report_becomes_an_article_once(cast: Cast, report: ProgressReport) -> None:
    row = submissions.submission_from_report(report=report, by=cast.liaison, at=cast.at)
    assert (row.title, row.body, row.project, row.report) == (
        "独居老人每周一访", OLD, report.project, report,
    )  # fmt: skip
    assert submissions.submission_from_report(report=report, by=cast.liaison, at=cast.at) == row
    submissions.withdraw_submission(submission=row, by=cast.liaison, at=cast.at)
    again = submissions.submission_from_report(report=report, by=cast.liaison, at=cast.at)
    assert again != row


def test_a_report_that_is_not_signed_is_no_article_yet(cast: Cast, report: ProgressReport) -> None:
    report.state = "draft"
    with pytest.raises(Refused, match="报送以后"):
        submissions.submission_from_report(report=report, by=cast.liaison, at=cast.at)
    report.state = "submitted"
    with pytest.raises(Refused):
        submissions.submission_from_report(report=report, by=cast.other_liaison, at=cast.at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("暖冬行动\n\n　　第一段。\n　　一、摸底\n　　第二段。\n（市民政局）", ("暖冬行动", "第一段。\n一、摸底\n第二段。")),
        ("暖冬行动走访老人。入冬以来走访4216户。\n第二段。", ("暖冬行动走访老人。", "入冬以来走访4216户。\n第二段。")),
        ("一" * 70 + "，没有标题", ("", "一" * 70 + "，没有标题")),
        (" \n ", ("", "")),
    ],
)  # fmt: skip
def test_the_first_line_is_the_title_and_headings_stay_paragraphs(
    cast: Cast, text: str, expected: tuple[str, str]
) -> None:
    assert article_in(text, (cast.unit.name, cast.unit.short_name)) == expected


# Signing.


def test_what_was_signed_is_frozen_and_a_return_adds_a_round(cast: Cast) -> None:
    row = signed(cast)
    first = SubmittedText.objects.get()
    assert (first.round, first.title, first.body, row.state) == (1, TITLE, BODY, SubmissionState.SUBMITTED)
    inbox.return_submission(submission=row, reason="请写明覆盖范围", by=cast.editor, at=cast.at)
    assert row.reason == "请写明覆盖范围"
    write(cast, row, body=BODY.replace("8场", "9场"))
    signed(cast, row)
    first.refresh_from_db()
    assert (first.title, first.body) == (TITLE, BODY)
    newest, oldest = rounds_of(row)
    assert (newest.text.round, oldest.runs) == (2, None)
    assert [run.text for run in newest.runs or () if run.kind is RunKind.NEW] == ["9场"]


def test_no_later_step_touches_a_signed_text(cast: Cast) -> None:
    issue = issue_in(cast)
    row = signed(cast)
    before = SubmittedText.objects.values_list("title", "body", "signed_by", "signed_at").get()
    article = issues.adopt(submission=row, by=cast.editor, at=cast.at)
    keep_article(
        article=article, version=article.version, title="改过的题目", body="改过的正文。", by=cast.editor, at=cast.at
    )  # fmt: skip
    issues.remove_article(article=article, by=cast.editor, at=cast.at)
    issues.drop_issue(issue=issue, by=cast.editor, at=cast.at)
    row.refresh_from_db()
    inbox.decline_submission(submission=row, reason="本期不用", by=cast.editor, at=cast.at)
    assert SubmittedText.objects.values_list("title", "body", "signed_by", "signed_at").get() == before


def test_the_leader_signs_what_was_read(cast: Cast) -> None:
    row = draft(cast)
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    seen = row.version
    submissions.hand_back_submission(submission=row, word="再核", by=cast.leader, at=cast.at)
    assert row.reason == "再核"
    write(cast, row, body="换过的文字。")
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    with pytest.raises(Refused, match="已在别处改动过"):
        submissions.sign_submission(submission=row, version=seen, by=cast.leader, at=cast.at)
    assert not SubmittedText.objects.exists()


def test_handing_back_wants_a_word(cast: Cast) -> None:
    row = draft(cast)
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    with pytest.raises(Refused, match="原因"):
        submissions.hand_back_submission(submission=row, word=" ", by=cast.leader, at=cast.at)


def test_the_office_sees_nothing_before_the_signature(cast: Cast) -> None:
    row = draft(cast)
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    assert not sent_in().exists()
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=cast.at)
    assert list(sent_in()) == [row]
    inbox.return_submission(submission=row, reason="再核", by=cast.editor, at=cast.at)
    submissions.send_submission(submission=row, by=cast.liaison, at=cast.at)
    assert not sent_in().exists()


# Deciding.


def test_a_return_wants_a_reason_and_counts_in_the_burden(cast: Cast) -> None:
    row = submission_in(cast)
    for act in (inbox.return_submission, inbox.decline_submission):
        with pytest.raises(Refused, match="原因"):
            act(submission=row, reason="", by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="密级"):
        inbox.hold_submission(submission=row, reason="绝密★", by=cast.editor, at=cast.at)
    inbox.return_submission(submission=row, reason="请补时间", by=cast.editor, at=cast.at)
    assert list(Ask.objects.values_list("kind", "unit")) == [("return", cast.unit.pk)]


def test_a_duplicate_points_to_another_signed_article_and_never_round_in_a_circle(cast: Cast) -> None:
    one, two, unsigned = submission_in(cast), submission_in(cast), draft(cast)
    for of in (unsigned, one):
        with pytest.raises(Refused):
            inbox.mark_duplicate(submission=one, of=of, by=cast.editor, at=cast.at)
    inbox.mark_duplicate(submission=two, of=one, by=cast.editor, at=cast.at)
    assert two.duplicate_of == one
    with pytest.raises(Refused, match="与自己重复"):
        inbox.mark_duplicate(submission=one, of=two, by=cast.editor, at=cast.at)


def test_a_headline_without_a_stop_does_not_run_into_the_text(cast: Cast) -> None:
    issue_in(cast, articles=0)
    rows = [submission_in(cast, title=title) for title in ("送课到家门口", "送课到家门口。")]
    adopted = [issues.adopt(submission=row, by=cast.editor, at=cast.at) for row in rows]
    assert [article.run_in for article in adopted] == [False, True]


# Requests for articles.


def test_a_request_counts_for_each_unit_and_is_answered_by_a_signature(cast: Cast) -> None:
    units = [cast.unit, cast.other_unit]
    asked = commissions.commission(
        units=units, title=" 助老 服务 ", brief="写做法", due=DAY, by=cast.editor, at=cast.at
    )
    assert sorted(Ask.objects.values_list("kind", "minutes")) == [("commission", 40)] * 2
    assert [row.title for row in asked] == ["助老 服务"] * 2
    row = signed(cast, draft(cast, commission=asked[0]))
    asked[0].refresh_from_db()
    assert asked[0].state == CommissionState.ANSWERED
    with pytest.raises(Refused, match="不是发给本单位"):
        draft(cast, commission=asked[1])
    commissions.close_commission(commission=asked[0], by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="已经结束"):
        draft(cast, commission=asked[0])
    inbox.return_submission(submission=row, reason="补时间", by=cast.editor, at=cast.at)
    row = Submission.objects.get(pk=row.pk)
    assert signed(cast, row).state == SubmissionState.SUBMITTED
    asked[0].refresh_from_db()
    assert asked[0].state == CommissionState.CLOSED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": []}, "约稿单位"),
        ({"title": " "}, "题目"),
        ({"due": DAY - timedelta(days=1)}, "不能早于今天"),
        ({"minutes": 0}, "用时"),
        ({"brief": "机密★"}, "密级"),
    ],
)
def test_a_request_that_asks_nothing_sensible_is_refused(
    cast: Cast, changes: dict[str, Any], words: str
) -> None:
    given: dict[str, Any] = {"units": [cast.unit], "title": "助老", "due": DAY, **changes}
    with pytest.raises(Refused, match=words):
        commissions.commission(**given, by=cast.editor, at=cast.at)
    assert not Ask.objects.exists()


def test_an_article_on_a_project_is_asked_of_its_lead_unit(cast: Cast) -> None:
    project = a_project(cast.office, cast.unit)
    given = {"title": "助老", "due": DAY, "project": project, "by": cast.editor, "at": cast.at}
    with pytest.raises(Refused, match="牵头单位"):
        commissions.commission(units=[cast.unit, cast.other_unit], **given)
    (asked,) = commissions.commission(units=[cast.unit], **given)
    assert draft(cast, commission=asked).project == project


def test_only_an_editor_asks_for_articles_and_shows_proofs(cast: Cast) -> None:
    issue_in(cast)
    article = issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)
    for person in (cast.liaison, cast.checker, cast.signer, cast.officer):
        with pytest.raises(Refused):
            commissions.commission(units=[cast.unit], title="助老", due=DAY, by=person, at=cast.at)
        with pytest.raises(Refused):
            proofs.ask_proof(article=article, by=person, at=cast.at)


# Proofs.


@pytest.fixture
def adopted(cast: Cast) -> Article:
    issue_in(cast, articles=0)
    return issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def edit(cast: Cast, article: Article, body: str) -> Article:
    return keep_article(
        article=article, version=article.version, title=article.title, body=body, by=cast.editor, at=cast.at
    )


def test_a_proof_is_overtaken_when_the_article_changes(cast: Cast, adopted: Article) -> None:
    proof = proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="已经送过"):
        proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    proofs.answer_proof(proof=proof, confirm=True, by=cast.liaison, at=cast.at)
    edit(cast, adopted, BODY.replace("8场", "9场"))
    proof.refresh_from_db()
    assert proof.state == ProofState.OVERTAKEN
    with pytest.raises(Refused):
        proofs.answer_proof(proof=proof, confirm=True, by=cast.liaison, at=cast.at)
    fresh = proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    assert fresh.body == BODY.replace("8场", "9场")
    assert list(Ask.objects.values_list("kind", flat=True)) == ["proof", "proof"]


def test_an_objection_has_words_and_a_new_proof_takes_its_place(cast: Cast, adopted: Article) -> None:
    proof = proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="原因"):
        proofs.answer_proof(proof=proof, confirm=False, by=cast.leader, at=cast.at)
    proofs.answer_proof(proof=proof, confirm=False, words="是4215户", by=cast.leader, at=cast.at)
    proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    proof.refresh_from_db()
    assert (proof.state, proof.answer) == (ProofState.OVERTAKEN, "是4215户")


def test_nothing_is_shown_of_articles_that_no_unit_sent_of_empty_and_of_printed_ones(cast: Cast) -> None:
    issue = issue_in(cast)
    own = article_of(issue)
    with pytest.raises(Refused, match="不是单位来稿"):
        proofs.ask_proof(article=own, by=cast.editor, at=cast.at)
    Article.objects.filter(pk=own.pk).update(unit=cast.unit, body="")
    with pytest.raises(Refused, match="缺标题或正文"):
        proofs.ask_proof(article=article_of(issue), by=cast.editor, at=cast.at)
    put_issue(cast, issue, IssueState.SEALED)
    with pytest.raises(Refused, match="已经定稿"):
        proofs.ask_proof(article=article_of(issue), by=cast.editor, at=cast.at)


def test_changed_figures_are_told_with_what_stood_there() -> None:
    runs = difference(("题", "走访4216户，服务8场。老人满意。"), ("题", "走访5130户，服务8场。老人很满意。"))
    (moved,) = changed_figures(runs)
    assert (moved.gone, moved.new, moved.sentence) == (("4216户",), ("5130户",), "走访5130户，服务8场。")
    assert changed_figures(difference(("题", "文。"), ("题", "文。"))) == []
    gone = changed_figures(difference(("题", "走访4216户。服务8场。"), ("题", "走访4216户。")))
    assert [(each.gone, each.new) for each in gone] == [(("8场",), ())]


# What became of it.


def test_the_unit_learns_what_was_printed_only_when_it_is_out_or_shown(cast: Cast, adopted: Article) -> None:
    row = Submission.objects.get()
    edit(cast, adopted, BODY.replace("4216", "4215"))
    (fate,) = fates_of(row)
    assert (fate.out, fate.proof, fate.runs) == (False, None, None)
    proofs.ask_proof(article=adopted, by=cast.editor, at=cast.at)
    (fate,) = fates_of(row)
    assert [each.new for each in fate.moved] == [("4215户",)]
    put_issue(cast, adopted.issue, IssueState.SEALED)
    (fate,) = fates_of(row)
    assert fate.out
    assert [run.text for run in fate.runs or () if run.kind is RunKind.NEW] == ["4215户"]
    text = signed_of(adopted, cast.unit)
    assert text is not None
    assert (text.body, signed_of(adopted, cast.other_unit)) == (BODY, None)


def test_an_issue_that_was_given_up_is_no_fate(cast: Cast, adopted: Article) -> None:
    row = Submission.objects.get()
    assert len(fates_of(row)) == 1
    issues.drop_issue(issue=adopted.issue, by=cast.editor, at=cast.at)
    assert fates_of(row) == []


# What an article repeats.


def earlier(cast: Cast, body: str, days: int = 365) -> SubmittedText:
    row = submission_in(cast, title="去年的稿子", body=body, signed_at=cast.at - timedelta(days=days))
    return SubmittedText.objects.get(submission=row)


def test_last_years_text_with_new_numbers_is_found_and_shown_side_by_side(cast: Cast) -> None:
    earlier(cast, f"开头不同。\n{OLD}")
    row = draft(cast, body=f"今年新写的开头。\n{NEW}")
    (again,) = repeated(cast.unit, row.title, row.body, without=row.pk)
    assert "5130" in again.passage
    assert "4216" in again.before
    assert not again.same
    assert (again.source.title, again.source.on.year) == ("去年的稿子", 2025)


def test_the_same_words_with_the_same_numbers_are_the_same(cast: Cast) -> None:
    earlier(cast, OLD)
    row = draft(cast, body=OLD)
    assert all(each.same for each in repeated(cast.unit, row.title, row.body, without=row.pk))


def test_an_article_repeats_neither_itself_nor_another_units_texts(cast: Cast, adopted: Article) -> None:
    own = Submission.objects.get()
    put_issue(cast, adopted.issue, IssueState.SEALED)
    submission_in(cast, unit=cast.other_unit, body=OLD)
    assert repeated(cast.unit, TITLE, BODY, without=own.pk) == []
    row = draft(cast, body=OLD)
    assert repeated(cast.unit, "新的题目", OLD, without=row.pk) == []


def test_printed_articles_are_compared_with_under_their_issue(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    issues.add_article(issue=issue, title="旧刊", body=OLD, unit=cast.unit, by=cast.editor, at=cast.at)
    row = draft(cast, body=NEW)
    assert repeated(cast.unit, row.title, NEW, without=row.pk) == []
    put_issue(cast, issue, IssueState.SEALED)
    (again,) = repeated(cast.unit, row.title, NEW, without=row.pk)
    assert again.source.issue == issue


def test_only_the_newest_texts_are_compared_with(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_EARLIER == 200
    monkeypatch.setattr("taizhang.bulletin.queries.submissions.MOST_EARLIER", 2)
    for days in (30, 10, 20):
        earlier(cast, f"{days}天前。", days)
    assert [each.text[-5:] for each in earlier_texts(cast.unit, 0)] == ["10天前。", "20天前。"]


def test_what_the_writer_says_of_a_passage_is_kept_while_the_passage_stands(cast: Cast) -> None:
    row = draft(cast, body=NEW)
    passage = NEW[:30]
    row = write(cast, row, answers={passage: " 做法延续，数字是今年的 ", "没有这一段": "无", NEW[:20]: " "})
    assert row.recycled == {passage: "做法延续，数字是今年的"}
    with pytest.raises(Refused, match="密级"):
        write(cast, row, answers={passage: "秘密★"})
    assert write(cast, row, body="全新的文字。", answers={passage: "还说"}).recycled == {}


def test_every_act_is_in_the_record(cast: Cast) -> None:
    signed(cast)
    verbs = Event.objects.filter(subject_kind="submission").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["start_submission", "send_submission", "sign_submission"]
