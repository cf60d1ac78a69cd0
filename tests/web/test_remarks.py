"""The pages of remarks: beside the article, on the proof, on the submission, and each alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.actions import issues, proofs, remarks
from taizhang.bulletin.models import Article, Remark, Submission
from taizhang.core.lifecycle.bulletin_life import IssueState, SubmissionState
from taizhang.core.text.remarking import RemarkDraft, RemarkKind
from taizhang.office import clock
from taizhang.office.models import Person
from tests.bulletin.cast import BODY, TITLE, Cast, issue_in, put_issue, submission_in
from tests.bulletin.conftest import cast

__all__ = ["cast"]


@pytest.fixture
def article(cast: Cast) -> Article:
    issue_in(cast, articles=0)
    return issues.adopt(submission=submission_in(cast), by=cast.editor, at=cast.at)


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def of(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def suggested(cast: Cast, article: Article, quote: str, replacement: str) -> Remark:
    draft = RemarkDraft("", RemarkKind.SUGGESTION, quote, None, replacement)
    return remarks.remark_on_article(article=article, draft=draft, by=cast.checker, at=clock.now())


def test_the_article_list_and_the_task_list_tell_of_what_is_open(cast: Cast, article: Article) -> None:
    row = suggested(cast, article, "逐户走访", "上门走访")
    editor = as_(cast.editor)
    desk = words(editor.get(of("draft", article.issue)))
    assert "▲ 1条批注待处理" in desk
    assert "<del>逐户</del><ins>上门</ins>走访" in desk
    queue = words(editor.get(reverse("queue")))
    assert "“逐户走访”改为“上门走访”" in queue
    page = words(editor.get(of("remark", row)))
    assert f"{of('draft', article.issue)}?article={article.pk}#remark-{row.pk}" in page
    beside = words(editor.get(of("article-remarks", article)))
    assert "采纳" in beside
    assert "全部采纳" not in beside  # there is one


def test_a_suggestion_is_accepted_by_one_post_and_all_by_another(cast: Cast, article: Article) -> None:
    editor = as_(cast.editor)
    first = suggested(cast, article, "逐户走访", "上门走访")
    answer = editor.post(of("remark", first), {"act": "accept"})
    assert answer.url == f"{of('draft', article.issue)}?article={article.pk}#remark-{first.pk}"
    for quote, replacement in (("780台", "七百余台"), ("全年", "上半年"), ("全年开展", "全年举办")):
        suggested(cast, Article.objects.get(pk=article.pk), quote, replacement)
    assert "全部采纳" in words(editor.get(of("draft", article.issue)))
    answer = editor.post(of("article-remarks-all", article), {"act": "accept"}, follow=True)
    assert "已采纳2条修订。另有1条与原文不符或彼此冲突，请逐条处理。" in words(answer)
    article.refresh_from_db()
    assert article.body == BODY.replace("逐户走访", "上门走访").replace("780台", "七百余台").replace(
        "全年", "上半年"
    )
    editor.post(of("article-remarks-all", article), {"act": "reject"})
    assert not Remark.objects.filter(state="open").exists()
    again = editor.post(of("article-remarks-all", article), {"act": "accept"})
    assert "没有可以直接采纳的修订" in words(again)


def test_the_answer_tells_of_suggestions_that_are_left_for_their_edited_sentence(
    cast: Cast, article: Article
) -> None:
    editor = as_(cast.editor)
    for quote, replacement in (("780台", "790台"), ("全年", "上半年")):
        suggested(cast, Article.objects.get(pk=article.pk), quote, replacement)
    body = BODY.replace("安装智能", "拆除智能")
    editor.post(of("article-keep", article), {"version": article.version, "title": TITLE, "body": body})
    desk = words(editor.get(of("draft", article.issue)))
    assert desk.count("提出之后这一句又改过，请看清后再采纳") == 1
    answer = editor.post(of("article-remarks-all", article), {"act": "accept"}, follow=True)
    assert "已采纳1条修订。另有1处所在的句子后来又改过，留待逐处采纳。" in words(answer)
    again = words(editor.post(of("article-remarks-all", article), {"act": "accept"}))
    assert "没有可以直接采纳的修订。1处所在的句子后来又改过，请逐处采纳。" in again
    article.refresh_from_db()
    assert article.body == body.replace("全年", "上半年")


def test_the_checker_is_not_offered_what_the_editor_does(cast: Cast, article: Article) -> None:
    row = suggested(cast, article, "逐户走访", "上门走访")
    put_issue(cast, article.issue, IssueState.EDITED)
    page = words(as_(cast.checker).get(of("remark", row)))
    assert "采纳" not in page
    assert "不作处理" in page
    assert "采纳" not in words(as_(cast.editor).get(of("remark", row)))  # the text is with the checker
    checker = as_(cast.checker)
    empty = checker.post(of("remark", row), {"act": "pass_over", "reason": ""})
    assert (empty.status_code, "请写明原因" in words(empty)) == (422, True)
    checker.post(of("remark", row), {"act": "pass_over", "reason": "不影响理解"})
    row.refresh_from_db()
    assert (row.state, row.closed_by) == ("passed_over", cast.checker)
    assert "不影响理解" in words(checker.get(of("draft", article.issue)))


def test_what_was_typed_is_kept_where_the_words_are_not_found(cast: Cast, article: Article) -> None:
    typed = {"act": "suggest", "quote": "没有这句话", "replacement": "换成这句", "words": "说明"}
    answer = as_(cast.editor).post(of("article-remark", article), typed)
    page = words(answer)
    assert (answer.status_code, "文中没有“没有这句话”" in page) == (422, True)
    assert "换成这句" in page
    assert "说明</textarea>" in page
    long = as_(cast.editor).post(of("article-remark", article), {"act": "remark", "words": "核" * 501})
    assert (long.status_code, "核" * 501 in words(long)) == (422, True)


def test_the_refused_step_leads_to_the_open_remark(cast: Cast, article: Article) -> None:
    row = suggested(cast, article, "逐户走访", "上门走访")
    issue = put_issue(cast, article.issue, IssueState.EDITED)
    answer = as_(cast.checker).post(of("draft-act", issue), {"act": "check", "version": issue.version})
    assert answer.url.endswith(f"?article={article.pk}#remark-{row.pk}")


def test_the_unit_remarks_on_its_proof_and_sees_no_others(cast: Cast, article: Article) -> None:
    inside = suggested(cast, article, "逐户走访", "上门走访")
    proof = proofs.ask_proof(article=article, by=cast.editor, at=cast.at)
    leader = as_(cast.leader)
    assert "上门" not in words(leader.get(of("proof", proof)))
    answer = leader.post(
        of("proof-remark", proof), {"act": "suggest", "quote": "780台", "replacement": "790台"}
    )
    row = Remark.objects.exclude(pk=inside.pk).get()
    assert answer.url == f"{of('proof', proof)}#remark-{row.pk}"
    assert "<del>780台</del><ins>790台</ins>" in words(leader.get(of("proof", proof)))
    assert leader.get(of("remark", inside)).status_code == 404
    assert as_(cast.other_leader).get(of("remark", row)).status_code == 404
    leader.post(of("remark", row), {"act": "reply", "words": "年底又装了10台"})
    assert "年底又装了10台" in words(as_(cast.editor).get(of("draft", article.issue)))
    again = leader.post(of("proof-remark", proof), {"act": "remark", "quote": "九百台", "words": "再核"})
    assert (again.status_code, "文中没有" in words(again)) == (422, True)
    alone = leader.get(of("remark", row))
    assert "到正文中看" not in words(alone)


def test_the_liaison_takes_over_what_leader_and_desk_suggest(cast: Cast) -> None:
    row = submission_in(cast, SubmissionState.UNIT_REVIEW)
    leader, liaison = as_(cast.leader), as_(cast.liaison)
    leader.post(
        of("submission-remarked", row), {"act": "suggest", "quote": "独居老人", "replacement": "孤寡老人"}
    )
    leader.post(of("submission-act", row), {"act": "hand_back", "word": "见修订"})
    leader.post(of("submission-remarked", row), {"act": "suggest", "quote": "780台", "replacement": "790台"})
    page = words(liaison.get(of("submission", row)))
    assert page.count(">采纳<") == 2
    assert "▲ 2条批注待处理" in words(liaison.get(of("submission-write", row)))
    answer = liaison.post(of("submission-remarks-all", row), {"act": "accept"})
    assert answer.url == f"{of('submission', row)}#remarks"
    fresh = Submission.objects.get(pk=row.pk)
    assert (fresh.title, "790台" in fresh.body) == (TITLE.replace("独居", "孤寡"), True)
    refused = liaison.post(of("submission-remarked", row), {"act": "remark", "quote": "独居", "words": "?"})
    assert (refused.status_code, "文中没有“独居”" in words(refused)) == (422, True)
    assert as_(cast.editor).get(of("submission", row)).status_code == 404


def test_the_desk_remarks_on_what_was_sent_in(cast: Cast) -> None:
    row = submission_in(cast)
    editor = as_(cast.editor)
    answer = editor.post(
        of("submission-remarked", row), {"act": "remark", "quote": "780台", "words": "哪年？"}
    )
    said = Remark.objects.get()
    assert answer.url == f"{of('submission', row)}#remark-{said.pk}"
    assert "哪年？" in words(as_(cast.liaison).get(of("submission", row)))
    assert "哪年？" in words(as_(cast.leader).get(of("submission-remark", said)))
    editor.post(of("submission-remark", said), {"act": "settle"})
    editor.post(of("submission-remark", said), {"act": "reopen"})
    said.refresh_from_db()
    assert said.state == "open"


# Versions, and words replaced


def test_a_version_is_beside_the_text_and_comes_back(cast: Cast, article: Article) -> None:
    editor = as_(cast.editor)
    assert "还没有改过" in words(editor.get(of("article-versions", article)))
    given = {"title": article.title, "body": BODY.replace("逐户", "")}
    editor.post(of("article-keep", article), {"version": article.version, **given})
    page = words(editor.get(of("article-versions", article)))
    assert "会同街道社区<del>逐户</del>走访" in page
    assert "恢复这一段" in page
    checker = words(as_(cast.checker).get(of("article-versions", article)))
    assert "恢复这一段" not in checker
    article.refresh_from_db()
    stale = editor.post(of("article-restore", article), {"number": 1, "version": "x"})
    assert stale.url == of("article-versions", article)
    posted = {"number": 1, "version": article.version, "paragraph": 0}
    assert editor.post(of("article-restore", article), posted).url.startswith(of("draft", article.issue))
    article.refresh_from_db()
    assert article.body == BODY


def test_words_are_looked_for_before_they_are_replaced(cast: Cast, article: Article) -> None:
    editor, path = as_(cast.editor), of("draft-replace", article.issue)
    assert "找到的地方" not in words(editor.get(path))
    given = {"old": "老人", "new": "<长者>", "article": article.pk}
    looked = editor.post(path, {"act": "look", **given})
    page = words(editor.get(looked.url))
    assert page.count("<del>老人</del><ins>&lt;长者&gt;</ins>") == 2
    assert "文中没有“甲乙”" in words(editor.get(path, {"old": "甲乙"}))
    missing = editor.post(path, {"act": "replace", "old": "甲乙", "new": "丙"})
    assert (missing.status_code, "文中没有“甲乙”" in words(missing)) == (422, True)
    done = editor.post(path, {"act": "replace", **given})
    assert done.url == f"{of('draft', article.issue)}?article={article.pk}"
    editor.post(path, {"act": "replace", "old": "<长者>", "new": "老人"})
    article.refresh_from_db()
    assert article.body == BODY
