"""The bulletin desk on its pages: with the editor's script, without it, and for whoever tries what happens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions import approval, citations, issues
from taizhang.bulletin.actions import facts as questions
from taizhang.bulletin.models import Article, Citation, FactQuery, Issue, Remark, VoidNumber
from taizhang.core.figures import Span, read_figures
from taizhang.core.lifecycle.bulletin_life import FactQueryState, IssueState
from taizhang.core.text.messages import Message
from taizhang.ledger.actions.records import record_activity
from taizhang.ledger.models import Figure
from taizhang.office.clock import now, today
from taizhang.office.models import Office, Person
from taizhang.press import PressError
from taizhang.web.frame.query_values import number_in
from tests.bulletin.cast import BODY, TITLE, Cast, article_of, cast_of, issue_in, put_issue, submission_in
from tests.replaying import STARTED

SCRIPT = {"Accept": "application/json"}
TOO_LONG = "9" * 5_000  # longer than Python reads as a number
NUMBERS = ["", "-1", "٣", "３", "²", "1e9", TOO_LONG, "9" * 19]
HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def article(cast: Cast) -> Article:
    """An adopted article with four figures; two of them are in the ledger."""
    record_activity(
        unit=cast.unit, kind="visit", title="走访独居老人", held_on=today(), by=cast.liaison, at=now(),
        counts=[("走访户数", "4216", "户", "period"), ("义诊场次", "9", "场", "period")],
    )  # fmt: skip
    issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now())


@pytest.fixture
def hand(cast: Cast) -> Client:
    return as_(cast.editor)


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def of(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


def words(answer: Any) -> str:
    return str(answer.content.decode())


def told(hand: Client) -> str:
    """What the next page says of what was done."""
    return words(hand.get(reverse("drafts")))


def answer_all(cast: Cast, article: Article) -> None:
    for figure in read_figures(article.text):
        citations.answer_figure(
            article=article, version=article.version, span=figure.span, answer="estimate", reason="按登记估算",
            by=cast.editor, at=now(),
        )  # fmt: skip


def place_of(article: Article, surface: str) -> dict[str, Any]:
    at = article.body.index(surface)
    return {"start": at, "end": at + len(surface), "field": "body", "version": article.version}


def link(hand: Client, article: Article, surface: str, *, script: bool = True, **said: Any) -> Any:
    given = {**place_of(article, surface), **said}
    return hand.post(of("article-link", article), given, headers=SCRIPT if script else {})


def test_only_ascii_digits_that_a_database_holds_are_a_number() -> None:
    assert [number_in(text) for text in NUMBERS] == [None] * len(NUMBERS)
    assert number_in("12") == 12


# The issues at the desk


def test_the_desk_lists_its_issues_and_begins_the_next(hand: Client, cast: Cast, article: Article) -> None:
    page = words(hand.get(reverse("drafts")))
    assert "第1期（拟）" in page
    assert "新开一期" in page
    given = {"series": cast.series.pk, "kind": "supplement", "on": today().isoformat()}
    answer = hand.post(reverse("draft-new"), given)
    begun = Issue.objects.get(kind="supplement")
    assert answer.url == of("draft", begun)


def test_a_senseless_issue_is_not_begun(hand: Client, cast: Cast) -> None:
    for wrong in ({"series": "x"}, {"kind": "secret"}, {"on": "2026-02-30"}, {"on": ""}):
        given = {"series": cast.series.pk, "kind": "regular", "on": today().isoformat(), **wrong}
        assert hand.post(reverse("draft-new"), given).status_code == 422
        assert not Issue.objects.exists()


def test_who_only_reads_the_desk_begins_nothing(cast: Cast, article: Article) -> None:
    page = words(as_(cast.checker).get(reverse("drafts")))
    assert "第1期（拟）" in page
    assert reverse("draft-new") not in page


def test_days_follow_the_language(hand: Client, article: Article) -> None:
    hand.post(reverse("set_language"), {"language": "en", "next": "/"})
    for path in (reverse("drafts"), of("draft", article.issue)):
        assert f"{today().month}月" not in words(hand.get(path)).split("<main", 1)[1].split("leaf", 1)[0]


# The desk itself


def test_the_desk_shows_articles_text_figures_and_page(hand: Client, article: Article) -> None:
    page = words(hand.get(of("draft", article.issue), {"article": article.pk, "page": "1"}))
    for part in (TITLE.rstrip("。"), "逐户走访4216户", "全期4个数据，0个有出处或有人认可", "第1期（拟）"):
        assert part in page
    assert "data-editor" in page


def test_a_senseless_address_shows_the_first_article(hand: Client, article: Article) -> None:
    for asked in ("", "-1", "٣", TOO_LONG):
        given = {"article": asked, "page": asked}
        for name in ("draft", "draft-beside", "draft-leaf"):
            assert hand.get(of(name, article.issue), given).status_code == 200


def test_a_refusal_leads_to_its_place(cast: Cast, hand: Client, article: Article) -> None:
    put_issue(cast, article.issue, IssueState.EDITED)
    version = {"act": "check", "version": article.issue.version}
    answer = as_(cast.checker).post(of("draft-act", article.issue), version)
    place = answer["Location"].partition("#")[2]
    assert answer["Location"].startswith(f"{of('draft', article.issue)}?article={article.pk}#fm")
    page = words(as_(cast.checker).get(answer["Location"].partition("#")[0]))
    assert f'id="{place}"' in page
    assert "4216户" in page[page.index(f'id="{place}"') :][:200]


def test_an_article_without_text_is_where_a_refused_pass_leads(
    cast: Cast, hand: Client, article: Article
) -> None:
    issue = article.issue
    blank = issues.add_article(issue=issue, title="还没写", body="", by=cast.editor, at=now())
    answer = hand.post(of("draft-act", issue), {"act": "pass_on", "version": issue.version})
    assert answer["Location"] == f"{of('draft', issue)}?article={blank.pk}"


def test_each_question_leads_to_its_mark(hand: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}\n实现全覆盖。")
    page = words(hand.get(f"{of('draft', article.issue)}?article={article.pk}"))
    linked = re.findall(r'<a href="#fm(\d+)"\s+data-question', page)
    assert linked
    numbers = {
        mark["number"] for mark in hand.get(of("article-marks", article), headers=SCRIPT).json()["marks"]
    }
    assert {int(number) for number in linked} <= numbers


def test_several_figures_are_answered_together(cast: Cast, hand: Client, article: Article) -> None:
    spans = [each.span for each in read_figures(article.text)]
    told = {"version": article.version, "figure": [f"{s.start}-{s.end}" for s in spans], "act": "scope"}
    page = words(hand.get(f"{of('draft', article.issue)}?article={article.pk}"))
    assert page.count('form="answer-many"') == len(spans) + 1  # and the version
    refused = hand.post(of("article-answer", article), {**told, "reason": ""})
    assert refused.status_code == 422
    ticked = re.findall(r'form="answer-many"\s+name="figure"[^>]*checked', words(refused))
    assert len(ticked) == len(spans)
    for wrong in ({"act": "x"}, {"figure": ["x-1", "7", "1-2-3", f"{TOO_LONG}-3"]}, {"version": 7}):
        answer = hand.post(of("article-answer", article), {**told, "reason": "按街道统计", **wrong})
        assert answer.status_code == 422
        assert "按街道统计" in words(answer)
    assert not Citation.objects.exists()
    done = hand.post(of("article-answer", article), {**told, "reason": "按街道统计"})
    assert done["Location"].endswith("#figures")
    assert set(Citation.objects.values_list("answer", "reason")) == {("scope", "按街道统计")}
    assert Citation.objects.count() == len(spans)


def test_a_unit_answers_the_other_questions_of_the_article_alike(cast: Cast, article: Article) -> None:
    spans = [each.span for each in read_figures(article.text)][:3]
    rows = [
        questions.ask_fact(article=article, span=span, question="属实吗", by=cast.editor, at=now())
        for span in spans
    ]
    browser = as_(cast.liaison)
    page = words(browser.get(of("fact", rows[0])))
    assert page.count('name="also"') == 2
    given = {"act": "answer", "answer": "confirmed", "words": "", "also": [rows[1].pk]}
    assert browser.post(of("fact-act", rows[0]), given).status_code == 302
    states = dict(FactQuery.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in rows] == ["answered", "answered", "open"]


def test_an_empty_issue_has_a_desk(hand: Client, cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    assert "本期还没有稿件。" in words(hand.get(of("draft", issue)))
    assert hand.get(of("draft-beside", issue)).status_code == 200


def test_what_stands_beside_the_text_follows_it(hand: Client, article: Article) -> None:
    part = words(hand.get(of("draft-beside", article.issue), {"article": article.pk}))
    assert 'id="share"' in part
    assert "4个数据待核" in part


def test_the_checker_sees_what_changed_since_the_last_look(cast: Cast, article: Article) -> None:
    hand = as_(cast.checker)
    assert "看过以后的改动" not in words(hand.get(of("draft", article.issue)))
    keep(as_(cast.editor), article, body=BODY.replace("逐户", "挨家"))
    issues.add_article(issue=article.issue, title="读书。", body="按时来。", by=cast.editor, at=now())
    assert hand.head(of("draft", article.issue)).status_code == 200  # no look
    page = words(hand.get(of("draft", article.issue)))
    assert "<del>逐户</del>" in page
    assert "新增" in page
    assert "看过以后的改动" not in words(hand.get(of("draft", article.issue)))


def test_ones_own_changes_are_no_news(hand: Client, article: Article) -> None:
    hand.get(of("draft", article.issue))
    keep(hand, article, body=BODY.replace("逐户", "挨家"))
    assert "看过以后的改动" not in words(hand.get(of("draft", article.issue)))


def test_the_official_page_is_a_leaf_and_a_picture(hand: Client, article: Article) -> None:
    leaf = hand.get(of("draft-leaf", article.issue))
    assert "版式核验通过" in words(leaf)
    path = reverse("draft-page", args=[article.issue_id, 1])
    known = re.search(r"\?v=(\w+)", words(leaf))
    assert known is not None
    assert hand.get(path, {"v": known[1]})["Content-Type"] == "image/png"
    assert hand.get(reverse("draft-page", args=[article.issue_id, 99]), {"v": known[1]}).status_code == 404
    for other in ("", "../../etc/passwd", "0" * 20):
        assert hand.get(path, {"v": other}).status_code == 404
    Article.objects.filter(pk=article.pk).update(body="全改了。")
    assert hand.get(path, {"v": known[1]}).status_code == 200  # the page asked for, a moment old


def test_pages_are_set_tighter_on_fewer_pages_or_as_usual(hand: Client, article: Article) -> None:
    def leaf() -> str:
        return words(hand.get(of("draft-leaf", article.issue)))

    def step(**given: Any) -> str:
        answer = hand.post(of("draft-fit", article.issue), given)
        assert answer.url == of("draft", article.issue)
        return leaf()

    usual = ""
    for sentences in range(40, 80, 2):  # until a page less is within the bounds
        body = "推动服务从馆内走向街巷，在社区建成书房。" * sentences
        Article.objects.filter(pk=article.pk).update(body=body)
        usual = leaf()
        if "自动排到" in usual:
            break
    assert re.search(r"还差\d+行到第\d页末|第\d页已排满", usual)
    assert "恢复自动排版" not in usual
    tighter = step(act="tighter")
    assert grid_of(tighter) != grid_of(usual) or "不空行" in tighter or "小四" in tighter
    assert "恢复自动排版" in tighter
    fewer = re.search(r'name="pages"\s+value="(\d)"', usual)
    assert fewer is not None
    assert f"共 {fewer[1]} 页" in step(pages=fewer[1])
    assert without_token(step(act="automatic")) == without_token(usual)
    assert hand.post(of("draft-fit", article.issue), {"act": "loose"}).status_code == 404
    Article.objects.filter(pk=article.pk).update(body="海川\ue000")
    assert hand.post(of("draft-fit", article.issue), {"act": "tighter"}).status_code == 404


def grid_of(page: str) -> str:
    found = re.search(r"\d+行×\d+字", page)
    assert found is not None
    return found[0]


def without_token(page: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


# Masthead and imprint


def head_of(issue: Issue, **more: Any) -> dict[str, Any]:
    return {
        "version": issue.version,
        "kind": "regular",
        "date": "2026-03-05",
        "issuer": "海川市文明办",
        **more,
    }


def test_the_head_is_kept_once(hand: Client, article: Article) -> None:
    given = head_of(article.issue, editor="林知远", up="省文明办", columns="文明实践")
    answer = hand.post(of("draft-head", article.issue), given)
    assert answer.url == f"{of('draft', article.issue)}#head"
    kept = Issue.objects.get(pk=article.issue_id)
    assert (kept.date.isoformat(), kept.data["editor"], kept.data["column"]) == (
        "2026-03-05",
        "林知远",
        ["文明实践"],
    )
    stale = hand.post(of("draft-head", article.issue), given)
    assert stale.status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"date": ""}, {"version": "x"}, {"kind": "none"}, {"issuer": "秘密★10年"}, {"note": "a\x00b"}]
)
def test_a_senseless_head_stands_in_the_form_again(
    hand: Client, article: Article, wrong: dict[str, str]
) -> None:
    answer = hand.post(of("draft-head", article.issue), head_of(article.issue, **wrong))
    assert answer.status_code == 422
    assert Issue.objects.get(pk=article.issue_id).issuer == "海川市文明办"


# The page while somebody writes


def test_the_page_is_drawn_from_the_text_as_typed_and_nothing_is_stored(
    hand: Client, article: Article
) -> None:
    given = {
        "title": "标题",
        "body": "刚刚写下的一句。",
        "page": "1",
        "width": "500",
        "near": "写下的 一句",
        "annual_no": "9",
    }
    drawn = hand.post(of("article-draw", article), given)
    assert (drawn.headers["Content-Type"], drawn.headers["X-Page"]) == ("image/png", "1")
    other = hand.post(of("article-draw", article), given | {"body": "另外一句。"})
    assert drawn.content != other.content
    for senseless in ("", "0", "-1", "x", "9" * 30):
        assert (
            hand.post(
                of("article-draw", article), given | {"page": senseless, "width": senseless}
            ).status_code
            == 200
        )
    before = (article.title, article.body)
    article.refresh_from_db()
    assert (article.title, article.body) == before


def test_a_page_that_cannot_be_set_is_not_drawn(hand: Client, article: Article) -> None:
    answer = hand.post(of("article-draw", article), {"title": "标题", "body": "\ue000"})
    assert answer.status_code == 204


# The order


def test_articles_are_moved_one_place_or_dragged(hand: Client, cast: Cast) -> None:
    issue = issue_in(cast, articles=3)
    one, two, three = issue.articles.values_list("pk", flat=True)
    path = of("draft-order", issue)

    def there() -> list[int]:
        return list(issue.articles.values_list("pk", flat=True))

    answer = hand.post(path, {"article": three, "move": "up"})
    assert answer.url == f"{of('draft', issue)}?article={three}"
    assert there() == [one, three, two]
    hand.post(path, {"article": one, "move": "down"})
    assert there() == [three, one, two]
    hand.post(path, {"article": three, "move": "up"})  # it is first already
    assert there() == [three, one, two]
    hand.post(path, {"order": f"{one},{two},{three}"})
    assert there() == [one, two, three]


def test_an_order_of_other_articles_is_refused(hand: Client, article: Article) -> None:
    for order in ("", f"{article.pk + 1}", f"{article.pk},{article.pk}", "x,y", TOO_LONG, "-1,٣"):
        hand.post(of("draft-order", article.issue), {"order": order})
        assert "稿件已在别处增减过" in told(hand)


def test_an_article_that_is_not_there_is_not_moved(hand: Client, article: Article) -> None:
    for chosen in NUMBERS:
        assert hand.post(of("draft-order", article.issue), {"article": chosen}).status_code == 404


# The text


def keep(hand: Client, article: Article, *, script: bool = True, **given: Any) -> Any:
    given = {"title": article.title, "body": article.body, "version": article.version, **given}
    return hand.post(of("article-keep", article), given, headers=SCRIPT if script else {})


def test_a_text_is_kept_and_its_marks_come_back(hand: Client, cast: Cast, article: Article) -> None:
    rare = "𠮷" + BODY
    state = keep(hand, article, body=rare).json()
    assert state["version"] == article.version + 1
    assert state["open"] == 4
    first = next(mark for mark in state["marks"] if mark["field"] == "body")
    assert rare.encode("utf-16-le")[2 * first["start"] : 2 * first["end"]].decode("utf-16-le") == "4216户"
    again = as_(cast.second_editor).get(of("article-marks", article)).json()
    assert cast.editor.name in again["others"]


def test_a_figure_in_the_headline_is_marked_there(hand: Client, article: Article) -> None:
    state = keep(hand, article, title="走访4216户。", body="按时完成。").json()
    assert [(m["field"], m["start"], m["end"]) for m in state["marks"]] == [("title", 2, 7)]


def test_without_script_a_text_is_kept_all_the_same(hand: Client, article: Article) -> None:
    answer = keep(hand, article, script=False, title="另一题。")
    assert answer.url == f"{of('draft', article.issue)}?article={article.pk}"
    assert Article.objects.get(pk=article.pk).title == "另一题。"
    assert "已保存。" in told(hand)


def test_what_cannot_be_kept_is_not_lost(hand: Client, article: Article) -> None:
    for wrong in ({"title": "a\x00b"}, {"title": "长" * 600}, {"title": "秘密★10年"}):
        given = {**wrong, "body": "新写的一段。"}
        assert keep(hand, article, **given).json()["error"]
        answer = keep(hand, article, script=False, **given)
        assert answer.status_code == 422
        assert "新写的一段。" in words(answer)
    assert Article.objects.get(pk=article.pk).text == article.text


def test_a_text_of_no_version_is_not_kept(hand: Client, article: Article) -> None:
    for version in NUMBERS:
        assert keep(hand, article, version=version).status_code == 404


def test_two_sides_of_a_text_are_shown_and_nothing_is_overwritten(
    hand: Client, cast: Cast, article: Article
) -> None:
    keep(as_(cast.second_editor), article, body=BODY.replace("逐户", "挨家"))
    mine = BODY.replace("全年", "一年来")
    answer = keep(hand, article, body=mine).json()
    assert answer["version"] == article.version + 1
    assert "挨家" in answer["html"]
    assert "两边的改动都保留" in answer["html"]
    page = keep(hand, article, script=False, body=mine)
    assert page.status_code == 409
    assert mine.splitlines()[1] in words(page)
    assert "挨家" in Article.objects.get(pk=article.pk).body


def test_a_conflict_about_an_unknown_version_is_still_shown(hand: Client, article: Article) -> None:
    assert "html" in keep(hand, article, version=77, body="全新的话。").json()


# An article's place


def test_an_article_nobody_sent_is_written_and_taken_out(hand: Client, article: Article) -> None:
    answer = hand.post(of("article-new", article.issue), {"title": "编者的话。"})
    made = Article.objects.get(title="编者的话。")
    assert answer.url == f"{of('draft', article.issue)}?article={made.pk}"
    hand.post(of("article-remove", made))
    assert not Article.objects.filter(pk=made.pk).exists()
    assert "已从本期取下" in told(hand)


def test_an_article_that_cannot_be_kept_is_not_begun(hand: Client, article: Article) -> None:
    for title in ("机密★5年", "a\x00b", "长" * 600):
        answer = hand.post(of("article-new", article.issue), {"title": title})
        assert (answer.status_code, Article.objects.count()) == (422, 1)
        assert title.replace("\x00", "") in words(answer).replace("\x00", "")


def test_column_and_unit_are_set(hand: Client, article: Article) -> None:
    hand.post(of("article-place", article), {"column": "文明实践", "source_unit": "民政局", "run_in": "on"})
    kept = Article.objects.get(pk=article.pk)
    assert (kept.column, kept.source_unit, kept.run_in) == ("文明实践", "民政局", True)
    long = hand.post(of("article-place", article), {"column": "长" * 500})
    assert Article.objects.get(pk=article.pk).column == "文明实践"
    assert (long.status_code, "最多100字，现有500字" in words(long)) == (422, True)
    assert "长" * 500 in words(long)


def test_a_place_that_is_refused_stays_as_typed(cast: Cast, hand: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(title="没有句号的标题")
    typed = {"column": "文明实践", "source_unit": "民政局", "run_in": "on"}
    refused = hand.post(of("article-place", article), typed)
    page = words(refused)
    assert refused.status_code == 422
    assert re.search(r'id="place_form_run_in_error"\s*><p class="field-error">[^<]*标题末尾没有句号', page)
    assert 'value="文明实践"' in page
    assert 'value="民政局"' in page
    put_issue(cast, article.issue, IssueState.EDITED)
    late = hand.post(of("article-place", article), {"column": "为民实事", "source_unit": ""})
    assert late.status_code == 422
    assert 'value="为民实事"' in words(late)
    assert not Article.objects.get(pk=article.pk).column


# Figures


def test_the_card_offers_what_the_figure_may_come_from(hand: Client, article: Article) -> None:
    card = words(hand.get(of("article-candidates", article), place_of(article, "4216户")))
    assert "走访户数" in card
    assert "其他处理" in card
    assert "4216户" in card


def test_the_card_for_a_sentence_offers_the_nearest_name(hand: Client, article: Article) -> None:
    card = words(hand.get(of("article-candidates", article), {"text": "今年以来义诊场次"}))
    assert card.index("义诊场次") < card.index("走访户数")
    assert "其他处理" not in card
    both = {"text": "全年走访户数4216户，走访户数再增加。义诊场次"}
    card = words(hand.get(of("article-candidates", article), both))
    assert card.index("义诊场次") < card.index("走访户数")
    assert "台账" in words(hand.get(of("article-candidates", article), {"text": ""}))


def test_where_no_figure_stands_nothing_is_offered(hand: Client, article: Article) -> None:
    card = words(hand.get(of("article-candidates", article), {"start": "0", "end": "1"}))
    assert "台账里没有可比的数据。" in card


def test_a_place_that_is_none_has_no_card(hand: Client, article: Article) -> None:
    for at in NUMBERS:
        for given in ({"start": at, "end": "9"}, {"start": "1", "end": at}):
            assert hand.get(of("article-candidates", article), given).status_code == 404
            assert hand.post(of("article-link", article), given).status_code == 404


def test_a_figure_is_linked_and_freed(hand: Client, article: Article) -> None:
    source = Figure.objects.get(name="走访户数")
    state = link(hand, article, "4216户", figure=source.pk).json()
    assert state["open"] == 3
    card = words(hand.get(of("article-candidates", article), place_of(article, "4216户")))
    assert "取消关联" in card
    page = words(hand.get(of("draft", article.issue)))
    assert "走访户数（" in page
    assert link(hand, article, "4216户", act="unlink").json()["open"] == 4


def test_without_script_a_figure_is_linked_all_the_same(hand: Client, article: Article) -> None:
    source = Figure.objects.get(name="走访户数")
    answer = link(hand, article, "4216户", figure=source.pk, script=False)
    assert answer.url.startswith(of("draft", article.issue))
    assert Citation.objects.get().figure_id == source.pk
    link(hand, article, "4216户", act="nothing", script=False)
    assert "请选一种处理办法。" in told(hand)


def test_a_figure_of_nowhere_is_not_linked(hand: Client, article: Article) -> None:
    for figure in ("0", "x", "99999", TOO_LONG):
        assert link(hand, article, "4216户", figure=figure).status_code == 404


def test_a_figure_is_answered_for_recorded_or_asked_about(hand: Client, cast: Cast, article: Article) -> None:
    assert link(hand, article, "4216户", act="scope", reason="含乡镇").json()["open"] == 3
    assert "原因" in link(hand, article, "780台", act="estimate", reason=" ").json()["error"]
    assert link(hand, article, "780台", act="record", name="呼叫设备").json()["open"] == 2
    assert Figure.objects.filter(name="呼叫设备").exists()
    assert link(hand, article, "8场", act="ask", reason="是八场吗？").status_code == 200
    assert FactQuery.objects.get().surface == "8场"
    for act in ("linked", "", "sql"):
        assert link(hand, article, "8场", act=act).json()["error"] == "请选一种处理办法。"


def test_a_link_to_an_older_text_is_refused(hand: Client, article: Article) -> None:
    for version in ("", "0", TOO_LONG):
        answer = link(hand, article, "4216户", act="scope", reason="含乡镇", version=version)
        assert "别处改动过" in answer.json()["error"]


# From hand to hand


def act(hand: Client, issue: Issue, verb: str, **given: Any) -> Any:
    issue.refresh_from_db()
    return hand.post(of("draft-act", issue), {"act": verb, "version": issue.version, **given})


def state_of(issue: Issue) -> str:
    return Issue.objects.get(pk=issue.pk).state


def test_an_issue_goes_from_hand_to_hand_to_its_seal(cast: Cast, article: Article) -> None:
    issue, editor, checker, signer = article.issue, as_(cast.editor), as_(cast.checker), as_(cast.signer)
    answer_all(cast, article)
    act(editor, issue, "pass_on")
    assert state_of(issue) == IssueState.EDITED
    act(editor, issue, "take_back", reason="没用的参数")
    assert state_of(issue) == IssueState.COMPOSING
    act(editor, issue, "pass_on")
    assert act(checker, issue, "return", reason="请再核一遍。").url == reverse("queue")
    assert "退回意见：请再核一遍。" in words(editor.get(of("draft", issue)))
    act(editor, issue, "pass_on")
    act(checker, issue, "check")
    assert state_of(issue) == IssueState.CHECKED
    answer = act(signer, issue, "sign")
    assert answer.url == of("issue", issue)
    assert state_of(issue) == IssueState.SEALED
    moved = editor.get(of("draft", issue), follow=True)  # it is in the archive
    assert moved.redirect_chain == [(of("issue", issue), 302)]
    assert "这一期已经签发封存。" in words(moved)
    for late in ("sign", "return", "drop"):  # a page of the desk that was still open
        assert act(signer, issue, late).url == of("issue", issue)
    assert state_of(issue) == IssueState.SEALED
    page = words(editor.get(of("issue", issue)))
    assert "4216户" in page


def test_a_second_signature_finds_nothing_to_sign(cast: Cast, article: Article) -> None:
    answer_all(cast, article)
    issue = put_issue(cast, article.issue, IssueState.CHECKED)
    signer = as_(cast.signer)
    act(signer, issue, "sign", version="0")
    assert state_of(issue) == IssueState.CHECKED
    approval.sign_issue(issue=issue, version=issue.version, by=cast.signer, at=now())
    act(signer, issue, "sign")
    assert state_of(issue) == IssueState.SIGNED
    assert act(signer, issue, "seal").url == of("issue", issue)


def test_what_cannot_be_sealed_gets_no_number(
    cast: Cast, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_all(cast, article)
    issue, signer = put_issue(cast, article.issue, IssueState.CHECKED), as_(cast.signer)
    Article.objects.filter(pk=article.pk).update(title=chr(0x16F00) * 3)
    act(signer, issue, "sign")
    assert state_of(issue) == IssueState.CHECKED

    def broken(*_given: object) -> None:
        raise PressError(Message("没有装好字体"))

    monkeypatch.setattr("taizhang.bulletin.typesetting.sealable.sheet_of", broken)
    act(signer, issue, "sign")
    issue.refresh_from_db()
    assert (issue.state, issue.annual_no) == (IssueState.CHECKED, None)


def test_a_signed_issue_is_sealed_or_void(cast: Cast, article: Article) -> None:
    answer_all(cast, article)
    issue = put_issue(cast, article.issue, IssueState.SIGNED)
    signer = as_(cast.signer)
    page = words(signer.get(of("draft", issue)))
    assert "确认作废" in page
    assert act(signer, issue, "void").status_code == 422  # no reason
    assert act(signer, issue, "void", reason="内容有误").url == reverse("drafts")
    assert VoidNumber.objects.count() == 2


def test_who_may_not_seal_is_told_so(cast: Cast, article: Article) -> None:
    issue = put_issue(cast, article.issue, IssueState.SIGNED)
    assert act(as_(cast.checker), issue, "seal").url == of("draft", issue)
    assert state_of(issue) == IssueState.SIGNED


def test_an_issue_is_given_up(hand: Client, article: Article) -> None:
    assert act(hand, article.issue, "drop").url == reverse("drafts")
    assert state_of(article.issue) == IssueState.DROPPED


def test_a_verb_of_no_button_does_not_exist(hand: Client, article: Article) -> None:
    for verb in ("", "compose", "archive", "__class__"):
        assert act(hand, article.issue, verb).status_code == 404


def test_a_word_stands_at_its_place_or_is_about_the_whole(cast: Cast, article: Article) -> None:
    put_issue(cast, article.issue, IssueState.EDITED)
    checker = as_(cast.checker)
    for at in ("", "-1", TOO_LONG):
        answer = checker.post(of("article-remark", article), {"start": at, "words": "口径请统一"})
        assert answer.url.startswith(f"{of('draft', article.issue)}?article={article.pk}#remark-")
    assert Remark.objects.filter(start=None).count() == 3
    long = checker.post(of("article-remark", article), {"words": "核" * 501})
    assert (long.status_code, "最多500字，现有501字" in words(long)) == (422, True)
    returned = act(checker, article.issue, "return", reason="退" * 501)
    assert (returned.status_code, "退" * 501 in words(returned)) == (422, True)
    assert state_of(article.issue) == IssueState.EDITED
    checker.post(of("article-remark", article), {"quote": "4216户", "words": "核户数"})
    row = Remark.objects.get(start__isnull=False)
    assert (row.quote, row.start) == ("4216户", article.text.index("4216户"))
    page = words(checker.get(of("draft", article.issue)))
    assert "<q>4216户</q>" in page
    assert "核户数" in page
    missing = checker.post(of("article-remark", article), {"quote": "4217户", "words": "核户数"})
    assert (missing.status_code, "文中没有“4217户”" in words(missing)) == (422, True)
    assert "data-editor" not in page


# Questions about figures


@pytest.fixture
def fact(cast: Cast, article: Article) -> FactQuery:
    at = article.text.index("8场")
    return questions.ask_fact(
        article=article, span=Span(at, at + 2), question="是8场吗？", by=cast.editor, at=now()
    )


def test_the_unit_answers_and_the_editor_settles(cast: Cast, fact: FactQuery) -> None:
    unit, editor, path = as_(cast.liaison), as_(cast.editor), of("fact-act", fact)
    page = words(unit.get(of("fact", fact)))
    assert "是8场吗？" in page
    assert "了结" not in page
    silent = unit.post(path, {"act": "answer", "answer": "scope"})
    assert (silent.status_code, "请写明原因" in words(silent)) == (422, True)
    long = unit.post(path, {"answer": "scope", "words": "口径不同。" * 101})
    assert (long.status_code, "最多500字，现有505字" in words(long)) == (422, True)
    assert "口径不同。" * 101 in words(long)
    assert unit.post(path, {"act": "answer", "answer": "confirmed"}).url == reverse("queue")
    editor.post(path, {"act": "ask_again", "question": "请附名单数。"})
    assert FactQuery.objects.get().state == FactQueryState.OPEN
    unit.post(path, {"act": "answer", "answer": "estimate", "words": "登记估算"})
    assert "登记估算" in words(editor.get(of("fact", fact)))
    editor.post(path, {"act": "settle"})
    assert FactQuery.objects.get().state == FactQueryState.SETTLED


def test_a_question_taken_back_is_gone_for_the_unit(cast: Cast, fact: FactQuery) -> None:
    as_(cast.editor).post(of("fact-act", fact), {"act": "withdraw"})
    assert as_(cast.liaison).get(of("fact", fact)).status_code == 404


def test_an_answer_of_no_button_is_not_taken(cast: Cast, fact: FactQuery) -> None:
    for given in ({}, {"act": "x"}, {"act": "answer"}, {"act": "answer", "answer": "yes"}):
        assert as_(cast.liaison).post(of("fact-act", fact), given).status_code in (302, 422)
    assert FactQuery.objects.get().state == FactQueryState.OPEN


def test_another_units_question_does_not_exist(cast: Cast, fact: FactQuery) -> None:
    other = as_(cast.other_leader)
    assert other.get(of("fact", fact)).status_code == 404
    assert other.post(of("fact-act", fact), {"act": "answer", "answer": "confirmed"}).status_code == 404


# Whatever a person writes is text


def test_what_looks_like_a_page_is_printed_as_written(cast: Cast, article: Article) -> None:
    issue, hand = article.issue, as_(cast.editor)
    keep(hand, article, title=HOSTILE, body=f"{HOSTILE} 走访4216户。")
    article.refresh_from_db()
    hand.post(of("article-place", article), {"column": HOSTILE, "source_unit": HOSTILE})
    link(hand, article, "4216户", act="scope", reason=HOSTILE)
    link(hand, article, "4216户", act="ask", reason=HOSTILE)
    issue.refresh_from_db()
    hand.post(of("draft-head", issue), head_of(issue, note=HOSTILE, editor=HOSTILE, columns=HOSTILE))
    put_issue(cast, issue, IssueState.EDITED)
    as_(cast.checker).post(of("article-remark", article), {"words": HOSTILE})
    fact = FactQuery.objects.get()
    pages = [
        *(as_(who).get(of("draft", issue)) for who in (cast.editor, cast.checker)),
        as_(cast.liaison).get(of("fact", fact)),
        hand.get(of("article-candidates", article), place_of(article, "4216户")),
        hand.get(reverse("drafts")),
        keep(hand, article, script=False, title=HOSTILE),
    ]
    for page in pages:
        assert "<script>alert" not in words(page)
        assert "<img src=x" not in words(page)


def test_the_editors_answers_are_data(hand: Client, article: Article) -> None:
    answer = keep(hand, article, title=HOSTILE)
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["version"] == article.version + 1
    assert article_of(article.issue).title == HOSTILE


def test_a_unit_finds_its_questions_under_its_own_articles(cast: Cast, fact: FactQuery) -> None:
    here = 'aria-current="page">投稿'
    assert here in " ".join(words(as_(cast.liaison).get(of("fact", fact))).split()).replace("> ", ">")
    assert here not in " ".join(words(as_(cast.editor).get(of("fact", fact))).split()).replace("> ", ">")
