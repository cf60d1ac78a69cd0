"""The search page: hits with their words marked, filters kept, what is not one's own not found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from taizhang.bulletin.actions import correcting
from taizhang.bulletin.actions.recalling import recall_issue
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.cli import main
from taizhang.ledger.actions.records import record_activity
from taizhang.office.models import Office
from taizhang.office.workflow import record_event
from tests.bulletin.cast import Cast, cast_of
from tests.bulletin.sent import correction, sealed
from tests.bulletin.test_search import printed
from tests.ledger.conftest import ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]


@pytest.fixture
def cast(office: Office, at: Any) -> Any:
    made = cast_of(office, at)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def found(cast: Cast, client: Client) -> Any:
    """``found(words)``: the page as the editor sees it."""
    for day in range(1, 23):
        printed(
            cast,
            "开展宣讲<b>八场</b>，" + "深入社区。" * 40 + "宣讲员到位。",
            title=f"第{day}篇。",
            on=cast.at.date(),
        )
    record_activity(
        unit=cast.unit, kind="visit", title="走访独居老人", held_on=cast.at.date(), by=cast.liaison, at=cast.at,
        counts=[("走访户数", "4216", "户", "period")],
    )  # fmt: skip

    def ask(query: str, person: Any = cast.editor) -> str:
        client.force_login(person)
        answer = client.get(f"/search/?{query}")
        assert answer.status_code in (200, 422)
        return answer.content.decode()

    return ask


def test_hits_are_marked_and_what_stands_there_is_only_text(found: Any) -> None:
    page = found("q=宣讲")
    assert "<mark>宣讲</mark>" in page
    assert "&lt;b&gt;" in page
    assert "更早的" in page
    assert page.count('class="hit-kind"') == 20


def test_the_next_page_goes_on_where_the_first_ended(found: Any) -> None:
    first = found("q=宣讲")
    more = re.search(r'href="\?([^"]*below=[^"]*)"', first)
    assert more is not None
    assert found(more[1].replace("&amp;", "&")).count('class="hit-kind"') == 2


def test_figures_are_found_by_value_and_only_by_those_who_may(found: Any, cast: Cast) -> None:
    asked = "q=走访户数&kind=figure&low=4000&counted_in=户&order=likely"
    assert "走访户数</mark> 4216户" in found(asked)
    assert "没有找到" in found(asked, cast.other_liaison)
    assert "4216户" in found("q=&kind=figure&low=4000&counted_in=户")


def test_projects_and_issues_are_shown_too(project_in: ProjectIn, found: Any) -> None:
    project = project_in(title="独居老人每周一访")
    record_event(
        office=project.office, by=None, at=project.changed_at, verb="prepare_account", subject=project
    )
    assert "</mark>每周一访" in found("q=独居老人&kind=project")
    assert "海川市精神文明建设情况简报" in found("q=精神文明建设情况简报&kind=issue")


def test_of_a_revised_issue_the_revision_is_shown_and_a_recall_is_said(
    found: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Finished(b"%PDF-1.7 B", b"PK B", {"ok": True, "pages": 1})
    monkeypatch.setattr(correcting, "finish", lambda *args, **more: done)
    issue = sealed(cast, number=99)
    record_event(office=cast.office, by=None, at=cast.at, verb="seal_issue", subject=issue)
    assert "修订版" not in found("q=走访4216户&kind=article")
    correcting.issue_correction(
        correction=correction(cast, issue, as_revision=True), by=cast.signer, at=cast.at
    )
    for words in ("走访4216户", "4216户&kind=article"):
        assert "没有找到" in found(f"q={words}")
    for order in ("", "likely"):
        page = found(f"q=走访4261户&kind=article&order={order}")
        assert "走访4261户</mark>" in page
        assert "（总第399期） · 修订版B" in page
    page = found("q=4216户&kind=issue")
    assert "“<mark>4216户</mark>”" in page
    assert "4261户" in page
    recall_issue(issue=issue, reason="内容有误", by=cast.signer, at=cast.at)
    assert "修订版B · 已撤回" in found("q=走访4261户")


def titles(page: str) -> list[str]:
    found = re.findall(r'class="hit-title">(.*?)</p>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


@pytest.mark.parametrize("words", ["独居老人", "每周一访", "独居老人 一访"])
def test_a_project_comes_before_what_is_counted_of_it(
    project_in: ProjectIn, found: Any, cast: Cast, words: str
) -> None:
    project = project_in(title="独居老人每周一访")
    record_event(
        office=project.office, by=None, at=project.changed_at, verb="prepare_account", subject=project
    )
    for month in range(3, 9):
        record_activity(
            unit=cast.unit, kind="visit", title=f"独居老人每周一访{month}月", held_on=cast.at.date(), by=cast.liaison,
            at=cast.at, counts=[("独居老人每周一访户数", f"{month}0", "户", "period")],
        )  # fmt: skip
    page = titles(found(f"q={words}"))
    assert "".join(page[0].split()) == "项目独居老人每周一访"
    assert len([each for each in page if each.startswith("项目")]) == 1
    assert len(page) > 3


def test_people_are_found_by_those_who_may_see_who_holds_which_post(found: Any, cast: Cast) -> None:
    name = cast.liaison.name
    assert titles(found(f"q={name}"))[0] == f"人员 {name}"
    assert titles(found(f"q={name[-2:]}"))[0].startswith("人员")
    assert "人员" not in found(f"q={name}", cast.liaison)
    assert "人员" not in found(f"q={name}&kind=project")
    cast.liaison.is_active = False
    cast.liaison.save()
    assert "人员" not in found(f"q={name}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "输入要找的词"),
        ("q=查无此词", "没有找到"),
        ("q=" + "甲 乙 丙 丁 戊 己 庚 辛 壬 癸 子 丑 寅", "只按前面的部分"),
        ("q=宣讲&year=999999", "field-error"),
        ("q=宣讲&narrow=1", "全部单位"),
        ("q=宣讲&below=nonsense", "宣讲"),
    ],
)
def test_what_is_odd_is_told(found: Any, query: str, words: str) -> None:
    assert words in found(query)


@pytest.mark.django_db
def test_the_command_line_finds_and_rebuilds(found: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "宣讲员"]) == 0
    assert "宣讲员到位" in capsys.readouterr().out
    assert main(["search", "查无此词"]) == 1
    assert main(["search", "--rebuild"]) == 0
    assert "检索已重建" in capsys.readouterr().out
    assert main(["search"]) == 2
    assert main(["search", "宣讲", "--office", "none"]) == 2
