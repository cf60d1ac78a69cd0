"""A year's holidays as the notice, a table, or somebody's list writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taizhang.core.calendar.holidays import read_holidays

NOTICE = """各单位：

现将2026年元旦、春节、国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各单位要妥善安排好值班和安全、保卫等工作。

海川市人民政府办公室
2025年11月4日
"""


def days(*spans: tuple[int, int, int]) -> set[date]:
    """(month, first, last) of 2026."""
    return {date(2026, m, d) for m, first, last in spans for d in range(first, last + 1)}


def test_the_notice_is_read_as_it_stands() -> None:
    table = read_holidays(NOTICE, 2026)
    assert table.mistakes == []
    assert table.holidays == days((1, 1, 3), (2, 15, 23), (4, 4, 6), (10, 1, 7))
    assert table.workdays == days((1, 4, 4), (2, 14, 14), (2, 28, 28), (9, 20, 20), (10, 10, 10))


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01\t休\n2026-01-02\t休\n2026-01-03\t休\n2026-01-04\t班",
        "元旦\t2026/1/1\t2026/1/3\t放假\n2026/1/4\t调休上班",
        "2026/1/1,2026/1/2,休\n2026/1/3 休\n2026/1/4,班",
        "1月1—3日放假，共3天，1月4日上班",
        "2026-01-01 - 2026-01-03 公休，2026-01-04 工作日",
        "日期,类型\n2026.1.1,休\n2026.1.2,休\n2026.1.3,假\n2026.1.4,上班",
        "放假 1月1日至3日\n上班 1月4日",
        "2026年1月1日至2026年1月3日 放假；2026年1月4日 补班",
        "1月1日-1月3日放假！1月4日(星期天)上班",
    ],
)
def test_tables_and_lists(text: str) -> None:
    table = read_holidays(text, 2026)
    assert [str(each.words) for each in table.mistakes] == []
    assert table.holidays == days((1, 1, 3))
    assert table.workdays == days((1, 4, 4))


def test_a_stretch_runs_over_the_turn_of_the_year() -> None:
    table = read_holidays("12月31日至1月2日放假，共3天。12月26日上班", 2026)
    assert table.holidays == {date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)}
    assert table.workdays == {date(2026, 12, 26)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2月30日放假", "“2月30日”没有这一天"),
        ("10月1日（周五）放假", "10月1日是星期四，写的是星期五"),
        ("10月1日（周四）至7日（周四）放假", "10月7日是星期三"),
        ("10月1日至7日放假，共8天", "共8天，读出7天"),
        ("10月8日上班", "星期四，本来就上班"),
        ("10月1日", "没有写明是放假还是上班"),
        ("10月1日放假。10月1日休息，10月10日上班。10月10日放假", "既写放假又写上班"),
        ("2019年10月1日放假", "不在2026年前后"),
        ("10月7日至1日放假", "起止不对"),
        ("2月1日至11月30日放假", "起止不对"),
        ("元旦,2026/1/1,2026/1/3,放假", "只有两天"),
        ("2026-02-14\t2026-02-28\t上班", "本来就上班"),
        ("1月1日至2月20日放假\n3月1日至20日放假", "读出放假71天"),
    ],
)
def test_what_is_in_doubt_is_said_at_its_line(text: str, said: str) -> None:
    mistakes = read_holidays("\n" + text, 2026).mistakes
    assert said in str(mistakes[0].words)
    assert mistakes[0].line == (1 if "71天" in said else text.count("\n") + 2)


@pytest.mark.parametrize(
    "text", ["", "值班表另发。", "2025年11月4日", "国发〔2025〕12号", "共3天", "电话 0571-5550 1024"]
)
def test_where_no_day_is_named_there_is_none(text: str) -> None:
    table = read_holidays(text, 2026)
    assert (table.holidays, table.workdays, table.mistakes) == (set(), set(), [])


def test_hostile_text_is_read_in_time_and_harms_nothing() -> None:
    for text in (
        "<script>1月1日放假</script>",
        "\u202e1月1日放假\x00",
        "1" * 20_000,
        "1月1日至" * 5_000,
        "(周" * 9_000,
    ):
        table = read_holidays(text, 2026)
        assert table.holidays <= {date(2026, 1, 1) + timedelta(days=n) for n in range(365)}
