"""Invented ledgers as offices send them: merged categories and headers, subtotals, notes, odd texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

CATEGORIES = (
    ("理论武装", 14), ("文明培育", 18), ("文明实践", 21), ("文明创建", 16), ("志愿服务", 12), ("未成年人思想道德建设", 10),
    ("网络文明", 7),
)  # fmt: skip
UNITS = (
    "市委宣传部",
    "市教育局",
    "市民政局",
    "市文化和旅游局",
    "团市委",
    "市妇联",
    "市城市管理局",
    "市卫生健康委员会",
)
AMOUNTS: tuple[tuple[Any, str], ...] = (
    ("120余", "场"), ("4.5万", "人次"), ("98%", ""), ("不少于8场/季度", "场"), (36, "个"), ("≥95%", "%"), ("20—30", "期"),
    ("30万余", "斤"), (120.0, "件"),
)  # fmt: skip
DUES = ("8月中旬", "12月底前", "三季度末", "11月30日", "长期坚持", "2026年10月", "1—10月")
TITLES = (
    "“板凳课堂”进社区",
    "=1+1 邻里互助",
    "文明交通劝导",
    "志愿服务驿站建设",
    "乡村阅读推广",
    "+行动 清洁家园",
)


class Written:
    """An invented ledger: the file, and what stands in it."""

    def __init__(self, data: bytes, rows: list[dict[str, Any]], skipped: list[int]) -> None:
        self.data, self.rows, self.skipped = data, rows, skipped


def familiar(projects: int = 98) -> Written:
    """Title, form line, two-row header, merged categories with subtotals, two indicators in every fifth project."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet("重点项目台账")
    day = book.add_format({"num_format": 'm"月"d"日"'})
    sheet.merge_range(0, 0, 0, 11, "海川市2026年精神文明建设重点项目台账")
    sheet.write(1, 0, "填报单位：市文明办")
    sheet.write(1, 9, "填报时间：2026年1月15日")
    _head(sheet)
    at, count, rows, skipped = 4, 0, [], [1, 2]
    for category, many in _spread(projects):
        top = at
        for _ in range(many):
            count += 1
            record = _record(count, category)
            at = _write(sheet, at, record, day)
            rows.append(record)
        _merged(sheet, top, 1, at - 1, category)
        sheet.write(at, 1, "小  计")
        sheet.write(at, 2, f"{many}个项目")
        skipped.append(at + 1)
        at += 1
    sheet.merge_range(at, 0, at, 11, "合计：98项")
    sheet.write(at + 2, 0, "注：1.本表由牵头单位填写。")
    sheet.write(at + 3, 0, "2.目标值应当可以核对。")
    sheet.write(at + 4, 0, "填表人：林知秋")
    skipped += [at + 1, at + 3, at + 4, at + 5]
    book.close()
    return Written(out.getvalue(), rows, skipped)


def _spread(projects: int) -> list[tuple[str, int]]:
    whole = sum(many for _, many in CATEGORIES)
    return [(name, max(1, many * projects // whole)) for name, many in CATEGORIES]


def _head(sheet: Any) -> None:
    for column, text in (
        (0, "序号"),
        (1, "类别"),
        (2, "重点项目"),
        (5, "工作目标"),
        (9, "主要\n举措"),
        (10, "完成时限"),
        (11, "备注"),
    ):
        sheet.merge_range(2, column, 3, column, text)
    sheet.merge_range(2, 3, 2, 4, "责任单位")
    sheet.merge_range(2, 6, 2, 8, "量化指标")
    for column, text in ((3, "牵头单位"), (4, "配合单位"), (6, "名称"), (7, "目标值"), (8, "单位")):
        sheet.write(3, column, text)


def _record(n: int, category: str) -> dict[str, Any]:
    amounts = [AMOUNTS[n % len(AMOUNTS)]] + ([AMOUNTS[(n + 3) % len(AMOUNTS)]] if n % 5 == 0 else [])
    return {
        "no": str(n),
        "category": category,
        "title": f"{TITLES[n % len(TITLES)]}（{n}）",
        "lead": UNITS[n % len(UNITS)],
        "support": [UNITS[(n + k) % len(UNITS)] for k in range(1, 1 + n % 4)],
        "goal": f"=SUM 不是公式，是第{n}项的目标" if n % 7 == 0 else f"完成第{n}项建设任务",
        "amounts": amounts,
        "measures": f"一是建机制；\n二是抓落实（{n}）。",
        "due": DUES[n % len(DUES)],
        "note": "" if n % 3 else "续建",
    }


def _write(sheet: Any, at: int, record: dict[str, Any], day: Any) -> int:
    last = at + len(record["amounts"]) - 1
    joint = "、，；\n"[int(record["no"]) % 4]
    values = (
        (0, int(record["no"])), (2, record["title"]), (3, record["lead"]), (4, joint.join(record["support"])),
        (5, record["goal"]), (9, record["measures"]), (10, record["due"]), (11, record["note"]),
    )  # fmt: skip
    for column, value in values:
        _merged(sheet, at, column, last, value)
    for k, (target, unit) in enumerate(record["amounts"]):
        sheet.write(at + k, 6, f"指标{k + 1}")
        sheet.write(at + k, 7, target)
        sheet.write(at + k, 8, unit)
    return last + 1


def _merged(sheet: Any, top: int, column: int, bottom: int, value: Any) -> None:
    if bottom > top:
        sheet.merge_range(top, column, bottom, column, value)
    elif value != "":
        sheet.write(top, column, value)


def grid(rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    """An xlsx file with these rows; None is an empty cell; text is text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for reference in merges:
        sheet.merge_range(reference, "")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(r, c, value)
            elif value is not None:
                sheet.write(r, c, value)
    book.close()
    return out.getvalue()
