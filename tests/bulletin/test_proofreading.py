"""Questions of proofreading at the desk: by the office's rules and lists, put away by name, asked again."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.bulletin.actions import proofreading as actions
from taizhang.bulletin.actions.proofreading import ask_again, put_aside, set_proofreading
from taizhang.bulletin.models import Article, PutAside
from taizhang.bulletin.queries import proofreading as queries
from taizhang.bulletin.queries.proofreading import context_of, questions_of, settings_of
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.proof import RULES
from taizhang.ledger.rules.checks import Objections
from taizhang.office.models import Event
from tests.bulletin.cast import Cast, article_of, issue_in, put_issue

DAY = date(2026, 3, 2)
BODY = "各社区统一填写台帐。有的村也有台帐。"
LISTS = {"people": "", "pairs": "", "phrases": ""}
EVERY = [rule.id for rule in RULES]


def article(cast: Cast, body: str = BODY) -> Article:
    row = article_of(issue_in(cast))
    Article.objects.filter(pk=row.pk).update(title="社区账目", body=body)
    return Article.objects.select_related("issue", "office").get(pk=row.pk)


def asked(row: Article) -> list[tuple[str, int]]:
    return [(each.words, each.span.start) for each in questions_of(row, DAY)]


@pytest.mark.parametrize(
    ("reach", "left", "elsewhere"), [("passage", 1, 2), ("article", 0, 2), ("office", 0, 0)]
)
def test_a_question_is_put_away_as_far_as_was_said(cast: Cast, reach: str, left: int, elsewhere: int) -> None:
    row, other = article(cast), article(cast)
    places = asked(row)
    assert [words for words, _ in places] == ["台帐", "台帐"]
    given = {"rule": "word-pair", "start": places[0][1], "by": cast.editor, "at": cast.at}
    gone = put_aside(article=row, reach=reach, **given)
    assert asked(row) == places[2 - left :]
    assert len(asked(other)) == elsewhere
    event = Event.objects.get(verb="put_aside")
    assert (event.by, gone.by) == (cast.editor, cast.editor)
    ask_again(put_away=gone, by=cast.editor, at=cast.at)
    assert asked(row) == places
    with pytest.raises(Refused, match="已经恢复"):
        ask_again(put_away=gone, by=cast.editor, at=cast.at)


def test_words_too_long_to_be_kept_whole_are_put_away_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (actions, queries):
        monkeypatch.setattr(module, "WORDS_LIMIT", 1)
    row = article(cast)
    start = asked(row)[0][1]
    put_aside(article=row, rule="word-pair", start=start, reach="office", by=cast.editor, at=cast.at)
    assert PutAside.objects.get().words == "台"
    assert asked(row) == []


def test_a_question_that_is_not_asked_there_is_refused(cast: Cast) -> None:
    row = article(cast)
    given = {"article": row, "reach": "article", "at": cast.at}
    with pytest.raises(Refused, match="不在原处"):
        put_aside(rule="word-pair", start=1, by=cast.editor, **given)
    with pytest.raises(Refused, match="不在原处"):
        put_aside(rule="word-pair", start=asked(row)[0][1], by=cast.editor, **given | {"reach": "world"})
    with pytest.raises(Refused):
        put_aside(rule="word-pair", start=asked(row)[0][1], by=cast.liaison, **given)
    assert not PutAside.objects.exists()


def test_rules_of_custom_can_be_switched_off_others_not(cast: Cast) -> None:
    row = article(cast, "各社区统一填写台帐,逐项销号。")
    given = {"office": cast.office, "by": cast.editor, "at": cast.at, **LISTS}
    set_proofreading(version=0, on=[], **given)
    assert [words for words, _ in asked(row)] == [","]
    set_proofreading(version=1, on=EVERY, **given)
    assert [words for words, _ in asked(row)] == ["台帐", ","]
    assert settings_of(cast.office).off == []


def test_the_office_brings_its_own_lists(cast: Cast) -> None:
    row = article(cast, "走进文明站。海川市教育局局长顾明山介绍，推进百日攻坚。")
    lists = {
        "people": "顾明川 海川市教育局局长",
        "pairs": "文明站 文明实践站",
        "phrases": "百日行动 百日攻坚 - 2026-01-01",
    }
    set_proofreading(office=cast.office, version=0, on=EVERY, by=cast.editor, at=cast.at, **lists)
    assert [words for words, _ in asked(row)] == ["文明站", "海川市教育局局长顾明山", "百日攻坚"]


@pytest.mark.parametrize("wrong", [{"people": "顾明川"}, {"pairs": "甲 乙 丙"}, {"phrases": "甲 乙 丙 春天"}])
def test_a_line_that_cannot_be_read_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused, match="第1行"):
        set_proofreading(office=cast.office, version=0, on=EVERY, by=cast.editor, at=cast.at, **LISTS | wrong)


def test_settings_changed_meanwhile_are_not_overwritten(cast: Cast) -> None:
    given = {"office": cast.office, "on": EVERY, "by": cast.editor, "at": cast.at}
    set_proofreading(version=0, **given, **LISTS | {"pairs": "文明站 文明实践站"})
    for stale in (0, 2):
        with pytest.raises(Overtaken, match="刚刚在别处改动过"):
            set_proofreading(version=stale, **given, **LISTS)
    assert settings_of(cast.office).pairs == "文明站 文明实践站"


@pytest.mark.parametrize(
    ("field", "lists", "said"),
    [
        ("pairs", {"pairs": "甲站 乙站\n乙站 甲站"}, "第2行“乙站 甲站”与“用词”第1行“甲站 乙站”相互矛盾"),
        ("pairs", {"pairs": "甲站 乙站\n\n甲站 丙站"}, "第3行“甲站 丙站”与“用词”第1行“甲站 乙站”相互矛盾"),
        ("phrases", {"pairs": "甲站 乙站", "phrases": "丙站 乙站"}, "第1行“丙站 乙站”与“用词”第1行"),
    ],
)
def test_lists_that_contradict_themselves_are_refused(
    cast: Cast, field: str, lists: dict[str, str], said: str
) -> None:
    with pytest.raises(Objections) as caught:
        set_proofreading(office=cast.office, version=0, on=EVERY, by=cast.editor, at=cast.at, **LISTS | lists)
    assert said in str(caught.value.by_field[field])


def test_units_people_and_the_archive_are_known(cast: Cast) -> None:
    assert context_of(settings_of(cast.office), DAY).earlier == {}
    sentence = "志愿者每周两次上门给独居老人送餐送药。"
    printed = issue_in(cast, articles=1)
    Article.objects.filter(issue=printed).update(body=sentence)
    put_issue(cast, printed, IssueState.SEALED)
    context = context_of(settings_of(cast.office), DAY)
    assert cast.unit.name in context.register.unit_of
    assert cast.editor.name in {person.name for person in context.register.people}
    assert "第7期" in next(iter(context.earlier.values()))
    assert [each.rule.id for each in questions_of(article(cast, sentence), DAY)] == ["repeat-earlier"]
