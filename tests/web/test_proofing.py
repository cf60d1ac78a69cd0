"""The pages of proofreading: questions with their ground, put away by one click, and the office's settings."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from taizhang.bulletin.models import Article, ProofSettings, PutAside
from taizhang.core.proof import RULES
from taizhang.office.models import Person
from tests.bulletin.cast import Cast, article_of, issue_in
from tests.bulletin.conftest import cast

__all__ = ["cast"]


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def an_article(cast: Cast) -> Article:
    row = article_of(issue_in(cast))
    Article.objects.filter(pk=row.pk).update(
        title="社区账目", body="各社区统一填写台帐。\n逐项销号,逐月公开。"
    )
    return Article.objects.get(pk=row.pk)


def test_questions_stand_on_the_desk_and_on_their_page(cast: Cast) -> None:
    row, editor = an_article(cast), as_(cast.editor)
    desk = editor.get(reverse("draft", args=[row.issue_id])).content.decode()
    assert "“台帐”应作“台账”。" in desk
    assert reverse("article-proofing", args=[row.pk]) in desk
    shown = editor.get(reverse("article-proofing", args=[row.pk])).content.decode()
    assert "GB/T 15834" in shown
    assert "本机关忽略" in shown
    checker = as_(cast.checker).get(reverse("article-proofing", args=[row.pk])).content.decode()
    assert "“台帐”应作“台账”。" in checker
    assert "此处忽略" not in checker


def test_a_question_is_put_away_and_asked_again(cast: Cast) -> None:
    row, editor = an_article(cast), as_(cast.editor)
    start = row.text.index("台帐")
    given = {"rule": "word-pair", "start": start, "reach": "article"}
    answer = editor.post(reverse("article-put-aside", args=[row.pk]), given)
    assert answer.url == reverse("article-proofing", args=[row.pk])
    shown = editor.get(answer.url).content.decode()
    assert "“台帐”应作“台账”。" not in shown
    assert "本篇已忽略的问题" in shown
    again = reverse("put-aside-again", args=[PutAside.objects.get().pk])
    assert editor.post(again).url == answer.url
    assert "“台帐”应作“台账”。" in editor.get(answer.url).content.decode()
    stale = editor.post(reverse("article-put-aside", args=[row.pk]), {"rule": "word-pair"}, follow=True)
    assert "不在原处" in stale.content.decode()


def test_the_office_settles_its_rules(cast: Cast) -> None:
    row, editor = an_article(cast), as_(cast.editor)
    given = {"rule": "word-pair", "start": row.text.index("台帐"), "reach": "office"}
    editor.post(reverse("article-put-aside", args=[row.pk]), given)
    page = editor.get(reverse("proofing")).content.decode()
    assert "本机关已忽略的问题" in page
    assert editor.post(reverse("put-aside-again", args=[PutAside.objects.get().pk])).url == reverse(
        "proofing"
    )
    on = [rule.id for rule in RULES if rule.is_switchable and rule.id != "word-pair"]
    given = {"act": "set", "on": on, "pairs": "文明站 文明实践站", "version": 0}
    saved = editor.post(reverse("proofing-act"), given)
    assert saved.url == reverse("proofing")
    assert ProofSettings.objects.get().off == ["word-pair"]
    wrong = editor.post(reverse("proofing-act"), {**given, "version": 1, "pairs": "文明站"})
    assert wrong.status_code == 422
    assert "第1行“文明站”的格式不对" in wrong.content.decode()
    assert 'name="pairs"' not in as_(cast.checker).get(reverse("proofing")).content.decode()


def settle(editor: Client, **lists: object) -> Any:
    on = [rule.id for rule in RULES if rule.is_switchable]
    return editor.post(reverse("proofing-act"), {"act": "set", "on": on, **lists})


def test_settings_that_others_changed_meanwhile_are_shown_and_kept(cast: Cast) -> None:
    first, second = as_(cast.editor), as_(cast.editor)
    settle(first, pairs="文明站 文明实践站", version=0)
    stale = settle(second, pairs="活动点 实践点", people="顾明川 市教育局局长", version=0)
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "校对设置刚刚在别处改动过" in page
    assert "活动点 实践点" in page
    assert "现存的用词" in page
    assert "文明站 文明实践站" in page
    assert "现存的规范表述" not in page
    assert ProofSettings.objects.get().pairs == "文明站 文明实践站"
    assert '<input type="hidden" name="version" value="1"' in page
    merged = settle(second, pairs="文明站 文明实践站\n活动点 实践点", people="顾明川 市教育局局长", version=1)
    assert merged.status_code == 302
    assert ProofSettings.objects.get().people == "顾明川 市教育局局长"


def test_contradictory_words_are_refused_at_their_list(cast: Cast) -> None:
    for pairs in ("文明站 实践站\n实践站 文明站", "文明站 实践站\n文明站 活动站"):
        answer = settle(as_(cast.editor), pairs=pairs, version=0)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert re.search(r'id="set\d*_pairs_error"\s*><p class="field-error">[^<]*相互矛盾', page)
        assert pairs in page
    assert not ProofSettings.objects.exists()


def test_what_others_changed_of_the_meaning_stands_beside_the_changes(cast: Cast) -> None:
    row, checker = an_article(cast), as_(cast.checker)
    for body in ("各单位应当在月底前报送总结。", "各单位可以在月底前报送总结。"):
        version = Article.objects.values_list("version", flat=True).get(pk=row.pk)
        given = {"title": "社区账目", "body": body, "version": version}
        as_(cast.editor).post(reverse("article-keep", args=[row.pk]), given)
        shown = checker.get(reverse("draft", args=[row.issue_id])).content.decode()
    assert "含义可能有变的句子" in shown
    assert "要求的轻重" in shown
    assert "<del>各单位应当在月底前报送总结。</del>" in shown
