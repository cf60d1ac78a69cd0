"""全覆盖 in a bulletin holds of a programme's roll on a day, or is questioned; strong words have their ground by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.bulletin.actions import citations, grounds, issues
from taizhang.bulletin.models import AcceptedGround, Article, Citation
from taizhang.bulletin.queries.claims import printed_claims, programmes_for_claim
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.bulletin.queries.grounds import ungrounded
from taizhang.core.figures import read_figures
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.roll import RollRow
from taizhang.office import clock
from taizhang.office.models import Person
from taizhang.office.tasks import groups_for
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import coverage, rolls, speakers
from taizhang.outreach.models import Programme, RollEntry, RollVersion, Session, Venue
from tests.bulletin.cast import DAY, Cast, issue_in, put_issue

START = date(2026, 1, 1)
BODY = "反诈宣讲在2个单位全部开展，实现全覆盖。\n重点村路灯实现全覆盖。"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Two units on the roll; the first one has heard a session, which its host has confirmed."""
    own = {"office": cast.office, "by": None, "at": cast.at}
    topic = speakers.add_topic(name="防范电信网络诈骗", words="反诈", **own)
    speaker = speakers.add_speaker(name="沈明川", topics=[topic], **own)
    rows = [RollRow(1, cast.unit.name), RollRow(2, cast.other_unit.name)]
    roll = rolls.make_roll(name="成员单位", as_of=START, source="登记", rows=rows, **own)
    made = coverage.start_programme(
        name="反诈宣讲", roll=roll, topics=[topic], starts_on=START, ends_on=date(2026, 12, 31), **own
    )
    hear(made, speaker, cast, cast.unit, cast.at - timedelta(days=9))
    return made


def hear(programme: Programme, speaker, cast: Cast, unit, at: datetime) -> None:
    session = Session.objects.create(
        office=cast.office, speaker=speaker, topic=programme.topics.get(), title="反诈", held_on=at.date(),
        part="morning", state="counted", offered_at=at, confirmed_at=at,
    )  # fmt: skip
    Venue.objects.create(
        office=cast.office, session=session, unit=unit, is_main=True, place="会议室", heads=40, heads_at=at
    )


def reach_the_other(programme: Programme, cast: Cast) -> None:
    speaker = speakers.add_speaker(
        office=cast.office, name="韩若溪", topics=[programme.topics.get()], by=None, at=cast.at
    )
    hear(programme, speaker, cast, cast.other_unit, cast.at - timedelta(days=3))


@pytest.fixture
def article(cast: Cast) -> Article:
    issue = issue_in(cast, articles=0)
    return issues.add_article(issue=issue, title="反诈宣讲进单位。", body=BODY, by=cast.editor, at=cast.at)


def standings(article: Article) -> list[JudgedFigure]:
    fresh = next(a for a in articles_of(article.issue) if a.pk == article.pk)
    return standing_of(fresh)


def link(cast: Cast, article: Article, programme: Programme, n: int = 1) -> Citation:
    span = read_figures(article.text, certain_ends=True)[n].span
    return citations.cite_programme(
        article=article, version=article.version, span=span, programme=programme, by=cast.editor, at=cast.at
    )


def test_an_unlinked_claim_is_questioned_with_the_names_of_the_missing(
    cast: Cast, programme: Programme, article: Article
) -> None:
    count, claim, other = standings(article)
    for each in (count, claim):
        assert each.stand is FigureStatus.QUESTION
        assert str(each.reason) == (
            "说全部覆盖，要有依据。覆盖计划“反诈宣讲”：按2026年1月1日名册，2个单位中已覆盖1个。尚未覆盖：海川市卫健委。"
        )
    assert "反诈" not in str(other.reason)
    coverage.end_programme(programme=programme, by=None, at=cast.at)
    assert "覆盖计划" not in str(standings(article)[1].reason)


def test_a_linked_claim_reads_as_of_its_day_or_is_contradicted(
    cast: Cast, programme: Programme, article: Article
) -> None:
    citation = link(cast, article, programme)
    assert (citation.covered_on, citation.reason) == (DAY, "按2026年1月1日名册，2个单位中已覆盖1个。")
    claim = standings(article)[1]
    assert claim.stand is FigureStatus.CONTRADICT
    assert "尚未覆盖：海川市卫健委。" in str(claim.reason)
    reach_the_other(programme, cast)
    claim = standings(article)[1]
    assert (claim.stand, str(claim.reason)) == (
        FigureStatus.CONSISTENT, "按2026年1月1日名册，2个单位中已覆盖2个。",
    )  # fmt: skip
    link(cast, article, programme, 0)
    assert standings(article)[0].in_order


def test_a_link_is_made_by_its_own_action_only(cast: Cast, programme: Programme, article: Article) -> None:
    span = standings(article)[1].figure.span
    place = {"article": article, "version": article.version, "by": cast.editor, "at": cast.at}
    with pytest.raises(ValueError, match="cite_programme"):
        citations.answer_figure(span=span, answer="coverage", reason="有", **place)
    with pytest.raises(Refused):
        citations.answer_figures(spans=[span], answer="coverage", reason="有", **place)
    link(cast, article, programme)
    citations.answer_figure(span=span, answer="scope", reason="不含新设单位", **place)
    row = Citation.objects.get()
    assert (row.answer, row.programme, row.covered_on) == ("scope", None, None)


def test_when_the_roll_changes_sealed_claims_are_listed_and_drafts_asked(
    cast: Cast, programme: Programme, article: Article
) -> None:
    reach_the_other(programme, cast)
    link(cast, article, programme)
    assert printed_claims(programme, clock.today()) == []
    put_issue(cast, article.issue, IssueState.SEALED)
    draft = issues.add_article(
        issue=issue_in(cast, articles=0), title="又一篇。", body=BODY, by=cast.editor, at=cast.at
    )
    link(cast, draft, programme)
    assert standings(draft)[1].in_order
    today = clock.today()
    [claim] = printed_claims(programme, today)
    assert (claim.citation.article, claim.changed, claim.then.is_full) == (article, None, True)
    rows = [RollRow(1, cast.unit.name), RollRow(2, cast.other_unit.name), RollRow(3, "和平社区")]
    rolls.renew_roll(roll=programme.roll, as_of=today, source="社区名录", rows=rows, by=None, at=clock.now())
    [claim] = printed_claims(programme, today)
    assert str(claim.changed) == "名册已由2个变为3个：新列入和平社区等1个。"
    asked = standings(draft)[1]
    assert asked.stand is FigureStatus.QUESTION
    assert str(asked.reason).startswith("名册已由2个变为3个")


def test_which_programmes_are_offered(cast: Cast, programme: Programme, article: Article) -> None:
    text = article.text
    _count, claim, other = read_figures(text, certain_ends=True)
    assert programmes_for_claim(text, claim) == [programme]
    assert programmes_for_claim(text, other) == [programme]
    [plain] = read_figures("走访8场。", certain_ends=True)
    assert programmes_for_claim("走访8场。", plain) == []
    RollEntry.objects.all().delete()
    assert standings(article)[1].stand is FigureStatus.QUESTION


def open_questions(text: str) -> list[str]:
    return [use.words for use, _words in ungrounded(text)]


def test_a_strong_word_is_asked_until_its_ground_is_accepted_by_name(cast: Cast) -> None:
    text = "在全市首次开展反诈夜校，实现零投诉。全市首次开展义诊。"
    assert open_questions(text) == ["首次", "零投诉", "首次"]
    given = {"office": cast.office, "by": cast.editor, "at": cast.at}
    row = grounds.accept_ground(claim="全市首次开展反诈夜校。", ground="经市政法委核实", **given)
    assert (row.claim, row.by) == ("全市首次开展反诈夜校", cast.editor)
    assert open_questions(text) == ["零投诉", "首次"]
    with pytest.raises(Refused, match="已经登记"):
        grounds.accept_ground(claim="全市首次开展反诈夜校", ground="再登记", **given)
    with pytest.raises(Refused, match="没有要登记依据"):
        grounds.accept_ground(claim="开展反诈夜校", ground="有", **given)
    with pytest.raises(Refused, match="写明依据"):
        grounds.accept_ground(claim="实现零投诉", ground=" ", **given)
    with pytest.raises(Refused):
        grounds.accept_ground(claim="实现零投诉", ground="有", **given | {"by": cast.liaison})
    grounds.withdraw_ground(accepted=row, by=cast.editor, at=cast.at)
    assert open_questions(text) == ["首次", "零投诉", "首次"]
    with pytest.raises(Refused, match="已经撤回"):
        grounds.withdraw_ground(accepted=row, by=cast.editor, at=cast.at)
    standing: QuerySet[AcceptedGround] = AcceptedGround.objects.filter(withdrawn_at=None)
    assert not standing.exists()


def test_many_claims_of_a_text_ask_the_programmes_once(
    cast: Cast, programme: Programme, article: Article
) -> None:
    def queries(claims: int) -> int:
        article.body = "反诈宣讲实现全覆盖。\n" * claims
        with CaptureQueriesContext(connection) as asked:
            assert sum(each.stand is FigureStatus.QUESTION for each in standing_of(article)) == claims
        return len(asked)

    assert queries(40) == queries(1)


def changed(cast: Cast, person: Person) -> list[str]:
    groups = groups_for(viewer_at(person, clock.now()), clock.now())
    return [task.line.translated(str) for each in groups for task in each.tasks if "claim-" in task.key]


def test_a_changed_claim_waits_for_the_editor_until_somebody_has_looked_into_it(
    cast: Cast, programme: Programme, article: Article
) -> None:
    reach_the_other(programme, cast)
    citation = link(cast, article, programme)
    put_issue(cast, article.issue, IssueState.SEALED)
    with pytest.raises(Refused):
        citations.settle_claim(citation=citation, reason="没有变", by=cast.editor, at=clock.now())
    assert changed(cast, cast.editor) == []
    today = clock.today()
    names = [cast.unit.name, cast.other_unit.name, "和平社区"]
    rows = [RollRow(n, name) for n, name in enumerate(names, 1)]
    rolls.renew_roll(roll=programme.roll, as_of=today, source="社区名录", rows=rows, by=None, at=clock.now())
    [waits] = changed(cast, cast.editor)
    assert waits.startswith("核对：")
    assert "全覆盖" in waits
    assert changed(cast, cast.checker) == []
    with pytest.raises(Refused):
        citations.settle_claim(citation=citation, reason=" ", by=cast.editor, at=clock.now())
    citations.settle_claim(citation=citation, reason="新列入的社区下半年覆盖", by=cast.editor, at=clock.now())
    assert changed(cast, cast.editor) == []
    [claim] = printed_claims(programme, today)
    assert claim.changed
    assert claim.settled
    assert claim.settled.detail == {"reason": "新列入的社区下半年覆盖"}
    RollVersion.objects.filter(as_of=today).update(as_of=today - timedelta(days=1))
    rolls.renew_roll(roll=programme.roll, as_of=today, source="更正", rows=rows[:2], by=None, at=clock.now())
    assert changed(cast, cast.editor) == []  # the roll is again as it was
    assert printed_claims(programme, today)[0].changed is None


def test_the_editor_settles_a_changed_claim_on_its_page(
    cast: Cast, programme: Programme, article: Article
) -> None:
    reach_the_other(programme, cast)
    citation = link(cast, article, programme)
    put_issue(cast, article.issue, IssueState.SEALED)
    rows = [RollRow(1, cast.unit.name)]
    rolls.renew_roll(
        roll=programme.roll, as_of=clock.today(), source="名录", rows=rows, by=None, at=clock.now()
    )
    client = Client()
    client.force_login(cast.editor)
    listed = reverse("programme-claims", args=[programme.pk])
    assert reverse("claim-settle", args=[citation.pk]) in client.get(listed).content.decode()
    answer = client.post(
        reverse("claim-settle", args=[citation.pk]), {"step": "settle", "reason": "单位已撤并"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, listed)
    assert "单位已撤并" in client.get(listed).content.decode()
    client.force_login(cast.checker)
    assert reverse("claim-settle", args=[citation.pk]) not in client.get(listed).content.decode()


def test_a_claim_whose_rule_has_changed_waits_for_the_editor_too(
    cast: Cast, programme: Programme, article: Article
) -> None:
    reach_the_other(programme, cast)
    citation = link(cast, article, programme)
    put_issue(cast, article.issue, IssueState.SEALED)
    told = {"starts_on": programme.starts_on, "ends_on": programme.ends_on, "by": None, "at": clock.now()}
    topics = list(programme.topics.all())
    coverage.change_programme(programme=programme, topics=topics, sessions=1, target=70, **told)
    assert changed(cast, cast.editor) == []  # a target covers nobody
    coverage.change_programme(programme=programme, topics=topics, sessions=2, target=70, **told)
    [waits] = changed(cast, cast.editor)
    assert "全覆盖" in waits
    [claim] = printed_claims(Programme.objects.get(pk=programme.pk), clock.today())
    assert "规则（课题、期限或场次）已调整" in str(claim.changed)
    citations.settle_claim(citation=citation, reason="按原规则印出，不用更正", by=cast.editor, at=clock.now())
    assert changed(cast, cast.editor) == []
