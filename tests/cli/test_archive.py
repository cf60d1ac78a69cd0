"""A folder of old issues from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope

from taizhang.bulletin import actions
from taizhang.bulletin.models import Issue, Series
from taizhang.cli import main
from taizhang.office.models import Office, Person
from tests.bulletin.conftest import text_of


@pytest.fixture
def folder(tmp_path: Path, office: Office, at: object) -> Path:
    actions.add_series(
        office=office,
        name="海川市精神文明建设情况简报",
        slug="jianbao",
        issuer="海川市文明办",
        by=None,
        at=at,  # type: ignore[arg-type]
    )
    (tmp_path / "旧刊").mkdir()
    for number in (1, 2, 4):
        text = text_of(annual=number, cumulative=number)
        (tmp_path / "旧刊" / f"{number}.txt").write_text(text, "utf-8")
    return tmp_path


def kept(office: Office) -> int:
    with scope(office=office.pk):
        return Issue.objects.count()


@pytest.mark.django_db
def test_a_folder_is_read_and_read_again_without_harm(
    folder: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["archive", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "已存档3" in told
    assert "总期号缺3至3" in told
    assert main(["archive", str(folder), "--series", "jianbao"]) == 0
    assert "已存档0" in capsys.readouterr().out
    assert kept(office) == 3


@pytest.mark.django_db
def test_doubts_are_told_and_written_down(
    folder: Path, office: Office, editor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "=1+1.txt").write_text("没有日期", "utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    report = folder / "结果.csv"
    assert main(["archive", str(folder), "--by", editor.username, "--report", str(report)]) == 1
    assert "▲ =1+1.txt：" in capsys.readouterr().out
    written = report.read_text("utf-8-sig")
    assert "'=1+1.txt,待核对" in written
    assert "坏.docx,不能读取" in written


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [["nowhere"], [".", "--series", "none"], [".", "--by", "nobody"]])
def test_a_wrong_call_is_told(folder: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", str(folder / wrong[0]), *wrong[1:]]) == 2
    assert "--series" in capsys.readouterr().out


@pytest.mark.django_db
def test_two_series_are_not_guessed_between(folder: Path, office: Office, at: object) -> None:
    actions.add_series(office=office, name="专报", slug="zb", issuer="海川市文明办", by=None, at=at)  # type: ignore[arg-type]
    assert main(["archive", str(folder)]) == 2
    assert Series._base_manager.count() == 2
