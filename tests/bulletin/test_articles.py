"""An article's text is edited; what is said of its figures goes along with the words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from taizhang.bulletin.actions import citations, facts, issues, looks, proofs
from taizhang.bulletin.actions.approval import pass_on
from taizhang.bulletin.actions.articles import keep_article, note_presence, text_at
from taizhang.bulletin.actions.remarks import remark_on_article
from taizhang.bulletin.models import Answer, Article, ArticleVersion, Citation, FactAnswer, FactQuery, Proof
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.core.figures import Span, read_figures
from taizhang.core.lifecycle.bulletin_life import FACT_QUERY, FactQueryState
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.text.remarking import RemarkDraft
from taizhang.ledger.actions.records import record_activity
from taizhang.ledger.models import Ask, Figure
from taizhang.office.models import Event
from tests.bulletin.cast import BODY, TITLE, Cast, actors, issue_in, submission_in
from tests.matrix import surprises


@pytest.fixture
def article(cast: Cast) -> Article:
    """An adopted article with four figures."""
    issue_in(cast, articles=0)
    return issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def figure_in(cast: Cast, text: str, unit: str, **more: Any) -> Figure:
    """A figure of the first unit's activity in the ledger."""
    activity = record_activity(
        unit=cast.unit, kind="visit", title="走访独居老人", held_on=cast.at.date(), venue=f"走访{text}{unit}处",
        counts=[("走访户数", text, unit, "period")], by=cast.liaison, at=cast.at,
    )  # fmt: skip
    return Figure.objects.get(activity=activity)


def span_of(article: Article, surface: str) -> Span:
    return next(f.span for f in read_figures(article.text) if f.surface == surface)


def standing(article: Article, surface: str) -> JudgedFigure:
    fresh = next(a for a in articles_of(article.issue) if a.pk == article.pk)
    return next(each for each in standing_of(fresh) if each.figure.surface == surface)


def cite(cast: Cast, article: Article, surface: str, figure: Figure) -> Citation:
    return citations.cite(
        article=article, version=article.version, span=span_of(article, surface), figure=figure, by=cast.editor,
        at=cast.at,
    )  # fmt: skip


def say(cast: Cast, article: Article, surface: str, answer: str, reason: str = "按住户登记估算") -> Citation:
    return citations.answer_figure(
        article=article, version=article.version, span=span_of(article, surface), answer=answer, reason=reason,
        by=cast.editor, at=cast.at,
    )  # fmt: skip


def edit(cast: Cast, article: Article, title: str = TITLE, body: str = BODY, **more: Any) -> Article:
    given = {"version": article.version, "by": cast.editor, "at": cast.at, **more}
    return keep_article(article=article, title=title, body=body, **given)


def test_a_new_article_has_no_sourced_figure(article: Article) -> None:
    stands = {each.figure.surface: each.stand for each in standing_of(articles_of(article.issue)[0])}
    assert stands == dict.fromkeys(("4216户", "780台", "8场", "500多名"), FigureStatus.UNLINKED)
    assert sum(not each.settled for each in standing_of(articles_of(article.issue)[0])) == 4


@pytest.mark.parametrize(
    ("surface", "amount", "unit", "stand"),
    [
        ("4216户", "4216", "户", FigureStatus.CONSISTENT),
        ("4216户", "4126", "户", FigureStatus.CONTRADICT),
        ("500多名", "523", "人", FigureStatus.CONSISTENT),
        ("500多名", "480", "人", FigureStatus.CONTRADICT),
        ("500多名", "523", "人次", FigureStatus.QUESTION),
        ("8场", "10余", "场", FigureStatus.CONTRADICT),
    ],
)
def test_a_linked_figure_stands_as_the_ledger_says(
    cast: Cast, article: Article, surface: str, amount: str, unit: str, stand: FigureStatus
) -> None:
    cite(cast, article, surface, figure_in(cast, amount, unit))
    assert standing(article, surface).stand is stand


def test_an_answer_settles_a_figure_with_reason_and_name(cast: Cast, article: Article) -> None:
    with pytest.raises(Refused, match="原因"):
        say(cast, article, "780台", Answer.ESTIMATE, " ")
    say(cast, article, "780台", Answer.ESTIMATE)
    found = standing(article, "780台")
    assert (found.stand, found.settled) == (FigureStatus.ANSWERED, True)
    assert found.reason.values["who"] == cast.editor.name


def test_a_figure_that_the_office_wrote_waits_for_the_unit(cast: Cast, article: Article) -> None:
    assert not standing(article, "4216户").unconfirmed
    edit(cast, article, body=BODY.replace("4216户", "5130户"))
    assert say_of(standing(article, "5130户")) == (
        FigureStatus.UNLINKED,
        True,
        "报送原文没有这个数据，还没有出处。",
    )
    say(cast, article, "5130户", Answer.SCOPE)
    found = standing(article, "5130户")
    assert say_of(found) == (FigureStatus.QUESTION, True, "报送原文没有这个数据，供稿单位还没有确认。")
    assert found.settled
    assert not found.in_order
    say(cast, article, "5130户", Answer.NOT_A_CLAIM)
    assert say_of(standing(article, "5130户"))[:2] == (FigureStatus.ANSWERED, False)
    say(cast, article, "5130户", Answer.VERIFIED, "已电话核对")
    assert standing(article, "5130户").in_order


def say_of(found: JudgedFigure) -> tuple[FigureStatus, bool, str]:
    return found.stand, found.unconfirmed, str(found.reason)


def test_a_figure_of_the_ledger_needs_no_other_word_of_the_unit(cast: Cast, article: Article) -> None:
    edit(cast, article, body=BODY.replace("4216户", "5130户"))
    cite(cast, article, "5130户", figure_in(cast, "5130", "户"))
    assert standing(article, "5130户").in_order
    cite(cast, article, "5130户", figure_in(cast, "5100", "户"))
    assert say_of(standing(article, "5130户"))[:2] == (FigureStatus.CONTRADICT, True)


def test_a_confirmed_proof_vouches_for_its_figures_even_when_the_words_change(
    cast: Cast, article: Article
) -> None:
    edit(cast, article, body=BODY.replace("4216户", "5130户"))
    proof = proofs.ask_proof(article=article, by=cast.editor, at=cast.at)
    assert standing(article, "5130户").unconfirmed
    proofs.answer_proof(proof=proof, confirm=True, by=cast.liaison, at=cast.at)
    assert not standing(article, "5130户").unconfirmed
    edit(cast, article, body=article.body + "大家都说好。")
    assert not standing(article, "5130户").unconfirmed
    edit(cast, article, body=article.body.replace("5130户", "5131户"))
    assert standing(article, "5131户").unconfirmed


@pytest.mark.parametrize(
    ("answer", "words", "written", "vouched"),
    [
        (FactAnswer.CONFIRMED, "", "5130户", True),
        (FactAnswer.ESTIMATE, "入户时估的", "5130户", True),
        (FactAnswer.CORRECTED, "应为5131户", "5130户", False),
        (FactAnswer.CORRECTED, "应为5131户", "5131户", True),
    ],
)
def test_what_the_unit_answers_vouches_for_a_figure(
    cast: Cast, article: Article, answer: str, words: str, written: str, vouched: bool
) -> None:
    edit(cast, article, body=BODY.replace("4216户", "5130户"))
    query = facts.ask_fact(
        article=article,
        span=span_of(article, "5130户"),
        question="是今年的数吗？",
        by=cast.editor,
        at=cast.at,
    )
    facts.answer_fact(query=query, answer=answer, words=words, by=cast.liaison, at=cast.at)
    edit(cast, article, body=article.body.replace("5130户", written))
    assert standing(article, written).unconfirmed is not vouched


def test_what_the_unit_never_said_is_not_recorded_as_what_it_signed(cast: Cast, article: Article) -> None:
    edit(cast, article, body=BODY.replace("4216户", "5130户"))
    with pytest.raises(Refused, match="报送原文没有这个数据"):
        citations.record_and_cite(
            article=article, version=article.version, span=span_of(article, "5130户"), name="走访户数",
            by=cast.editor, at=cast.at,
        )  # fmt: skip


def test_an_answer_to_a_difference_keeps_the_link(cast: Cast, article: Article) -> None:
    cite(cast, article, "8场", figure_in(cast, "9", "场"))
    assert standing(article, "8场").stand is FigureStatus.CONTRADICT
    said = say(cast, article, "8场", Answer.SCOPE, "不含线上一场")
    assert said.figure is not None
    assert (standing(article, "8场").stand, standing(article, "8场").source) == (
        FigureStatus.ANSWERED,
        said.figure,
    )
    assert say(cast, article, "8场", Answer.UNSOURCED, "现场点数").figure is None


def test_full_coverage_is_not_accepted_without_its_total(cast: Cast, article: Article) -> None:
    edit(cast, article, body="实现走访全覆盖，开展多场活动。")
    surfaces = [f.surface for f in read_figures(article.text)]
    assert {standing(article, each).stand for each in surfaces} == {FigureStatus.QUESTION}
    with pytest.raises(Refused, match="应覆盖的总数"):
        say(cast, article, "全覆盖", Answer.UNSOURCED)


def test_a_link_can_be_taken_back(cast: Cast, article: Article) -> None:
    cite(cast, article, "8场", figure_in(cast, "8", "场"))
    citations.unlink(
        article=article, version=article.version, span=span_of(article, "8场"), by=cast.editor, at=cast.at
    )
    assert standing(article, "8场").stand is FigureStatus.UNLINKED


def test_a_record_is_made_of_the_sentence_with_the_signed_text_as_its_source(
    cast: Cast, article: Article
) -> None:
    citation = citations.record_and_cite(
        article=article, version=article.version, span=span_of(article, "500多名"), name="服务老人", by=cast.editor,
        at=cast.at,
    )  # fmt: skip
    assert citation.figure is not None
    assert (citation.figure.low, citation.figure.unit, citation.figure.whose) == (500, "名", cast.unit)
    assert "第1次报送" in citation.figure.imported_from
    assert standing(article, "500多名").stand is FigureStatus.CONSISTENT


def test_a_figure_put_right_in_the_ledger_is_a_question(cast: Cast, article: Article) -> None:
    figure = figure_in(cast, "8", "场")
    cite(cast, article, "8场", figure)
    Figure.objects.filter(pk=figure.pk).update(ended_at=cast.at)
    assert standing(article, "8场").stand is FigureStatus.QUESTION
    with pytest.raises(Refused, match="已被更正"):
        cite(cast, article, "8场", Figure.objects.get(pk=figure.pk))


def test_what_is_said_of_a_figure_goes_along_with_an_edit(cast: Cast, article: Article) -> None:
    cite(cast, article, "8场", figure_in(cast, "8", "场"))
    say(cast, article, "780台", Answer.ESTIMATE)
    edit(cast, article, body="入冬以来，" + BODY.replace("8场", "9场"))
    assert standing(article, "9场").stand is FigureStatus.CONTRADICT
    assert standing(article, "780台").stand is FigureStatus.ANSWERED
    edit(cast, article, body="会同街道社区走访老人。")
    assert not Citation.objects.exists()


def test_no_edit_is_no_new_version_of_what_is_cited(cast: Cast, article: Article) -> None:
    cite(cast, article, "8场", figure_in(cast, "8", "场"))
    edit(cast, article)
    assert list(Citation.objects.values_list("surface", flat=True)) == ["8场"]


def test_an_older_copy_overwrites_nothing(cast: Cast, article: Article) -> None:
    version = article.version
    edit(cast, article, body="新的正文。")
    with pytest.raises(Overtaken, match="别处改动过"):
        edit(cast, article, body="旧的正文。", version=version, by=cast.second_editor)
    with pytest.raises(Overtaken):
        citations.unlink(article=article, version=version, span=Span(0, 1), by=cast.editor, at=cast.at)
    article.refresh_from_db()
    assert article.body == "新的正文。"
    assert text_at(article, version) == (TITLE, BODY)
    assert text_at(article, 99) is None


def test_a_save_whose_answer_was_lost_may_be_repeated(cast: Cast, article: Article) -> None:
    version = article.version
    edit(cast, article, body="新的正文。")
    again = edit(cast, article, body="新的正文。", version=version)
    assert again.version == version + 1
    assert ArticleVersion.objects.filter(article=article).count() == 2


def test_secret_and_endless_texts_are_refused(cast: Cast, article: Article) -> None:
    with pytest.raises(Refused, match="密级"):
        edit(cast, article, body="机密★1年\n内容")
    with pytest.raises(Refused, match="分成几篇"):
        edit(cast, article, body="长" * 40_001)


def test_saves_of_one_sitting_are_one_event(cast: Cast, article: Article) -> None:
    events = Event.objects.filter(verb="keep_article")
    for number in range(3):
        edit(cast, article, body=f"第{number}稿。")
    first = events.count()
    edit(cast, article, body="过后再改。", at=cast.at + timedelta(hours=2))
    assert (first, events.count()) == (1, 2)


def test_a_text_that_is_no_figure_cannot_be_linked(cast: Cast, article: Article) -> None:
    with pytest.raises(Refused, match="没有可以关联的数据"):
        citations.unlink(
            article=article, version=article.version, span=Span(0, 3), by=cast.editor, at=cast.at
        )
    with pytest.raises(ValueError, match="cite"):
        say(cast, article, "8场", Answer.LINKED)


def test_only_a_units_own_text_becomes_a_record(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    own = issues.add_article(
        issue=issue, title="办公室短讯。", body="举办8场活动。", by=cast.editor, at=cast.at
    )
    with pytest.raises(Refused, match="不是单位来稿"):
        citations.record_and_cite(
            article=own, version=1, span=span_of(own, "8场"), name="活动", by=cast.editor, at=cast.at
        )
    with pytest.raises(Refused, match="没有可以核实的单位"):
        facts.ask_fact(article=own, span=Span(0, 2), question="属实吗", by=cast.editor, at=cast.at)


@pytest.mark.parametrize(
    ("name", "surface", "words"), [(" ", "8场", "请填写数据名称"), ("活动", "多场", "没有可以登记")]
)
def test_a_record_has_a_name_and_a_number(
    cast: Cast, article: Article, name: str, surface: str, words: str
) -> None:
    edit(cast, article, body="举办多场活动，其中义诊8场。")
    with pytest.raises(Refused, match=words):
        citations.record_and_cite(
            article=article, version=article.version, span=span_of(article, surface), name=name, by=cast.editor,
            at=cast.at,
        )  # fmt: skip


def asked(cast: Cast, article: Article) -> FactQuery:
    return facts.ask_fact(
        article=article, span=span_of(article, "8场"), question="是今年的场次吗？", by=cast.editor, at=cast.at
    )


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_question_is_taken_by_whom_the_table_says(cast: Cast, article: Article) -> None:
    query = asked(cast, article)
    acts: dict[str, Any] = {
        "answer": lambda row, by: facts.answer_fact(
            query=row, answer="confirmed", words="", by=by, at=cast.at
        ),
        "settle": lambda row, by: facts.settle_fact(query=row, by=by, at=cast.at),
        "ask_again": lambda row, by: facts.ask_fact_again(query=row, question="再请核实", by=by, at=cast.at),
        "withdraw": lambda row, by: facts.withdraw_fact(query=row, by=by, at=cast.at),
    }

    def put(state: str, verb: str) -> FactQuery:
        FactQuery.objects.filter(pk=query.pk).update(state=state)
        return FactQuery.objects.get(pk=query.pk)

    assert surprises(FACT_QUERY, FactQueryState, acts, put, actors(cast)) == []


def test_a_question_stands_at_its_figure_until_it_is_answered(cast: Cast, article: Article) -> None:
    query = asked(cast, article)
    assert standing(article, "8场").stand is FigureStatus.QUESTION
    assert Ask.objects.filter(kind="fact_query", unit=cast.unit).count() == 1
    with pytest.raises(Refused, match="还没有答复"):
        asked(cast, article)
    with pytest.raises(Refused, match="原因"):
        facts.answer_fact(query=query, answer="corrected", words="", by=cast.liaison, at=cast.at)
    facts.answer_fact(query=query, answer="corrected", words="应为9场", by=cast.liaison, at=cast.at)
    assert standing(article, "8场").stand is FigureStatus.UNLINKED


def test_a_question_loses_its_place_with_the_words(cast: Cast, article: Article) -> None:
    query = asked(cast, article)
    edit(cast, article, body="走访老人。")
    query.refresh_from_db()
    assert (query.start, query.surface) == (None, "8场")
    with pytest.raises(Refused, match="没有可以核实的数据"):
        facts.ask_fact(article=article, span=Span(900, 901), question="属实吗", by=cast.editor, at=cast.at)


def test_a_remark_moves_with_the_words_it_is_about(cast: Cast, article: Article) -> None:
    for surface in ("4216户", "780台", "8场", "500多名"):
        say(cast, article, surface, Answer.ESTIMATE)
    pass_on(issue=article.issue, version=article.issue.version, by=cast.editor, at=cast.at)
    span = span_of(article, "780台")
    draft = RemarkDraft("请核对", quote="780台", start=span.start)
    row = remark_on_article(article=article, draft=draft, by=cast.checker, at=cast.at)
    article.issue.state = "composing"
    article.issue.save(update_fields=["state"])
    edit(cast, article, title="今年" + TITLE)
    row.refresh_from_db()
    assert (row.start, row.end) == (span.start + 2, span.end + 2)


def test_a_proof_is_overtaken_by_a_later_edit(cast: Cast, article: Article) -> None:
    proof = Proof.objects.create(
        office=cast.office, article=article, unit=cast.unit, title=article.title, body=article.body,
        asked_by=cast.editor, asked_at=cast.at,
    )  # fmt: skip
    edit(cast, article)
    proof.refresh_from_db()
    assert proof.state == "asked"
    edit(cast, article, body="改过的正文。")
    proof.refresh_from_db()
    assert proof.state == "overtaken"


def test_those_who_have_an_article_open_see_each_other(cast: Cast, article: Article) -> None:
    assert note_presence(article=article, by=cast.editor, at=cast.at) == []
    assert note_presence(article=article, by=cast.second_editor, at=cast.at) == [cast.editor]
    later = cast.at + timedelta(minutes=1)
    assert note_presence(article=article, by=cast.second_editor, at=later) == []


def test_a_person_s_last_look_is_kept_for_them_alone(cast: Cast, article: Article) -> None:
    look = looks.note_look(issue=article.issue, by=cast.checker, at=cast.at)
    assert look.texts == {str(article.pk): [TITLE, BODY]}
    assert looks.note_look(issue=article.issue, by=cast.checker, at=cast.at).pk == look.pk


def test_an_articles_place_is_set(cast: Cast, article: Article) -> None:
    issues.set_article(
        article=article, column="文明实践", source_unit="市民政局", run_in=False, by=cast.editor, at=cast.at
    )
    article.refresh_from_db()
    assert (article.column, article.run_in) == ("文明实践", False)


@pytest.mark.parametrize("typed", ["开展\u202e12\u202c场", "\u200e开展\u206612\u2069场", "开展1\u200f2场"])
def test_marks_of_direction_are_no_text(cast: Cast, article: Article, typed: str) -> None:
    kept = edit(cast, article, title=f"\u202e{TITLE}", body=typed)
    assert (kept.title, kept.body) == (TITLE, "开展12场")


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        ("表1\n| 街道 | 场次 |\n| --- | --- |\n| 东河 | 12 |\n| 西门 | 8 |\n| 合计 | 21 |", "21"),
        ("| 街道 | 男 | 女 | 合计 |\n| --- | --- | --- | --- |\n| 东河 | 3 | 4 | 9 |", "9"),
        (
            "| 街道 | 计划数 | 完成数 | 完成率（%） |\n| --- | --- | --- | --- |\n| 东河 | 30 | 24 | 80 |\n"
            "| 西门 | 50 | 56 | 121 |",
            "121",
        ),
    ],
)
def test_to_vouch_for_a_number_without_a_source_leaves_what_contradicts_it(
    cast: Cast, article: Article, body: str, surface: str
) -> None:
    edit(cast, article, body=body)
    article.refresh_from_db()
    before = standing(article, surface)
    assert before.stand is FigureStatus.CONTRADICT
    say(cast, article, surface, Answer.UNSOURCED)
    assert standing(article, surface).stand is FigureStatus.CONTRADICT
    assert standing(article, surface).reason == before.reason
    say(cast, article, surface, Answer.SCOPE, "合计含市直机关1场")
    assert standing(article, surface).stand is not FigureStatus.CONTRADICT


@pytest.mark.parametrize(
    ("after", "answers"),
    [
        (BODY.replace("走访4216户", "共走访4,216户"), 1),  # the same number
        (BODY.replace("4216户", "4217户"), 0),
        (BODY.replace("4216户", "近4216户"), 0),
        (BODY.replace("4216户", "4216人"), 0),
    ],
)
def test_what_somebody_vouched_for_is_not_said_of_another_number(
    cast: Cast, article: Article, after: str, answers: int
) -> None:
    say(cast, article, "4216户", Answer.UNSOURCED)
    edit(cast, article, body=after)
    assert Citation.objects.filter(article=article).count() == answers


def test_the_link_stays_where_the_answer_was_of_another_number(cast: Cast, article: Article) -> None:
    cite(cast, article, "4216户", figure_in(cast, "4200", "户"))
    say(cast, article, "4216户", Answer.SCOPE)
    edit(cast, article, body=BODY.replace("4216户", "4300户"))
    row = Citation.objects.get(article=article)
    assert (row.answer, row.reason, row.figure is None) == (Answer.LINKED, "", False)
    assert standing(article, "4300户").stand is FigureStatus.CONTRADICT
