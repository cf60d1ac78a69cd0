"""`taizhang figures` reads the figures of text files; `taizhang verdict` compares them with ledger values."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from taizhang.cli.inputs import CallRefused, guarded, read_records, read_text, write_each
from taizhang.cli.words import _, say
from taizhang.core.figures import (
    Kind,
    Quantity,
    Relation,
    TextFigure,
    check_text,
    decimal_string,
    figure_to_json,
    interval_words,
    read_figures,
)
from taizhang.core.figures.cases import Case, case_from_json, decide, ledger_number, ledger_pair
from taizhang.core.text.messages import N_

_KINDS = {
    Kind.COUNT: N_("计数"), Kind.MEASURE: N_("度量"), Kind.MONEY: N_("金额"), Kind.PERCENT: N_("百分比"),
    Kind.POINT: N_("百分点"), Kind.FRACTION: N_("分数"), Kind.MULTIPLE: N_("倍数"), Kind.RATE: N_("比率"),
    Kind.DURATION: N_("时长"), Kind.VAGUE: N_("虚数"), Kind.UNIVERSAL: N_("全称"),
}  # fmt: skip
_RELATIONS = {
    Relation.EQ: N_("等于"), Relation.GT: N_("多于"), Relation.GE: N_("不少于"), Relation.LT: N_("不到"),
    Relation.APPROX: N_("约"), Relation.RANGE: N_("介于"), Relation.VAGUE: N_("未写明"), Relation.ALL: N_("全部"),
}  # fmt: skip
_OUTCOMES = {
    "not_linked": N_("未关联"),
    "not_comparable": N_("不可比"),
    "contradict": N_("矛盾"),
    "warn_understated": N_("提醒：可能少报"),
    "warn_overstated": N_("提醒：可能多报"),
    "consistent": N_("相符"),
}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`figures` and `verdict`."""
    figures = commands.add_parser("figures", help=_("读取文本中的数据"))
    figures.add_argument(
        "files", nargs="+", metavar=_("文件"), help=_("文本文件（UTF-8、GB18030 或 UTF-16）")
    )
    figures.add_argument("--jsonl", metavar=_("目录"), help=_("不打印表格，每个文件写一个 .jsonl 到该目录"))
    figures.set_defaults(func=guarded(_figures))
    verdict = commands.add_parser("verdict", help=_("把原文数据与台账值相比"))
    verdict.add_argument("text", nargs="?", metavar=_("原文"), help=_("例如：500多名"))
    verdict.add_argument("--jsonl", metavar=_("案例"), help=_("逐行读取案例，每行输出一个结论"))
    verdict.add_argument("--ledger", metavar=_("数值"), help=_("台账值；不填则只核对文内数据"))
    verdict.add_argument("--unit", default="", metavar=_("单位"), help=_("台账单位"))
    verdict.add_argument(
        "--agg", default="sum", metavar=_("汇总"), help=_("汇总方式：sum、count、rows、distinct、ratio 等")
    )
    verdict.add_argument("--other-scope", action="store_true", help=_("台账口径与原文不同"))
    verdict.set_defaults(func=guarded(_verdict))


# -- figures -----------------------------------------------------------------------------------------


def _figures(namespace: argparse.Namespace) -> int:
    texts = [(Path(name), read_text(Path(name))) for name in namespace.files]
    if namespace.jsonl:
        write_each(
            Path(namespace.jsonl), [(path, map(figure_to_json, read_figures(text))) for path, text in texts]
        )
        return 0
    console = Console()
    for path, text in texts:
        found = read_figures(text)
        console.print(_table(path.name, found))
        for finding in check_text(text, found):
            console.print(
                _("文内矛盾：{reason}").format(reason=say(finding.reason)), style="bold red", markup=False
            )
    return 0


def _table(name: str, figures: list[TextFigure]) -> Table:
    table = Table(title=_("{name}：{count} 处").format(name=name, count=len(figures)), title_justify="left")
    for heading in (_("位置"), _("原文"), _("关系"), _("数值"), _("单位"), _("范围"), _("类别"), _("所指")):
        table.add_column(heading)
    for figure in figures:
        quantity = figure.quantity
        table.add_row(
            str(figure.span.start),
            "".join(figure.surface.split()),
            _relation(quantity),
            _value(figure),
            quantity.unit,
            interval_words(quantity.conventional) if quantity.conventional else "",
            _(_KINDS[quantity.kind]),
            figure.counted,
        )
    return table


def _relation(quantity: Quantity) -> str:
    return _("不超过") if quantity.is_at_most else _(_RELATIONS[quantity.relation])


def _value(figure: TextFigure) -> str:
    quantity = figure.quantity
    if quantity.base is None:
        return ""
    return decimal_string(quantity.base) + (
        f"–{decimal_string(quantity.top)}" if quantity.top is not None else ""
    )


# -- verdict -----------------------------------------------------------------------------------------


def _verdict(namespace: argparse.Namespace) -> int:
    if namespace.jsonl:
        answers = [
            {"id": key, "verdict": decide(case)[1].outcome.value}
            for key, case in read_records(Path(namespace.jsonl), case_from_json)
        ]
        for answer in answers:
            print(json.dumps(answer, ensure_ascii=False))
        return 0
    if namespace.text is None:
        raise CallRefused(_("请给出原文，或用 --jsonl 给出案例文件。"))
    try:
        value, pair = ledger_number(namespace.ledger), ledger_pair(namespace.ledger)
    except ValueError as error:
        raise CallRefused(str(error)) from error
    _explain(Case(namespace.text, value, namespace.unit, namespace.agg, not namespace.other_scope, pair))
    return 0


def _explain(case: Case) -> None:
    figure, verdict = decide(case)
    if figure is not None:
        quantity = figure.quantity
        print(_("原文：{surface}（{relation}）").format(surface=figure.surface, relation=_relation(quantity)))
        if quantity.strict and quantity.conventional:
            print(_("严格范围：{interval}").format(interval=interval_words(quantity.strict)))
            print(_("通常范围：{interval}").format(interval=interval_words(quantity.conventional)))
    print(_("结论：{outcome}").format(outcome=_(_OUTCOMES[verdict.outcome])))
    print(_("理由：{reason}").format(reason=say(verdict.reason)))
    if verdict.hint:
        print(_("提示：{hint}").format(hint=say(verdict.hint)))
