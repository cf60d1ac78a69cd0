"""`taizhang report-figures` says which figure of a unit's report is the value of which indicator."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from taizhang.cli.inputs import guarded, read_records
from taizhang.cli.words import _
from taizhang.core.calendar import Period
from taizhang.core.figures import decimal_string
from taizhang.core.figures.indicator_values import IndicatorSpec, ValueCandidate, find_values

Answer = dict[str, str] | dict[str, list[str]] | None


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`report-figures`."""
    parser = commands.add_parser("report-figures", help=_("从月报文字中找出各项指标的数值"))
    parser.add_argument(
        "--jsonl",
        required=True,
        metavar=_("案例"),
        help=_(
            "逐行读取月报（id、indicators、period、narrative），每行输出各指标的数值、待确认的几个数值或空"
        ),
    )
    parser.set_defaults(func=guarded(_report_figures))


def _report_figures(namespace: argparse.Namespace) -> int:
    for key, values in read_records(Path(namespace.jsonl), _values):
        print(json.dumps({"id": key, "values": values}, ensure_ascii=False))
    return 0


def _values(record: Mapping[str, Any]) -> dict[str, Answer]:
    """The answer for each indicator of one report; ValueError where a key is missing or wrong."""
    narrative, rows = record.get("narrative"), record.get("indicators")
    if not isinstance(narrative, str) or not isinstance(rows, list):
        raise ValueError(_("案例缺少“narrative”或“indicators”。"))
    try:
        keys = [str(row["id"]) for row in rows]
        specs = [
            IndicatorSpec(number, str(row["name"]), str(row["unit"]), str(row["basis"]))
            for number, row in enumerate(rows)
        ]
    except (KeyError, TypeError):
        raise ValueError(_("指标要有 id、name、unit 和 basis。")) from None
    found = find_values(narrative, specs, Period.parse(str(record.get("period"))))
    return {key: _answer(found[number]) for number, key in enumerate(keys)}


def _answer(candidates: Sequence[ValueCandidate]) -> Answer:
    values = [decimal_string(each.value) for each in candidates]
    if len(values) > 1:
        return {"ask": values}
    return {"value": values[0]} if values else None
