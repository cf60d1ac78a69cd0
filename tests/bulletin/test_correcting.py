"""A correction: by whom, of which words, where else they were printed, and what it leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.bulletin.actions import correcting as acts
from taizhang.bulletin.actions import sending as sendings
from taizhang.bulletin.actions.issues import remove_article
from taizhang.bulletin.dispatch.letters import letter_body
from taizhang.bulletin.models import (
    Article,
    Citation,
    Correction,
    Issue,
    Printed,
    Rendering,
    Revision,
    Sending,
)
from taizhang.bulletin.queries import printed, rendering_of
from taizhang.bulletin.queries.printed import letter_now
from taizhang.bulletin.rules.versions import text_now
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.core.lifecycle.bulletin_life import CORRECTION, CorrectionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.ledger.models import Activity, Figure, ProgressReport
from tests.bulletin.cast import DAY, Cast, actors, article_of, issue_in, put_issue
from tests.bulletin.sent import ERRATUM, FIRST, SECOND, correction, put_sending, recipient, sealed
from tests.matrix import surprises
from tests.web.route_objects import a_project
from tests.web.submit_objects import row_of

NOTICE = "本刊2026年第7期《市民政局暖冬行动走访独居老人》一文中“4216户”应为“4261户”。特此更正。"


@pytest.fixture(autouse=True)
def quick_press(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Revisions without typesetting; what was to be set."""
    asked: list[Any] = []

    def finish(bulletin: Any, *args: Any, **more: Any) -> Finished:
        asked.append(bulletin)
        return Finished(b"%PDF-1.7 B", b"PK B", {"ok": True, "pages": 1})

    monkeypatch.setattr(acts, "finish", finish)
    return asked


def draft(cast: Cast, issue: Issue, **more: Any) -> Correction:
    erratum = replace(ERRATUM, **more)
    return acts.draft_correction(article=article_of(issue), erratum=erratum, by=cast.editor, at=cast.at)


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_correction_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    issue = sealed(cast)
    does: dict[str, Any] = {
        "edit": lambda row, by: acts.edit_correction(
            correction=row, erratum=replace(ERRATUM, right="4300户"), by=by, at=cast.at
        ),
        "issue": lambda row, by: acts.issue_correction(correction=row, by=by, at=cast.at),
        "drop": lambda row, by: acts.drop_correction(correction=row, by=by, at=cast.at),
    }

    def put(state: str, verb: str) -> Correction:
        return correction(cast, issue, state)

    assert surprises(CORRECTION, CorrectionState, does, put, actors(cast, of_a_unit=False)) == []


def test_the_notice_is_drafted_and_the_place_in_the_issue_is_listed_first(cast: Cast) -> None:
    issue = sealed(cast)
    row = draft(cast, issue)
    assert row.notice == NOTICE
    assert list(row.places.values_list("kind", "target", "sentence")) == [("issue", issue.pk, FIRST)]
    assert draft(cast, issue, notice="另写的说明。").notice == "另写的说明。"
    edited = acts.edit_correction(
        correction=row,
        erratum=replace(ERRATUM, wrong="18个社区", right="19个社区"),
        by=cast.editor,
        at=cast.at,
    )
    assert list(edited.places.values_list("sentence", flat=True)) == [SECOND]
    assert "18个社区" in edited.notice


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"wrong": "777户"}, "没有“777户”"), ({"wrong": " "}, "分别写明"), ({"right": "4216户"}, "不能相同"),
        ({"reason": ""}, "原因"), ({"right": "户" * 201}, "不超过200字"), ({"notice": "秘密★"}, "密级"),
        ({"wrong": "8场", "right": "9场", "as_revision": True}, "出现2次"),
        ({"wrong": "8场", "right": "9场", "as_revision": True, "which": 3}, "只出现2次"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_refused(cast: Cast, more: dict[str, Any], words: str) -> None:
    issue = sealed(cast)
    with pytest.raises(Refused, match=words):
        draft(cast, issue, **more)
    assert not Correction.objects.exists()


def test_an_issue_at_the_desk_is_edited_and_not_corrected(cast: Cast) -> None:
    issue = issue_in(cast)
    with pytest.raises(Refused, match="已封存"):
        draft(cast, issue, wrong="大家")
    row = correction(cast)
    row.article = None
    with pytest.raises(Refused, match="已封存"):
        acts.edit_correction(correction=row, erratum=ERRATUM, by=cast.editor, at=cast.at)


def another(cast: Cast, number: int, body: str) -> Article:
    return article_of(sealed(cast, number=number, body=body))


def figure_of(cast: Cast, **more: Any) -> Figure:
    given: dict[str, Any] = {
        "office": cast.office, "whose": cast.unit, "name": "走访户数", "value": Decimal(4216), "unit": "户",
        "surface": "4216户", "as_of": DAY, "recorded_at": cast.at, "imported_from": "台账.xlsx 第3行",
    }  # fmt: skip
    return Figure.objects.create(**{**given, **more})


def cite(cast: Cast, article: Article, words: str, figure: Figure) -> None:
    start = article.text.index(words)
    Citation.objects.create(
        office=cast.office, article=article, start=start, end=start + len(words), surface=words,
        answer="linked", figure=figure, by=cast.editor, at=cast.at,
    )  # fmt: skip


def test_places_are_found_by_the_same_figure_whatever_its_words(cast: Cast) -> None:
    figure = figure_of(cast, ended_at=cast.at)
    later = figure_of(cast, replaces=figure, revision=2, reason="录入有误")
    issue = sealed(cast)
    cite(cast, article_of(issue), "4216户", figure)
    other = another(cast, 8, "全市四千多户老人有人上门。")
    cite(cast, other, "四千多户", later)
    another(cast, 9, "足球队在4216户外俱乐部训练。")
    row = draft(cast, issue)
    assert row.figure == figure
    assert set(row.places.values_list("kind", "target")) == {
        ("issue", issue.pk), ("issue", other.issue_id), ("figure", figure.pk), ("figure", later.pk),
    }  # fmt: skip


def test_places_are_found_in_the_records_of_the_project(cast: Cast) -> None:
    project = a_project(cast.office, cast.unit)
    Activity.objects.create(
        office=cast.office, unit=cast.unit, project=project, kind="visit", title="暖冬走访", held_on=DAY,
        note=f"小结：{FIRST}", recorded_by=cast.liaison, recorded_at=cast.at,
    )  # fmt: skip
    report = row_of("told_report", project, cast.liaison)
    ProgressReport.objects.update(narrative=f"本月{FIRST}")
    issue = sealed(cast)
    Article.objects.filter(issue=issue).update(project=project)
    row = draft(cast, issue)
    assert list(row.places.values_list("kind", "target", "title"))[1:] == [
        ("report", report.pk, f"{project.title}进展报告"),
        ("activity", Activity.objects.get().pk, "暖冬走访"),
    ]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_planted_place_is_found_and_what_is_put_right_reads_back(cast: Cast, data: Any) -> None:
    wrong, right = (f"{data.draw(st.integers(2, 99_999))}户" for _ in range(2))
    if wrong == right:
        right = f"1{right}"
    sentence = f"市民政局会同街道社区逐户走访独居老人{wrong}。"
    rest = data.draw(st.lists(st.sampled_from(["足球队训练。", "另有18个社区。", "天气转凉。"]), max_size=3))
    issue = sealed(cast, number=Issue.objects.count() + 1, body="".join([*rest, sentence]))
    planted = {issue.pk}
    for _ in range(data.draw(st.integers(0, 3))):
        around = data.draw(st.sampled_from(["今年，{}", "{}天气转凉。", "天气转凉。\n{}"]))
        planted.add(another(cast, Issue.objects.count() + 1, around.format(sentence)).issue_id)
    row = draft(cast, issue, wrong=wrong, right=right, as_revision=True)
    assert planted <= set(row.places.values_list("target", flat=True))
    before = issue.data
    acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    back = draft(cast, issue, wrong=right, right=wrong, as_revision=True)
    acts.issue_correction(correction=back, by=cast.signer, at=cast.at)
    issue.refresh_from_db()
    first, second = (row.data["items"] for row in Revision.objects.filter(issue=issue))
    assert issue.data == before
    assert (second, first != second) == (before["items"], True)
    Issue.objects.exclude(pk=0).update(state="voided")


def test_a_revision_stands_beside_the_first_files_and_says_what_it_is(
    cast: Cast, quick_press: list[Any]
) -> None:
    issue = sealed(cast)
    kept = list(Rendering.objects.filter(issue=issue).values_list("letter", "format", "file__sha256"))
    row = draft(cast, issue, wrong="8场", right="9场", which=2, as_revision=True)
    acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    revision = Revision.objects.get()
    assert (revision.letter, revision.sealed_by) == ("B", cast.signer)
    assert revision.data["items"][0]["body"] == [FIRST, SECOND.replace("8场", "9场")]
    assert "修订版（B版）" in quick_press[0].note[0].text
    now = list(Rendering.objects.filter(issue=issue).values_list("letter", "format", "file__sha256"))
    assert set(kept) < set(now)
    assert {letter for letter, _fmt, _hash in now} == {"A", "B"}
    with pytest.raises(Refused, match="状态已经变化"):
        acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    other = draft(cast, issue, wrong="18个", right="19个", as_revision=True)
    acts.issue_correction(correction=other, by=cast.signer, at=cast.at)
    texts = Revision.objects.get(letter="C").data["items"][0]["body"]
    assert texts[1] == "另外，志愿者在19个社区办了9场讲座。"


def test_a_revision_that_cannot_be_set_leaves_a_draft(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = draft(cast, sealed(cast), as_revision=True)

    def refuse(*args: Any, **more: Any) -> Finished:
        raise Refused(Message("缺字"))

    monkeypatch.setattr(acts, "finish", refuse)
    with pytest.raises(Refused, match="缺字"):
        acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    row.refresh_from_db()
    assert (row.state, Revision.objects.count()) == ("draft", 0)


def test_two_revisions_at_once_do_not_get_the_same_letter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = sealed(cast)
    one, two = (
        draft(cast, issue, as_revision=True),
        draft(cast, issue, wrong="18个", right="9个", as_revision=True),
    )
    done = Finished(b"%PDF", b"PK", {"ok": True, "pages": 1})

    def meanwhile(*args: Any, **more: Any) -> Finished:
        monkeypatch.setattr(acts, "finish", lambda *args, **more: done)
        acts.issue_correction(correction=two, by=cast.signer, at=cast.at)
        return done

    monkeypatch.setattr(acts, "finish", meanwhile)
    with pytest.raises(Refused, match="另出了一个修订版"):
        acts.issue_correction(correction=one, by=cast.signer, at=cast.at)
    assert Revision.objects.get().correction == two


def test_a_revision_goes_to_those_who_got_the_first_and_to_those_who_would_have(
    cast: Cast, settings: Any
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    issue = sealed(cast)
    recipient(cast, "没发过的", email="m@haichuan.test")
    recipient(cast, "停发的", email="t@haichuan.test")
    recipient(cast)
    sendings.list_recipients(issue=issue, by=cast.editor, at=cast.at)
    put_sending(cast, issue.sendings.get(name="市委宣传部"), "received")
    put_sending(cast, issue.sendings.get(name="停发的"), "stopped")
    row = draft(cast, issue, as_revision=True)
    acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    done = sendings.distribute(issue=issue, letter="B", by=cast.editor, at=cast.at)
    got = set(issue.sendings.filter(letter="B").values_list("name", flat=True))
    assert (done.mail, got) == (2, {"市委宣传部", "没发过的"})


def test_the_mail_of_a_revision_says_what_changed_and_that_the_first_is_void(
    cast: Cast, settings: Any
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    issue = sealed(cast)
    recipient(cast)
    for wrong, right in (("4216户", "4261户"), ("18个", "19个")):
        row = draft(cast, issue, wrong=wrong, right=right, reason="录入有误。", as_revision=True)
        acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    sendings.distribute(issue=issue, letter="C", by=cast.editor, at=cast.at)
    sent = issue.sendings.get(letter="C").message
    assert sent is not None
    assert "修订版C" in sent.subject
    assert "修订版B：《市民政局暖冬行动走访独居老人》一文“4216户”更正为“4261户”（录入有误）。" in sent.body
    assert "修订版C：《市民政局暖冬行动走访独居老人》一文“18个”更正为“19个”（录入有误）。" in sent.body
    assert "原版（A）及此前各版同时作废，请改用修订版C" in sent.body
    assert "作废" not in letter_body(Sending(issue=issue, letter="A", name="市委", office=cast.office))


def test_a_version_that_is_void_goes_to_nobody(cast: Cast) -> None:
    issue = sealed(cast)
    recipient(cast)
    acts.issue_correction(correction=draft(cast, issue, as_revision=True), by=cast.signer, at=cast.at)
    with pytest.raises(Refused, match="本期已出修订版B，原版作废"):
        sendings.distribute(issue=issue, letter="A", by=cast.editor, at=cast.at)


def test_the_version_that_holds_is_what_is_read_and_taken_away(cast: Cast) -> None:
    issue = sealed(cast)
    article = issue.articles.get()
    before = rendering_of(issue, "pdf")
    assert (letter_now(issue), text_now(article)) == ("A", (article.title, article.body))
    acts.issue_correction(correction=draft(cast, issue, as_revision=True), by=cast.signer, at=cast.at)
    made = rendering_of(issue, "pdf")
    assert made is not None
    assert (letter_now(issue), made.letter, made == before) == ("B", "B", False)
    assert text_now(article) == (article.title, article.body.replace("4216户", "4261户"))


def test_an_issued_notice_runs_in_one_issue_at_a_time(cast: Cast) -> None:
    row = correction(cast, sealed(cast))
    later = issue_in(cast, articles=0)
    with pytest.raises(Refused, match="签发之后"):
        acts.run_in(correction=row, issue=later, by=cast.editor, at=cast.at)
    acts.issue_correction(correction=row, by=cast.signer, at=cast.at)
    article = acts.run_in(correction=row, issue=later, by=cast.editor, at=cast.at)
    assert (article.title, article.body, article.run_in) == ("更正", NOTICE, False)
    assert row.runs_in == later
    second = issue_in(cast, articles=0)
    with pytest.raises(Refused, match="另一期刊登"):
        acts.run_in(correction=row, issue=second, by=cast.editor, at=cast.at)
    remove_article(article=article, by=cast.editor, at=cast.at)
    stale = Correction.objects.get(pk=row.pk)
    acts.run_in(correction=row, issue=second, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="另一期刊登"):
        acts.run_in(correction=stale, issue=later, by=cast.editor, at=cast.at)
    put_issue(cast, second, "dropped")
    acts.run_in(correction=Correction.objects.get(), issue=later, by=cast.editor, at=cast.at)


def test_a_place_is_settled_once(cast: Cast) -> None:
    correction(cast)
    place = Printed.objects.get()
    acts.settle_place(place=place, by=cast.editor, at=cast.at)
    assert place.settled_at == cast.at
    with pytest.raises(Refused, match="已经处理"):
        acts.settle_place(place=place, by=cast.editor, at=cast.at)
    with pytest.raises(Refused):
        acts.settle_place(place=place, by=cast.liaison, at=cast.at)


def test_words_that_stand_everywhere_are_listed_up_to_a_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printed, "MOST_PLACES", 2)
    issue = sealed(cast)
    for number in (8, 9):
        another(cast, number, FIRST)
    assert draft(cast, issue).places.count() == 2
