from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django_scopes import scope

from taizhang.bulletin import actions, queries
from taizhang.bulletin.models import Article, Issue, Reading, ReadingState, Rendering, Series
from taizhang.bulletin.visible import readings_for
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import files
from taizhang.office.models import Event, Office, Person
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import Role
from taizhang.office.visible import viewer_at
from tests.bulletin.conftest import Archived, Opened, text_of
from tests.conftest import PersonWith

DAY = timedelta(days=1)


def with_title(reading: Reading, title: str) -> dict[str, Any]:
    items = [dict(item) for item in reading.data["items"]]
    items[0]["title"] = title
    return {**reading.data, "items": items}


def test_a_text_on_the_desk_is_read_and_kept_as_it_is(opened: Opened, editor: Person, at: datetime) -> None:
    reading = opened()
    assert reading.source_text == text_of()
    assert (reading.data["annual_no"], reading.data["cumulative_no"]) == (6, 318)
    assert [item["source_unit"] for item in reading.data["items"]] == ["市教育局", "市民政局"]
    assert (reading.state, reading.version, reading.by, reading.opened_at) == (
        ReadingState.OPEN,
        1,
        editor,
        at,
    )
    assert str(reading) == "a.txt"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有读到文字"),
        (" \n\t", "没有读到文字"),
        ("机密★1年\n" + text_of(), "密级标志"),
        ("字" * 200_001, "200000字"),
        ("控制\x00字符", "控制字符"),
    ],
)
def test_a_refused_text_leaves_no_trace(
    office: Office, editor: Person, at: datetime, text: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        actions.open_reading(office=office, by=editor, at=at, name="a", source_format="txt", text=text)
    with scope(office=office.pk):
        assert not Reading.objects.exists()
        assert not Event.objects.filter(verb="open_reading").exists()


def test_the_record_knows_that_a_text_was_read_not_what_it_says(opened: Opened, office: Office) -> None:
    opened()
    with scope(office=office.pk):
        event = Event.objects.latest("pk")
    assert event.verb == "open_reading"
    assert event.detail == {"format": "txt", "characters": len(text_of())}


def test_a_correction_changes_the_data_and_never_the_source(
    opened: Opened, editor: Person, at: datetime
) -> None:
    reading = opened()
    data = with_title(reading, "市教育局让阅读回家。")
    after = actions.correct_reading(reading=reading, by=editor, at=at + DAY, version=1, data=data)
    assert after.data["items"][0]["title"] == "市教育局让阅读回家。"
    assert (after.version, after.changed_at, after.source_text) == (2, at + DAY, text_of())


def test_nobody_overwrites_what_they_have_not_seen(opened: Opened, editor: Person, at: datetime) -> None:
    reading = opened()
    stale = Reading(**{field.attname: getattr(reading, field.attname) for field in Reading._meta.fields})
    first = with_title(reading, "先改的标题。")
    actions.correct_reading(reading=reading, by=editor, at=at, version=1, data=first)
    second = with_title(reading, "后改的标题。")
    with pytest.raises(Refused, match="别处改动"):
        actions.correct_reading(reading=stale, by=editor, at=at, version=1, data=second)
    with scope(office=editor.office_id):
        kept = readings_for(viewer_at(editor, at)).get(pk=reading.pk)
    assert kept.data["items"][0]["title"] == "先改的标题。"


@pytest.mark.parametrize(
    "data", [{"items": "不是列表"}, {"date": "六月十八日"}, {"annual_no": "六"}, {"kind": "weekly"}]
)
def test_data_that_is_no_bulletin_is_refused_in_words(
    opened: Opened, editor: Person, at: datetime, data: dict[str, Any]
) -> None:
    reading = opened()
    with pytest.raises(Refused) as refusal:
        actions.correct_reading(reading=reading, by=editor, at=at, version=1, data={**reading.data, **data})
    assert any("\u4e00" <= sign <= "\u9fff" for sign in str(refusal.value))
    with scope(office=editor.office_id):
        assert readings_for(viewer_at(editor, at)).get(pk=reading.pk).version == 1


def test_a_secrecy_mark_typed_at_the_desk_is_refused(opened: Opened, editor: Person, at: datetime) -> None:
    reading = opened()
    with pytest.raises(Refused, match="密级"):
        actions.correct_reading(
            reading=reading, by=editor, at=at, version=1, data=with_title(reading, "秘密★一年")
        )


def test_a_reading_is_its_readers_alone(
    opened: Opened, series: Series, person_with: PersonWith, at: datetime
) -> None:
    reading, other = opened(), person_with(Role.EDITOR)
    for act in (
        lambda: actions.correct_reading(reading=reading, by=other, at=at, version=1, data=reading.data),
        lambda: actions.discard_reading(reading=reading, by=other, at=at),
        lambda: actions.save_reading(reading=reading, series=series, by=other, at=at),
    ):
        with pytest.raises(Refused, match="自己打开"):
            act()


def test_a_discarded_reading_keeps_no_text(
    opened: Opened, editor: Person, office: Office, at: datetime
) -> None:
    reading = actions.discard_reading(reading=opened(), by=editor, at=at)
    assert (reading.state, reading.source_text, reading.data) == (ReadingState.DISCARDED, "", {})
    with pytest.raises(Refused, match="状态已经变化"):
        actions.discard_reading(reading=reading, by=editor, at=at)
    with pytest.raises(Refused, match="状态已经变化"):
        actions.correct_reading(reading=reading, by=editor, at=at, version=2, data={"items": []})


def test_an_archived_issue_is_whole(archived: Archived, editor: Person, office: Office, at: datetime) -> None:
    issue = archived()
    assert (issue.year, issue.annual_no, issue.cumulative_no, issue.kind) == (2024, 6, 318, "regular")
    assert (issue.date, issue.issuer, issue.saved_by, issue.saved_at) == (
        date(2024, 6, 18),
        "海川市文明办",
        editor,
        at,
    )
    assert str(issue) == "海川市精神文明建设情况简报 2024 6"
    with scope(office=office.pk):
        articles = list(Article.objects.filter(issue=issue))
        assert [article.source_unit for article in articles] == ["市教育局", "市民政局"]
        assert [article.position for article in articles] == [1, 2]
        assert "214所中小学" in articles[0].body
        assert str(articles[1]) == "市民政局暖冬行动走访独居老人。"
        assert {article.column for article in articles} == {"文明实践"}
        assert issue.reading.state == ReadingState.SAVED


def test_a_reading_is_archived_once(archived: Archived, series: Series, editor: Person, at: datetime) -> None:
    reading = archived().reading
    with pytest.raises(Refused, match="状态已经变化"):
        actions.save_reading(reading=reading, series=series, by=editor, at=at)
    reading.state = ReadingState.OPEN  # a copy that has not noticed yet
    with pytest.raises(Refused, match="已存档"):
        actions.save_reading(reading=reading, series=series, by=editor, at=at)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"annual": 7, "cumulative": 318}, "总第318期已存档：2024年6月18日"),
        ({"annual": 6, "cumulative": 319}, "2024年第6期已存档：2024年6月18日"),
    ],
)
def test_a_number_is_used_once_and_the_words_name_the_issue(
    archived: Archived, office: Office, numbers: dict[str, int], words: str
) -> None:
    archived()
    with pytest.raises(Refused, match=words):
        archived(**numbers)
    with scope(office=office.pk):
        assert Issue.objects.count() == 1
        assert Article.objects.count() == 2


def test_the_annual_number_starts_anew_each_year(archived: Archived) -> None:
    archived()
    assert archived(annual=6, cumulative=400, year=2025).annual_no == 6


def test_the_same_number_at_the_same_moment_is_refused_by_the_database(
    archived: Archived, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    archived()
    monkeypatch.setattr("taizhang.bulletin.actions.readings.check_number_free", lambda *args: None)
    with pytest.raises(Refused, match="刚刚在别处办理过"):
        archived(annual=6, cumulative=319)
    with scope(office=office.pk):
        assert Issue.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"date": None}, "缺少日期"),
        ({"items": []}, "没有一篇稿件"),
        ({"year": 1066}, "年度1066有误"),
        ({"annual_no": 0}, "期号0有误"),
        ({"cumulative_no": 4_000_000_000}, "期号4000000000有误"),
    ],
)
def test_what_cannot_be_found_again_is_not_archived(
    opened: Opened, series: Series, editor: Person, at: datetime, change: dict[str, Any], words: str
) -> None:
    reading = opened()
    reading.data = {**reading.data, **change}
    with pytest.raises(Refused, match=words):
        actions.save_reading(reading=reading, series=series, by=editor, at=at)


def test_a_title_too_long_is_refused_whole(
    opened: Opened, series: Series, editor: Person, office: Office, at: datetime
) -> None:
    reading = opened()
    reading.data = with_title(reading, "长" * 501)
    with pytest.raises(Refused, match="最多500字"):
        actions.save_reading(reading=reading, series=series, by=editor, at=at)
    with scope(office=office.pk):
        assert not Issue.objects.exists()


def test_an_issue_goes_to_a_series_of_its_own_office(
    opened: Opened, other_office: Office, editor: Person, at: datetime
) -> None:
    foreign = actions.add_series(
        office=other_office, name="临江简报", slug="lj", issuer="临江市文明办", by=None, at=at
    )
    with pytest.raises(Refused, match="不属于本办公室"):
        actions.save_reading(reading=opened(), series=foreign, by=editor, at=at)


def test_where_the_event_cannot_be_written_nothing_is_archived(
    archived: Archived, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = Event.save

    def full(self: Event, *args: object, **kwargs: object) -> None:
        if self.verb == "save_reading":
            raise DatabaseError("disk is full")
        save(self, *args, **kwargs)

    monkeypatch.setattr(Event, "save", full)
    with pytest.raises(DatabaseError):
        archived()
    with scope(office=office.pk):
        assert not Issue.objects.exists()
        assert not Article.objects.exists()
        assert Reading.objects.get().state == ReadingState.OPEN


@pytest.mark.parametrize("role", Role)
def test_the_policy_holds_for_every_role(
    office: Office, series: Series, archived: Archived, person_with: PersonWith, at: datetime, role: Role
) -> None:
    issue, person = archived(), person_with(role)
    text = text_of(annual=7, cumulative=319)

    def try_to(act: Any) -> bool:
        try:
            act()
        except Refused as refusal:
            if "没有这项权限" not in str(refusal):
                raise
            return False
        return True

    def open_it() -> Reading:
        return actions.open_reading(office=office, by=person, at=at, name="a", source_format="txt", text=text)

    def save() -> Issue:
        reading = Reading(office=office, by=person, data=issue.data, state=ReadingState.OPEN)
        reading.data = {**issue.data, "annual_no": 7, "cumulative_no": 319}
        with scope(office=office.pk):
            reading = Reading.objects.create(
                office=office, by=person, data=reading.data, opened_at=at, changed_at=at
            )
        return actions.save_reading(reading=reading, series=series, by=person, at=at)

    def render() -> Rendering:
        return actions.store_rendering(issue=issue, by=person, at=at, fmt="pdf", content=b"%PDF", form={})

    assert try_to(open_it) is allowed([role], Permission.USE_DESK)
    assert try_to(save) is allowed([role], Permission.SAVE_TO_ARCHIVE)
    assert try_to(render) is allowed([role], Permission.READ_ARCHIVE)


def test_a_rendering_is_kept_with_its_form_check(archived: Archived, editor: Person, at: datetime) -> None:
    issue = archived()
    rendering = actions.store_rendering(
        issue=issue, by=editor, at=at, fmt="pdf", content=b"%PDF-2.0", form={"ok": True}
    )
    assert files.read(rendering.file) == b"%PDF-2.0"
    assert rendering.form == {"ok": True}
    assert rendering.file.name == f"jianbao-20240618-{issue.pk}.pdf"
    assert str(rendering).endswith("pdf")
    again = actions.store_rendering(
        issue=issue, by=editor, at=at + DAY, fmt="pdf", content=b"%PDF-2.1", form={"ok": True}
    )
    assert queries.rendering_of(issue, "pdf") == again
    assert queries.rendering_of(issue, "docx") is None


def test_a_series_is_named_once(series: Series, at: datetime) -> None:
    assert str(series) == "海川市精神文明建设情况简报"
    with pytest.raises(Refused, match="已经存在"):
        actions.add_series(office=series.office, name=f"{series.name} ", slug="b", issuer="x", by=None, at=at)
