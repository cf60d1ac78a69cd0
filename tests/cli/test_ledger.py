"""``taizhang import-ledger``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope

from taizhang.cli import ledger
from taizhang.ledger.models import Ledger, Project
from taizhang.office.models import Office, Unit
from tests.intake import ledgers


def call(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    ledger.add_commands(parser.add_subparsers())
    options = parser.parse_args(["import-ledger", *map(str, words)])
    code: int = options.func(options)
    return code


@pytest.fixture(scope="module")
def familiar() -> ledgers.Written:
    return ledgers.familiar()


def saved(folder: Path, data: bytes, name: str = "台账.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_ninety_eight_rows_come_out_as_they_went_in(
    tmp_path: Path, familiar: ledgers.Written, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(saved(tmp_path, familiar.data), "--json") == 0
    found = read(capsys)
    assert found["errors"] == []
    assert sorted(s["row"] for s in found["skipped"]) == familiar.skipped
    assert len(found["projects"]) == 98
    for project, row in zip(found["projects"], familiar.rows, strict=True):
        assert project["no"] == row["no"]
        assert project["category"] == row["category"]
        assert project["title"] == row["title"]
        assert project["lead_unit"] == row["lead"]
        assert project["supporting_units"] == row["support"]
        assert project["goal"] == row["goal"]
        assert project["measures"] == row["measures"]
        assert project["due_text"] == row["due"]
        assert project["note"] == row["note"]
        targets = [str(int(t)) if isinstance(t, float) else str(t) for t, _ in row["amounts"]]
        assert [i["target"] for i in project["indicators"]] == targets
        assert project["target"] == targets[0]
        assert project["low"] is not None


def test_a_csv_ledger_with_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "序号,项目名称,牵头单位,指标,目标值,单位\n1,'=甲,市教育局,宣讲,若干,场\n"
    assert call(saved(tmp_path, text.encode("gbk"), "a.csv"), "--json", "--year", "2025") == 1
    found = read(capsys)
    assert found["year"] == 2025
    assert found["projects"][0]["title"] == "=甲"
    assert found["errors"][0]["message"] == "第2行“目标值”：“若干”不是可以核对的数量。"


def test_it_is_shown_for_the_eye(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "2026年台账\n序号,项目名称,牵头单位,经费\n1,[red]甲,,30\n合计,,,30\n"
    assert call(saved(tmp_path, text.encode(), "a.csv"), "--dry-run") == 1
    out = capsys.readouterr().out
    for words in (
        "2026年：1 个项目",
        "[red]甲",
        "需要改正",
        "第3行“牵头单位”：没有填写。",
        "小计或合计",
        "D列“经费”",
    ):
        assert words in out


def test_a_file_that_cannot_be_read_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tmp_path / "缺.xlsx") == 2
    assert "找不到文件。" in capsys.readouterr().err


# ---- stored

TEXT = (
    "2026年台账\n序号,类别,项目名称,牵头单位,指标,目标值,单位,完成时限\n"
    "1,文明实践,板凳课堂,{unit},宣讲,120余,场,8月中旬\n"
)


@pytest.mark.django_db
def test_a_ledger_is_stored_in_the_one_office_there_is(
    tmp_path: Path, office: Office, unit: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, TEXT.format(unit="市教育局").encode(), "a.csv")
    assert call(path) == 0
    assert "已存入2026年度台账：新增 1 项。" in capsys.readouterr().out
    with scope(office=office.pk):
        assert Project.objects.get().indicators.get().target_text == "120余"
    assert call(path, "--office", "haichuan") == 0
    assert "已存入2026年度台账：其余 1 项未动。" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_the_ledger_refuses_leaves_nothing_behind(
    tmp_path: Path, office: Office, unit: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(saved(tmp_path, TEXT.format(unit="市教育句").encode(), "a.csv")) == 1
    assert "有1个单位名称不在成员单位名册中（“市教育句”，最接近的是“市教育局”）" in capsys.readouterr().err
    with scope(office=office.pk):
        assert not Ledger.objects.exists()


@pytest.mark.django_db
def test_of_several_offices_one_must_be_named(
    tmp_path: Path, office: Office, other_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(saved(tmp_path, TEXT.format(unit="市教育局").encode(), "a.csv")) == 2
    assert "haichuan、linjiang" in capsys.readouterr().err
