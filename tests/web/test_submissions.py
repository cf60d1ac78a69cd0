"""Articles on their pages: brought in, written, signed, decided; requests and proofs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions import commissions, inbox, issues, proofs, submissions
from taizhang.bulletin.models import Article, Commission, Issue, Proof, Series, Submission, SubmittedText
from taizhang.core.calendar import PeriodKind, period_of
from taizhang.core.lifecycle.bulletin_life import IssueState, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions.records import record_activity
from taizhang.office import actions as office_actions
from taizhang.office.clock import now, today
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from taizhang.web.submissions.article_check import field_of
from tests.bulletin.cast import BODY, TITLE, Cast, cast_of, put_issue, submission_in
from tests.replaying import STARTED
from tests.web.route_objects import a_project
from tests.web.submit_objects import row_of

OLD = "市民政局会同街道社区逐户走访独居老人4216户，为行动不便的老人安装智能呼叫设备780台。"


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


Browser = Callable[[Person], Client]


@pytest.fixture
def as_() -> Browser:
    def browser(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def draft(cast: Cast, **given: Any) -> Submission:
    return submissions.start_submission(
        unit=cast.unit, **{"title": TITLE, "body": BODY, **given}, by=cast.liaison, at=now()
    )


def sent(cast: Cast, **given: Any) -> Submission:
    return submissions.send_submission(submission=draft(cast, **given), by=cast.liaison, at=now())


def page(client: Client, name: str, *args: int, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def written(row: Submission, **changes: str) -> dict[str, str]:
    return {"version": str(row.version), "title": row.title, "body": row.body, **changes}


# Bringing in.


def word(*paragraphs: str) -> SimpleUploadedFile:
    made, content = docx.Document(), io.BytesIO()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(content)
    return SimpleUploadedFile("C:\\稿件\\暖冬.docx", content.getvalue())


def test_a_word_file_becomes_a_draft(cast: Cast, as_: Browser) -> None:
    answer = as_(cast.liaison).post(
        reverse("submission-new"), {"text": "", "file": word("暖冬行动", "一、摸底", "逐户走访。")}
    )
    row = Submission.objects.get()
    assert answer.url == reverse("submission-write", args=[row.pk])
    assert (row.title, row.body, row.source_name) == ("暖冬行动", "一、摸底\n逐户走访。", "暖冬.docx")


def test_a_pasted_text_becomes_a_draft_and_a_blank_one_begins_with_nothing(cast: Cast, as_: Browser) -> None:
    client = as_(cast.liaison)
    noted = client.post(reverse("submission-new"), {"text": "暖冬行动\r\n逐户\u200b走访。"}, follow=True)
    assert "notice" in noted.content.decode()
    client.post(reverse("submission-new"), {"blank": "1"})
    assert list(Submission.objects.order_by("pk").values_list("title", "body")) == [
        ("暖冬行动", "逐户走访。"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": " "}, "请粘贴稿件文字"),
        ({"text": "题\n机密★ 五年"}, "密级"),
        ({"text": "题\n" + "长" * 41_000}, "正文超过"),
        (
            {"text": "题\n" + "东河\t8\n" * 201},
            "表格有201行、2列，正文中的表格最多200行、20列。请拆成几个表。",
        ),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04broken")}, "field-error"),
    ],
)
def test_what_cannot_be_taken_says_why_and_stores_nothing(
    cast: Cast, as_: Browser, given: dict[str, Any], words: str
) -> None:
    answer = as_(cast.liaison).post(reverse("submission-new"), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_leader_finds_no_place_to_write_and_cannot_begin(cast: Cast, as_: Browser) -> None:
    client = as_(cast.leader)
    assert "读入稿件" not in page(client, "submissions")
    assert client.post(reverse("submission-new"), {"blank": "1"}).status_code == 404
    assert not Submission.objects.exists()


def test_who_works_for_two_units_says_for_which(cast: Cast, as_: Browser) -> None:
    post = office_actions.add_post(
        office=cast.office, role=Role.LIAISON, title="联络员", unit=cast.other_unit, by=None, at=cast.at
    )
    office_actions.appoint(post=post, person=cast.liaison, by=None, at=cast.at)
    client = as_(cast.liaison)
    assert "供稿单位" in page(client, "submissions")
    client.post(reverse("submission-new"), {"text": "题\n文", "unit": str(cast.other_unit.pk)})
    assert Submission.objects.get().unit == cast.other_unit


def test_a_signed_report_is_offered_once(cast: Cast, as_: Browser) -> None:
    report = row_of("told_report", a_project(cast.office, cast.unit, title="每周一访"), cast.liaison)
    client = as_(cast.liaison)
    assert "转为投稿" in page(client, "submissions")
    assert "转为投稿" in page(client, "report", report.pk)
    assert "转为投稿" not in page(as_(cast.leader), "report", report.pk)
    client.post(reverse("submission-from-report", args=[report.pk]))
    assert Submission.objects.get().body == "走访按计划推进。"
    assert "转为投稿" not in page(client, "submissions")
    assert client.post(reverse("submission-from-report", args=[report.pk])).status_code == 404
    Submission.objects.update(state="withdrawn")
    answer = as_(cast.leader).post(reverse("submission-from-report", args=[report.pk]), follow=True)
    assert "您的岗位不能办理此事项" in answer.content.decode()


def test_records_of_this_month_and_the_last_become_a_draft_in_one_click(cast: Cast, as_: Browser) -> None:
    project = a_project(cast.office, cast.unit, title="每周一访")
    month = period_of(today(), PeriodKind.MONTH)
    last = month.preceding()
    client = as_(cast.liaison)
    assert "起草投稿" not in page(client, "submissions")
    client.post(reverse("submission-from-records", args=[project.pk, last.code]))
    assert not Submission.objects.exists()
    record_activity(
        unit=cast.unit, project=project, kind="culture", title="广场演出", held_on=last.first,
        counts=[("观众", "120", "人次", "")], by=cast.liaison, at=now(),
    )  # fmt: skip
    assert page(client, "submissions").count("起草投稿") == 1
    url = reverse("submission-from-records", args=[project.pk, last.code])
    assert url in page(client, "submissions")
    answer = client.post(url)
    draft = Submission.objects.get()
    assert answer.url == reverse("submission-write", args=[draft.pk])
    assert (draft.title, draft.project, draft.state) == ("每周一访", project, "draft")
    day = f"{last.first.month}月{last.first.day}日"
    assert draft.body == f"{last.words()}，举办文化活动1场：{day}“广场演出”，观众120人次。"
    assert client.post(reverse("submission-from-records", args=[project.pk, "旧"])).status_code == 404
    assert as_(cast.leader).post(url).status_code == 404


# Writing.


def test_the_form_says_what_it_reads_and_the_writer_may_send_it_all_the_same(
    cast: Cast, as_: Browser
) -> None:
    row, client = draft(cast, body="基本实现全覆盖。"), as_(cast.liaison)
    shown = page(client, "submission-write", row.pk)
    assert "文中称“全覆盖”，但未见总数" in shown
    assert "比常见的短" in shown
    client.post(reverse("submission-write", args=[row.pk]), written(row, act="save", title="新题"))
    row.refresh_from_db()
    assert (row.title, row.state) == ("新题", SubmissionState.DRAFT)
    answer = client.post(reverse("submission-write", args=[row.pk]), written(row, act="send"))
    row.refresh_from_db()
    assert (answer.url, row.state) == (reverse("submissions"), SubmissionState.UNIT_REVIEW)
    assert client.get(reverse("submission-write", args=[row.pk])).url == reverse("submission", args=[row.pk])


def test_a_refusal_stands_on_the_form_and_what_was_typed_stays(cast: Cast, as_: Browser) -> None:
    row, client = draft(cast), as_(cast.liaison)
    url = reverse("submission-write", args=[row.pk])
    stale = client.post(url, written(row, act="save", version="7", body="旧页上写的。"))
    empty = client.post(url, written(row, act="send", body=""))
    secret = client.post(url, written(row, body="绝密★文字"))
    assert [each.status_code for each in (stale, empty, secret)] == [422] * 3
    assert "已在别处改动过" in stale.content.decode()
    assert "旧页上写的。" in stale.content.decode()
    assert "请填写正文" in empty.content.decode()
    row.refresh_from_db()
    assert (row.body, row.state) == ("", SubmissionState.DRAFT)  # kept as typed, not sent


def test_what_is_typed_is_kept_after_a_pause(cast: Cast, as_: Browser) -> None:
    row, client = draft(cast), as_(cast.liaison)
    url = reverse("submission-keep", args=[row.pk])
    kept = client.post(url, written(row, body="改过的正文，走访12户。")).content.decode()
    assert "已存" in kept
    assert 'value="2"' in kept
    assert "12户" in kept
    stale = client.post(url, written(row, body="又改")).content.decode()
    assert "未存" in stale
    assert 'value="1"' in stale
    row.refresh_from_db()
    assert row.body == "改过的正文，走访12户。"


def test_what_stood_in_an_earlier_text_is_shown_and_its_answer_kept_for_the_editor(
    cast: Cast, as_: Browser
) -> None:
    submission_in(cast, title="去年的稿子", body=OLD, signed_at=cast.at - timedelta(days=400))
    row, client = draft(cast, title="新题", body=OLD.replace("4216", "5130")), as_(cast.liaison)
    shown = page(client, "submission-write", row.pk)
    assert "《去年的稿子》相同，只换了数字？" in shown
    assert "<del>4216户</del><ins>5130户</ins>" in shown
    name = next(part for part in shown.split('"') if part.startswith("again-"))
    client.post(reverse("submission-keep", args=[row.pk]), written(row, **{name: "数字是今年的"}))
    row.refresh_from_db()
    assert list(row.recycled.values()) == ["数字是今年的"]
    assert field_of(next(iter(row.recycled))) == name
    submissions.send_submission(submission=row, by=cast.liaison, at=now())
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=now())
    assert "数字是今年的" in page(as_(cast.editor), "submission", row.pk)


def test_a_long_answer_about_a_passage_is_not_cut(cast: Cast, as_: Browser) -> None:
    submission_in(cast, title="去年的稿子", body=OLD, signed_at=cast.at - timedelta(days=400))
    row, client = draft(cast, title="新题", body=OLD), as_(cast.liaison)
    shown = page(client, "submission-write", row.pk)
    given = written(row, **{next(each for each in shown.split('"') if each.startswith("again-")): "年" * 201})
    assert (
        "最多200字，现有201字"
        in client.post(reverse("submission-keep", args=[row.pk]), given).content.decode()
    )
    kept = client.post(reverse("submission-write", args=[row.pk]), given)
    assert (kept.status_code, "年" * 201 in kept.content.decode()) == (422, True)
    with pytest.raises(Refused, match="超过"):
        submissions.write_submission(
            submission=row, version=row.version, title="新题", body=OLD, answers={OLD: "年" * 201},
            by=cast.liaison, at=now(),
        )  # fmt: skip
    row.refresh_from_db()
    assert row.recycled == {}


def test_who_begins_with_nothing_but_has_pasted_something_keeps_it(cast: Cast, as_: Browser) -> None:
    as_(cast.liaison).post(reverse("submission-new"), {"blank": "1", "text": "暖冬行动\n逐户走访。"})
    assert Submission.objects.get().body == "逐户走访。"


def test_the_usual_length_is_that_of_the_offices_series(cast: Cast, as_: Browser) -> None:
    """Of one series its own; of several, that of a 简报."""
    client, body = as_(cast.liaison), "走访独居老人。" * 30
    row = submissions.start_submission(unit=cast.unit, title="走访", body=body, by=cast.liaison, at=now())
    Series.objects.update(lengths={"shortest": 100, "longest": 500})
    said = page(client, "submission-write", row.pk)
    assert "刊用稿多为100至500字" in said
    assert "篇幅合适" in said
    Series.objects.create(office=cast.office, name="海川快报", slug="kuaibao", issuer="市文明办")
    said = page(client, "submission-write", row.pk)
    assert "刊用稿多为600至1500字" in said
    assert "比常见的短" in said


# Signing.


def test_the_leader_signs_on_the_page_or_hands_back(cast: Cast, as_: Browser) -> None:
    row, client = sent(cast), as_(cast.leader)
    assert "审签后原文定稿" in page(client, "submission", row.pk)
    act = reverse("submission-act", args=[row.pk])
    stale = client.post(act, {"act": "sign_off", "version": "x"})
    assert (stale.status_code, "已在别处改动过" in stale.content.decode()) == (422, True)
    client.post(act, {"act": "hand_back", "word": "数字再核"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (SubmissionState.DRAFT, "数字再核")
    assert "退回修改：数字再核" in page(as_(cast.liaison), "queue")
    submissions.send_submission(submission=row, by=cast.liaison, at=now())
    client.post(act, {"act": "sign_off", "version": str(row.version)})
    assert SubmittedText.objects.get().body == BODY
    assert client.post(act, {"act": "dance"}).status_code == 422


def test_the_unit_takes_an_article_back(cast: Cast, as_: Browser) -> None:
    row = submission_in(cast)
    as_(cast.liaison).post(reverse("submission-act", args=[row.pk]), {"act": "withdraw"})
    row.refresh_from_db()
    assert row.state == SubmissionState.WITHDRAWN


def test_another_units_article_does_not_exist_and_the_office_sees_no_draft(cast: Cast, as_: Browser) -> None:
    hidden, shown = draft(cast), submission_in(cast)
    for person, row in ((cast.other_leader, shown), (cast.editor, hidden), (cast.checker, hidden)):
        assert as_(person).get(reverse("submission", args=[row.pk])).status_code == 404
    for name in ("submission-write", "submission-keep", "submission-act"):
        answer = as_(cast.other_liaison).post(reverse(name, args=[hidden.pk]), {"act": "withdraw"})
        assert answer.status_code == 404
    assert "编辑台" in page(as_(cast.checker), "submission", shown.pk)


# The inbox.


@pytest.fixture
def composing(cast: Cast) -> Issue:
    return issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())


def test_the_inbox_is_narrowed_by_state_unit_theme_and_project(cast: Cast, as_: Browser) -> None:
    project = a_project(cast.office, cast.unit, title="每周一访")
    submission_in(cast, title="有项目的", project=project, theme=project.theme)
    submission_in(cast, title="外单位的", unit=cast.other_unit)
    submission_in(cast, SubmissionState.DECLINED, title="不用的")
    client = as_(cast.editor)

    def shown(**query: str) -> set[str]:
        html = page(client, "inbox", **query)
        return {title for title in ("有项目的", "外单位的", "不用的") if title in html}

    assert shown() == shown(laid="nonsense", unit="x") == {"有项目的", "外单位的"}
    assert shown(laid="refused") == {"不用的"}
    assert shown(laid="all", unit=str(cast.unit.pk)) == {"有项目的", "不用的"}
    assert shown(theme=str(project.theme_id)) == shown(project=str(project.pk)) == {"有项目的"}
    assert shown(laid="held") == set()


def test_adopting_goes_back_to_where_it_was_clicked(cast: Cast, as_: Browser, composing: Issue) -> None:
    client = as_(cast.editor)
    for back, url in (("inbox", reverse("inbox")), ("queue", "/"), ("//evil", None)):
        row = submission_in(cast)
        answer = client.post(reverse("submission-adopt", args=[row.pk]), {"next": back})
        assert answer.url == (url or reverse("submission", args=[row.pk]))
        row.refresh_from_db()
        assert row.state == SubmissionState.ADOPTED
    assert composing.articles.count() == 3


def test_an_article_is_adopted_into_the_issue_and_the_article_that_were_chosen(
    cast: Cast, as_: Browser, composing: Issue
) -> None:
    other = issues.open_issue(series=cast.series, on=today() - timedelta(days=9), by=cast.editor, at=now())
    client, one, two = as_(cast.editor), submission_in(cast), submission_in(cast)
    assert "编入另一期、摘编或并入一篇" in page(client, "submission", one.pk)
    chosen = {"issue": str(other.pk), "mode": "excerpt"}
    client.post(reverse("submission-adopt", args=[one.pk]), chosen)
    article = Article.objects.get(issue=other)
    assert article.adoptions.get().mode == "excerpt"
    client.post(reverse("submission-adopt", args=[two.pk]), {"article": str(article.pk)})
    assert article.adoptions.count() == 2
    put_issue(cast, other, IssueState.EDITED)
    third = submission_in(cast)
    for chosen in ({"issue": str(other.pk)}, {"issue": "最新"}, {"article": "-1"}):
        assert client.post(reverse("submission-adopt", args=[third.pk]), chosen).status_code == 404


def test_without_an_issue_being_composed_the_page_says_so(cast: Cast, as_: Browser) -> None:
    row, client = submission_in(cast), as_(cast.editor)
    assert "现在没有正在编辑的一期" in page(client, "submission", row.pk)
    answer = client.post(reverse("submission-adopt", args=[row.pk]), {"next": "inbox"}, follow=True)
    assert "请先新开一期" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"act": "accept"}, SubmissionState.ACCEPTED),
        ({"act": "hold"}, SubmissionState.HELD),
        ({"act": "return", "reason": "请写明对象"}, SubmissionState.RETURNED),
        ({"act": "decline", "reason": "已有同类"}, SubmissionState.DECLINED),
        ({"act": "decline"}, SubmissionState.SUBMITTED),
    ],
)
def test_the_editor_decides_on_the_page(cast: Cast, as_: Browser, given: dict[str, str], state: str) -> None:
    row = submission_in(cast)
    answer = as_(cast.editor).post(reverse("submission-decide", args=[row.pk]), given)
    row.refresh_from_db()
    assert row.state == state
    if state == SubmissionState.SUBMITTED:
        assert (answer.status_code, "请写明原因" in answer.content.decode()) == (422, True)
    else:
        assert answer.url == reverse("inbox")


@pytest.mark.parametrize("verb", ["return", "hold", "decline"])
def test_a_long_opinion_is_not_cut_but_answered_at_its_field(cast: Cast, as_: Browser, verb: str) -> None:
    row, long = submission_in(cast), "请把数据再核一遍。" * 60
    answer = as_(cast.editor).post(reverse("submission-decide", args=[row.pk]), {"act": verb, "reason": long})
    html = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.reason) == (422, SubmissionState.SUBMITTED, "")
    assert "最多500字，现有540字" in html
    assert long in html


def test_a_long_word_to_the_liaison_and_a_long_objection_stay_as_typed(
    cast: Cast, as_: Browser, composing: Issue
) -> None:
    row, leader, long = sent(cast), as_(cast.leader), "数字再核。" * 101
    handed = leader.post(reverse("submission-act", args=[row.pk]), {"act": "hand_back", "word": long})
    article = issues.adopt(submission=submission_in(cast), by=cast.editor, at=now())
    proof = proofs.ask_proof(article=article, by=cast.editor, at=now())
    objected = leader.post(reverse("proof", args=[proof.pk]), {"act": "object", "words": long})
    for answer in (handed, objected):
        assert answer.status_code == 422
        assert "最多500字，现有505字" in answer.content.decode()
        assert long in answer.content.decode()
    row.refresh_from_db()
    proof.refresh_from_db()
    assert (row.state, proof.state) == (SubmissionState.UNIT_REVIEW, "asked")


def test_a_duplicate_names_the_other_and_a_foreign_one_is_not_opened_to_the_unit(
    cast: Cast, as_: Browser
) -> None:
    row, other = submission_in(cast), submission_in(cast, title="先来的一篇", unit=cast.other_unit)
    url, client = reverse("submission-decide", args=[row.pk]), as_(cast.editor)
    client.post(url, {"act": "mark_duplicate", "of": str(other.pk)})
    row.refresh_from_db()
    assert row.duplicate_of == other
    assert "先来的一篇" not in page(as_(cast.liaison), "submission", row.pk)
    for given in ({"act": "dance"}, {"act": "mark_duplicate", "of": "x"}):
        assert client.post(url, given).status_code == 422


def test_a_second_round_is_shown_with_its_difference(cast: Cast, as_: Browser) -> None:
    row = submission_in(cast)
    inbox.return_submission(submission=row, reason="请核", by=cast.editor, at=now())
    assert "请核" in page(as_(cast.liaison), "submission-write", row.pk)
    row = submissions.write_submission(
        submission=row, version=row.version, title=TITLE, body=BODY.replace("8场", "9场"), by=cast.liaison, at=now()
    )  # fmt: skip
    submissions.send_submission(submission=row, by=cast.liaison, at=now())
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=now())
    html = page(as_(cast.editor), "submission", row.pk)
    assert "第2次报送比上一次改了哪里" in html
    assert "<del>8场</del><ins>9场</ins>" in html


# What became of it.


def test_the_unit_sees_what_was_printed_and_on_the_landing_page_that_it_was(
    cast: Cast, as_: Browser, composing: Issue
) -> None:
    row, client = submission_in(cast), as_(cast.liaison)
    article = issues.adopt(submission=row, by=cast.editor, at=now())
    assert "印发前送校样时" in page(client, "submission", row.pk)
    Article.objects.filter(pk=article.pk).update(body=BODY.replace("4216", "4215"))
    put_issue(cast, composing, IssueState.SEALED)
    Submission.objects.filter(pk=row.pk).update(state=SubmissionState.PUBLISHED)
    html = page(client, "submission", row.pk)
    assert "<del>4216户</del><ins>4215户</ins>" in html
    assert "改动的数据" in html
    assert f"投稿《{TITLE}》：已刊发" in page(client, "queue")
    put_issue(cast, composing, IssueState.SIGNED)
    Article.objects.filter(pk=article.pk).update(body=BODY)
    put_issue(cast, composing, IssueState.SEALED)
    assert "与报送原文一字不差" in page(client, "submission", row.pk)


# Requests.


def test_articles_are_asked_for_and_the_request_waits_at_the_unit(cast: Cast, as_: Browser) -> None:
    client, given = as_(cast.editor), {"title": "助老", "due": today().isoformat(), "minutes": "40"}
    url = reverse("commissions")
    wrong = client.post(url, given)
    assert wrong.status_code == 422
    past = {**given, "due": "2020-01-01", "units": [str(cast.unit.pk)]}
    assert "不能早于今天" in client.post(url, past).content.decode()
    client.post(url, {**given, "units": [str(cast.unit.pk), str(cast.other_unit.pk)]})
    asked = Commission.objects.get(unit=cast.unit)
    assert "约稿 · 预计用时40分钟" in page(as_(cast.liaison), "queue")
    unit_page = page(as_(cast.liaison), "commission", asked.pk)
    assert "读入稿件" in unit_page
    assert "读入稿件" not in page(as_(cast.leader), "commission", asked.pk)
    assert "读入稿件" not in page(client, "commission", asked.pk)
    assert as_(cast.other_liaison).get(reverse("commission", args=[asked.pk])).status_code == 404
    client.post(reverse("commission-close", args=[asked.pk]))
    assert "已结束的" in page(client, "commissions")


def test_an_answer_to_a_request_belongs_to_it(cast: Cast, as_: Browser) -> None:
    asked, other = commissions.commission(
        units=[cast.unit, cast.other_unit], title="助老", due=today(), by=cast.editor, at=now()
    )
    client, url = as_(cast.liaison), reverse("submission-new")
    client.post(url, {"text": "题\n文", "commission": str(asked.pk)})
    client.post(url, {"blank": "1", "commission": str(asked.pk)})
    assert [row.commission for row in Submission.objects.all()] == [asked, asked]
    for key in (str(other.pk), "x"):
        assert client.post(url, {"blank": "1", "commission": key}).status_code == 404
    commissions.close_commission(commission=asked, by=cast.editor, at=now())
    blank = client.post(url, {"blank": "1", "commission": str(asked.pk)}, follow=True)
    assert "这项约稿已经结束" in blank.content.decode()
    refused = client.post(url, {"text": "题\n文", "commission": str(asked.pk)})
    assert "这项约稿已经结束" in refused.content.decode()
    assert "应约稿“助老”" in refused.content.decode()
    assert "约稿：" in page(client, "submission-write", Submission.objects.latest("pk").pk)


# Proofs.


def test_a_proof_goes_to_the_unit_and_its_answer_back(cast: Cast, as_: Browser, composing: Issue) -> None:
    article = issues.adopt(submission=submission_in(cast), by=cast.editor, at=now())
    Article.objects.filter(pk=article.pk).update(body=BODY.replace("4216", "4215"))
    editor, leader = as_(cast.editor), as_(cast.leader)
    assert "送单位校样" in page(editor, "draft", composing.pk)
    editor.post(reverse("proof-ask", args=[article.pk]))
    proof = Proof.objects.get()
    assert "：待确认" in page(editor, "draft", composing.pk)
    assert "待确认的校样" in page(leader, "queue")
    assert "<del>4216户</del>" in page(leader, "proof", proof.pk)
    url = reverse("proof", args=[proof.pk])
    assert "请写明原因" in leader.post(url, {"act": "object", "words": ""}).content.decode()
    leader.post(url, {"act": "object", "words": "是4216户"})
    assert "市民政局：是4216户" in page(editor, "queue")
    assert "是4216户" in page(editor, "proof", proof.pk)
    editor.post(url, {"act": "overtake"})
    assert "这一稿不用再确认" in page(leader, "proof", proof.pk)
    assert leader.post(url, {"act": "dance"}).url == url
    assert as_(cast.other_leader).get(url).status_code == 404


def test_an_unchanged_proof_and_one_of_the_offices_own_words_say_so(
    cast: Cast, as_: Browser, composing: Issue
) -> None:
    own = issues.add_article(
        issue=composing, title="编者", body="综述。", unit=cast.unit, by=cast.editor, at=now()
    )
    same = issues.adopt(submission=submission_in(cast), by=cast.editor, at=now())
    shown = [proofs.ask_proof(article=article, by=cast.editor, at=now()) for article in (own, same)]
    liaison = as_(cast.liaison)
    assert "请直接核对全文" in page(liaison, "proof", shown[0].pk)
    assert "与报送原文一字不差" in page(liaison, "proof", shown[1].pk)
    liaison.post(reverse("proof", args=[shown[1].pk]), {"act": "confirm"})
    shown[1].refresh_from_db()
    assert shown[1].state == "confirmed"


def test_the_lists_ask_no_more_when_they_are_longer(
    cast: Cast, as_: Browser, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        submission_in(cast, title=f"第{number}篇", decided_by=cast.editor, decided_at=cast.at)
    for person, name in ((cast.editor, "inbox"), (cast.liaison, "submissions")):
        client = as_(person)
        with django_assert_max_num_queries(22):
            page(client, name)
