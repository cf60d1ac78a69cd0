from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scopes_disabled

from taizhang.bulletin.models import Series
from taizhang.cli import main, offices, setup
from taizhang.core.sign_in import totp
from taizhang.ledger.models import Ledger
from taizhang.office import clock
from taizhang.office.actions import founding
from taizhang.office.actions.second_factors import add_telephone
from taizhang.office.models import Office, Person, Unit
from taizhang.office.queries import posts_of
from tests.conftest import AT

UNITS = "单位名称\t类别\n海川市教育局\t市直\n海川市民政局\t市直\n青禾县文明办\t区县\n"
PEOPLE = (
    "姓名\t单位\t岗位\n许佳宁\t市教育局\t\n林知远\t\t责编\n罗成\t\t系统管理员\n"
    "白雪松\t\t安全管理员\n简明月\t\t审计管理员\n"
)


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    monkeypatch.setattr(setup, "prepare", lambda: None)
    monkeypatch.setattr(offices, "set_up", lambda: None)
    with scopes_disabled():
        yield


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    (tmp_path / "units.txt").write_text(UNITS, "utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE.replace("\t", ","), "utf-8")
    return ["--units", str(tmp_path / "units.txt"), "--people", str(tmp_path / "people.csv")]


def test_an_office_is_founded_by_options(lists: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    given = [
        "--name",
        "海川市文明办",
        *lists,
        "--year",
        "2026",
        "--theme",
        "聚力共建",
        "--series",
        "海川简报",
    ]
    assert main(["setup", *given]) == 0
    said = capsys.readouterr().out
    assert "机构“海川市文明办”已建立" in said
    assert "许佳宁" in said
    assert (Unit.objects.count(), Person.objects.count()) == (3, 5)
    assert Ledger.objects.get().themes.get().name == "聚力共建"
    assert Series.objects.get().issuer == "海川市文明办"
    assert main(["setup", "--code"]) == 1
    assert "机构已经建立" in capsys.readouterr().err


def test_what_is_wrong_is_said_and_the_founding_is_taken_up_again(
    lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "units.txt").write_text(UNITS.replace("民政局", "教育局"), "utf-8")
    assert main(["setup", "--name", "海川市文明办", *lists]) == 1
    assert "第3行“海川市教育局”" in capsys.readouterr().err
    (tmp_path / "units.txt").write_text(UNITS, "utf-8")
    assert main(["setup", "--name", "海川市文明办", *lists[:2]]) == 0
    assert "尚未完成" in capsys.readouterr().out
    assert main(["setup", "--name", "海川市文明办", "--people", str(tmp_path / "none.xlsx")]) == 1
    assert main(["setup", "--name", "海川市文明办", *lists[2:]]) == 0
    assert Office.objects.get().founded_at is not None


def test_a_code_leads_into_the_browser(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--code"]) == 0
    assert founding.holds_founding(founding.use_founding_code(capsys.readouterr().out.strip()))


def test_somebody_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch, lists: list[str]) -> None:
    answers = iter(["海川市文明办", "市文明办", lists[1], lists[3], "2026", ""])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["setup"]) == 0
    assert (Office.objects.get().short_name, Ledger.objects.get().year) == ("市文明办", 2026)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What somebody at the terminal answers; an exception is what the terminal raises instead."""

    def type_in(*answers: Any) -> None:
        left = iter(answers)

        def answer(question: str) -> Any:
            given = next(left)
            if isinstance(given, BaseException):
                raise given
            return given

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    return type_in


def test_a_wrong_answer_is_asked_for_again(
    typed: Callable[..., None], lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doubled = tmp_path / "twice.txt"
    doubled.write_text(UNITS.replace("民政局", "教育局"), "utf-8")
    wrong_units = (str(tmp_path / "none.xlsx"), str(doubled))
    typed(
        "",
        "",
        "海川市文明办",
        "市文明办",
        *wrong_units,
        lists[1],
        lists[3],
        "2026年",
        "99999",
        "１",
        "2026",
        "海川简报",
    )
    assert main(["setup"]) == 0
    said = capsys.readouterr().err
    for words in (
        "请填写机构名称",
        "找不到文件",
        "第3行“海川市教育局”",
        "年度“2026年”不是数字",
        "台账年度99999不对",
    ):
        assert words in said
    assert Unit.objects.count() == 3
    assert list(Ledger.objects.values_list("year", flat=True)) == [2026]
    assert Series.objects.get().name == "海川简报"


@pytest.mark.parametrize("stopped", [KeyboardInterrupt(), EOFError()], ids=["Ctrl-C", "Ctrl-D"])
def test_a_founding_that_was_stopped_goes_on_where_it_was(
    stopped: BaseException, typed: Callable[..., None], lists: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed("海川市文明办", "市文明办", lists[1], stopped)
    assert main(["setup"]) == 1
    assert "再运行一次 taizhang setup" in capsys.readouterr().err
    assert Unit.objects.count() == 3
    typed(lists[3], "2026", "")  # neither the name nor the units again
    assert main(["setup"]) == 0
    assert "接着建立“海川市文明办”" in capsys.readouterr().out
    assert Office.objects.get().founded_at is not None


def test_another_name_is_not_passed_over(lists: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--name", "海川市文明办", *lists[:2], "--year", "2026"]) == 0
    assert main(["setup", "--name", "临江市文明办", *lists]) == 1
    assert main(["setup", "--name", "海川市文明办", "--short-name", "文明办", *lists]) == 1
    assert "正在建立的是“海川市文明办”" in capsys.readouterr().err
    assert main(["setup", "--name", "海川市文明办", *lists, "--year", "2026", "--series", "海川简报"]) == 0
    assert Series.objects.get().name == "海川简报"  # the year that is there does not stand in its way


@pytest.mark.parametrize("year", [0, 1999, 2101, 99_999])
def test_a_year_that_is_a_slip_of_the_pen_is_refused(year: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--name", "海川市文明办", "--year", str(year)]) == 1
    assert f"台账年度{year}不对" in capsys.readouterr().err
    assert not Ledger.objects.exists()


def test_beside_a_demo_nothing_is_founded(capsys: pytest.CaptureFixture[str]) -> None:
    Office.objects.create(name="演示", short_name="演示", slug="demo", is_demo=True)
    assert main(["setup", "--name", "海川市文明办"]) == 1
    assert "taizhang demo --remove" in capsys.readouterr().err


def test_single_acts_of_units(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unit", "--add", "海川市教育局", "--short", "市教育局", "--alias", "市教委"]) == 0
    assert main(["unit", "--add", "海川市教育局"]) == 1
    assert main(["unit", "--add", "海川市体育局", "--short", "市体育局"]) == 0
    assert main(["unit", "--rename", "市教委", "海川市教育和体育局", "--short", "市教体局"]) == 0
    assert main(["unit", "--merge", "市体育局", "市教体局"]) == 0
    assert main(["unit", "--close", "没有的局"]) == 1
    assert main(["unit", "--close", "市教育局"]) == 0  # a former name is one by which it is known
    assert "已撤销" in capsys.readouterr().out
    assert not Unit.objects.filter(active=True).exists()


def test_a_table_that_says_otherwise_of_a_known_unit_is_not_passed_over(
    office: Office, unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "units.txt"
    table.write_text(f"单位名称\t别名\n{unit.name}\t市教委\n海川市民政局\t", "utf-8")
    assert main(["unit", "--file", str(table)]) == 0
    assert "名单里的别名与已登记的不同" in capsys.readouterr().err
    assert Unit.objects.count() == 2


def test_single_acts_of_people(office: Office, unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person", "--add", "许佳宁", "--unit", "市教育局", "--mail", "xu@example.cn"]) == 0
    assert main(["person", "--add", "许佳宁", "--unit", "没有的局"]) == 1
    assert main(["person", "--add", "林知远", "--role", "责编"]) == 0
    assert main(["appoint", "林知远", "核稿"]) == 0
    assert main(["appoint", "林知远", "审计管理员"]) == 1
    assert main(["appoint", "没有的人", "核稿"]) == 1
    assert main(["appoint", "林知远", "主编辑"]) == 2
    person = Person.objects.get(username="林知远")
    assert [post.title for post in posts_of(person, AT.replace(year=2999))] == ["责编", "核稿"]
    capsys.readouterr()
    assert main(["reset-password", "林知远"]) == 0
    assert "林知远" in capsys.readouterr().out
    assert main(["person", "--close", "林知远"]) == 1
    assert main(["person"]) == 0
    assert "市教育局联络员" in capsys.readouterr().out


def test_the_keeper_takes_away_a_second_factor_that_was_lost(
    office: Office, editor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    at, secret = clock.now(), totp.new_secret()
    words = totp.password_at(secret, totp.step_at(int(at.timestamp())))
    add_telephone(person=editor, secret=secret, words=words, name="", by=editor, at=at)
    assert main(["reset-second-factor", editor.username]) == 0
    assert f"{editor.username} 的第二因素已移除" in capsys.readouterr().out
    assert not Person.objects.get(pk=editor.pk).has_second_factor
    assert main(["reset-second-factor", editor.username]) != 0
    assert "没有登记第二因素" in capsys.readouterr().err


def test_without_an_office_the_acts_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unit"]) == 2
    assert "还没有机构，请先运行 taizhang setup" in capsys.readouterr().err
