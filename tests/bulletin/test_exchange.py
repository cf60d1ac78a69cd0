"""Learning from each other: who may ask, answer, close, say that something was taken over, follow a theme."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from taizhang.bulletin.actions import exchange as acts
from taizhang.bulletin.models import (
    Adoption,
    Article,
    Issue,
    PracticeReuse,
    Question,
    SubmittedText,
    ThemeFeed,
    ThemeSubscription,
)
from taizhang.bulletin.queries import exchange
from taizhang.bulletin.rules.authors import authors_of
from taizhang.bulletin.visible import articles_for, questions_for
from taizhang.core.lifecycle.bulletin_life import QUESTION, IssueState, QuestionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.models import Ledger, Project, Theme
from taizhang.office import actions as office_actions
from taizhang.office.mail.digest_text import write_digest
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from taizhang.office.tasks import news_for, tasks_for
from taizhang.office.visible import keeper_of, viewer_at
from tests.bulletin.cast import Cast, actors, issue_in, submission_in
from tests.matrix import surprises

TOLD = "在小区门口设“蔬菜直通车”，每周两次把平价蔬菜送到老人楼下。"
ALIKE = "机关食堂与农场合办“蔬菜直通车”，干部下班顺路带菜回家。"


def out(
    cast: Cast,
    unit: Unit | None = None,
    body: str = TOLD,
    annual_no: int = 7,
    saved_at: datetime | None = None,
    data: Any = None,
    **fields: Any,
) -> Article:
    """An article of an issue that has appeared."""
    issue = issue_in(cast, articles=1)
    Article.objects.filter(issue=issue).update(unit=unit, body=body, **fields)
    Issue.objects.filter(pk=issue.pk).update(
        state=IssueState.SEALED, edited_by=cast.editor, checked_by=cast.checker, signed_by=cast.signer,
        signed_at=cast.at, annual_no=annual_no, cumulative_no=300 + annual_no, saved_at=saved_at or cast.at,
        data=data or {},
    )  # fmt: skip
    return articles_for(keeper_of(issue.office)).get(issue=issue)


@pytest.fixture
def article(cast: Cast) -> Article:
    return out(cast, cast.unit)


@pytest.fixture
def asked(cast: Cast, article: Article) -> Question:
    return acts.ask_question(article=article, text="运费从哪里出？", by=cast.other_liaison, at=cast.at)


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_question_is_taken_by_whom_the_table_says(cast: Cast, asked: Question) -> None:
    given = {"at": cast.at}
    verbs: dict[str, Any] = {
        "answer": lambda row, by: acts.answer_question(question=row, text="区里补贴。", by=by, **given),
        "add": lambda row, by: acts.add_to_answer(question=row, text="今年起市里补。", by=by, **given),
        "close": lambda row, by: acts.close_question(question=row, by=by, **given),
    }

    def put(state: str, verb: str) -> Question:
        Question.objects.filter(pk=asked.pk).update(state=state)
        asked.refresh_from_db()
        return asked

    assert surprises(QUESTION, QuestionState, verbs, put, actors(cast)) == []


@pytest.mark.parametrize("role", list(Role))
def test_units_readers_and_editors_may_ask(cast: Cast, article: Article, role: Role) -> None:
    office = cast.office
    person = office_actions.register_person(office=office, username="q", name="问", by=None, at=cast.at)
    unit = cast.other_unit if role in (Role.LIAISON, Role.UNIT_LEADER) else None
    post = office_actions.add_post(office=office, role=role, title="岗", unit=unit, by=None, at=cast.at)
    office_actions.appoint(post=post, person=person, by=None, at=cast.at)
    if role not in (Role.LIAISON, Role.UNIT_LEADER, Role.READER, Role.EDITOR):
        with pytest.raises(Refused, match="没有这项权限"):
            acts.ask_question(article=article, text="怎么做的？", by=person, at=cast.at)
        return
    question = acts.ask_question(article=article, text=" 怎么做的？ ", by=person, at=cast.at)
    assert (question.unit, question.asker, question.text) == (cast.unit, unit, "怎么做的？")


def test_what_cannot_be_asked(cast: Cast, article: Article) -> None:
    given: dict[str, Any] = {"by": cast.other_liaison, "at": cast.at}
    for words, told in ((" ", "写几句话"), ("机密★五年", "密级")):
        with pytest.raises(Refused, match=told):
            acts.ask_question(article=article, text=words, **given)
    with pytest.raises(Refused, match="本单位的稿件"):
        acts.ask_question(article=article, text="？", by=cast.liaison, at=cast.at)
    with pytest.raises(Refused, match="无处可问"):
        acts.ask_question(article=out(cast, annual_no=8), text="？", **given)
    draft = issue_in(cast).articles.get()
    with pytest.raises(Refused, match="还没有印发"):
        acts.ask_question(article=draft, text="？", **given)


def test_a_question_is_everybodys_once_it_is_answered(cast: Cast, asked: Question, reader: Person) -> None:
    def seen(person: Person) -> bool:
        return questions_for(viewer_at(person, cast.at)).exists()

    unit = office_actions.add_unit(office=cast.office, name="丙局", short_name="丙局", by=None, at=cast.at)
    post = office_actions.add_post(
        office=cast.office, role=Role.LIAISON, title="联络员", unit=unit, by=None, at=cast.at
    )
    third = office_actions.register_person(
        office=cast.office, username="third", name="丁知远", email="", by=None, at=cast.at
    )
    office_actions.appoint(post=post, person=third, by=None, at=cast.at)
    assert seen(cast.liaison)
    assert seen(cast.other_leader)
    assert seen(cast.editor)
    assert not seen(reader)
    assert not seen(third)
    acts.answer_question(question=asked, text="区里补贴。", by=cast.liaison, at=cast.at)
    assert seen(reader)


def test_an_addition_leaves_the_answer_standing(cast: Cast, asked: Question) -> None:
    acts.answer_question(question=asked, text="区里补贴。", by=cast.liaison, at=cast.at)
    acts.add_to_answer(question=asked, text="今年起市里补。", by=cast.leader, at=cast.at)
    assert asked.answer == "区里补贴。\n\n（2026年3月2日补充）今年起市里补。"
    assert asked.answered_by == cast.liaison


def test_what_is_taken_over_is_said_by_the_unit_itself(cast: Cast, article: Article) -> None:
    given: dict[str, Any] = {"article": article, "at": cast.at}
    ledger = Ledger.objects.create(office=cast.office, year=2026, name="2026年度台账")
    own, foreign = (
        Project.objects.create(
            office=cast.office, ledger=ledger, lead_unit=unit, title="送菜", changed_at=cast.at
        )
        for unit in (cast.other_unit, cast.unit)
    )
    reuse = acts.record_reuse(unit=cast.other_unit, note="先试一个小区", by=cast.other_liaison, **given)
    acts.record_reuse(unit=cast.other_unit, project=own, by=cast.other_leader, **given)
    assert PracticeReuse.objects.get().project == own
    with pytest.raises(Refused, match="自己的单位"):
        acts.record_reuse(unit=cast.other_unit, by=cast.editor, **given)
    with pytest.raises(Refused, match="不用登记"):
        acts.record_reuse(unit=cast.unit, by=cast.liaison, **given)
    with pytest.raises(Refused, match="本单位的项目"):
        acts.record_reuse(unit=cast.other_unit, project=foreign, by=cast.other_liaison, **given)
    assert exchange.told_of([article.pk]) == {article.pk: (0, 1)}
    with pytest.raises(Refused, match="自己单位登记"):
        acts.withdraw_reuse(reuse=reuse, by=cast.liaison, at=cast.at)
    acts.withdraw_reuse(reuse=reuse, by=cast.other_leader, at=cast.at)
    assert not PracticeReuse.objects.exists()


def test_similar_practice_is_anothers_and_names_what_is_shared(cast: Cast, article: Article) -> None:
    ours = out(cast, cast.unit, ALIKE, 8)
    theirs = out(cast, cast.other_unit, ALIKE, 9)
    out(cast, cast.other_unit, "开展读书月活动，人人荐一本书。", 10)
    draft = issue_in(cast).articles.get()
    Article.objects.filter(pk=draft.pk).update(body=ALIKE, unit=cast.other_unit)
    (found,) = exchange.similar_practice(article, keeper_of(cast.office))
    assert found.article == theirs
    assert "蔬菜直通车" in found.terms
    assert ours != theirs


def test_similar_practice_is_kept_until_a_new_issue(
    cast: Cast, article: Article, django_assert_num_queries: Any
) -> None:
    out(cast, cast.other_unit, ALIKE, 8)
    out(cast, cast.other_unit, "开展读书月活动，人人荐一本书。", 9)
    out(cast, cast.other_unit, "整治背街小巷，清运垃圾。", 11)
    out(cast, cast.other_unit, "评选身边好人，讲述凡人故事。", 12)
    assert len(exchange.similar_practice(article, keeper_of(cast.office))) == 1
    with django_assert_num_queries(
        5
    ):  # the newest issue, the cache in a savepoint (it may fail), the articles found
        assert len(exchange.similar_practice(article, keeper_of(cast.office))) == 1
    out(cast, cast.other_unit, ALIKE + "又一期。", 10)
    assert {
        each.article.issue.annual_no for each in exchange.similar_practice(article, keeper_of(cast.office))
    } == {8, 10}


def test_themes_are_followed_by_name(cast: Cast, other_office: Office, at: datetime) -> None:
    ledger = Ledger.objects.create(office=cast.office, year=2026, name="台账")
    Theme.objects.create(office=cast.office, ledger=ledger, name="为老服务")
    article = out(cast, cast.unit, column="聚力共建")
    assert exchange.themes_offered() == ["聚力共建", "为老服务"]
    mine = acts.follow(theme=" 聚力共建 ", by=cast.other_liaison, at=at)
    assert acts.follow(theme="聚力共建", by=cast.other_liaison, at=at) == mine
    assert list(exchange.news_of(viewer_at(cast.other_liaison, at))) == [article]
    assert not exchange.news_of(viewer_at(cast.liaison, at)).exists()
    with pytest.raises(Refused, match="选一个主题"):
        acts.follow(theme=" ", by=cast.other_liaison, at=at)
    with pytest.raises(Refused, match="本人"):
        acts.unfollow(subscription=mine, by=cast.liaison, at=at)
    acts.unfollow(subscription=mine, by=cast.other_liaison, at=at)
    assert not ThemeSubscription.objects.exists()


def test_a_feed_opens_by_its_address_alone_and_is_closed_for_good(cast: Cast) -> None:
    given: dict[str, Any] = {"by": cast.liaison, "at": cast.at}
    first = acts.theme_feed_secret(acts.open_theme_feed(**given))
    second = acts.theme_feed_secret(acts.open_theme_feed(**given))
    assert acts.person_of_theme_feed(first) is None
    assert acts.person_of_theme_feed(second) == cast.liaison
    assert acts.person_of_theme_feed(second + "x") is None
    acts.close_theme_feed(**given)
    assert acts.person_of_theme_feed(second) is None
    with pytest.raises(Refused, match="已经停用"):
        acts.close_theme_feed(**given)
    assert ThemeFeed.objects.count() == 2


def test_the_digest_tells_questions_and_yesterdays_articles_apart(cast: Cast, asked: Question) -> None:
    acts.follow(theme="聚力共建", by=cast.liaison, at=cast.at)
    out(cast, cast.other_unit, annual_no=8, saved_at=cast.at - timedelta(days=1), column="聚力共建")
    (question,), news = tasks_for(cast.liaison, cast.at), news_for(cast.liaison, cast.at)
    assert (question.key, len(news)) == (f"question-{asked.pk}", 1)
    subject, body = write_digest(cast.liaison, [question], news, localdate(cast.at))
    assert subject == "待办 1 项"
    assert "答复：运费从哪里出？" in body.split("【您关注的主题有新稿】")[0]
    subject, body = write_digest(cast.liaison, [], news, localdate(cast.at))
    assert subject == "您关注的主题有 1 篇新稿"
    assert "项待办：" not in body
    assert news_for(cast.liaison, cast.at + timedelta(days=1)) == []


def test_adopted_articles_stand_by_unit_in_the_order_of_their_names(cast: Cast) -> None:
    first = out(cast, cast.unit, annual_no=7)
    second = out(cast, cast.other_unit, annual_no=8)
    third = out(cast, cast.unit, annual_no=9)
    sent = submission_in(cast, unit=cast.other_unit)
    Adoption.objects.create(
        office=cast.office, article=third, submission=sent, text=SubmittedText.objects.get(), mode="combined",
        by=cast.editor, at=cast.at,
    )  # fmt: skip
    out(cast, None, annual_no=10)
    year = date(2026, 1, 1).year
    assert exchange.adoption_years() == [year]
    listed = [(each.unit, each.articles) for each in exchange.adopted_in(year, keeper_of(cast.office))]
    assert listed == [(cast.unit, [first, third]), (cast.other_unit, [second, third])]


def test_an_author_is_also_known_by_the_name_under_the_article(cast: Cast) -> None:
    named = {
        name: out(cast, source_unit=name, annual_no=20 + n)
        for n, name in enumerate(("市民政局", "海川市民政局", "民政局", "不知何处"))
    }
    found = authors_of(named.values())
    assert [found.get(article.pk) for article in named.values()] == [cast.unit] * 3 + [None]
    assert acts.ask_question(article=named["民政局"], text="？", by=cast.editor, at=cast.at).unit == cast.unit


def test_names_stand_as_in_a_register() -> None:
    assert exchange.by_sound(["卫健委", "教育局", "民政局", "安监局"]) == [
        "安监局",
        "教育局",
        "民政局",
        "卫健委",
    ]
