"""``taizhang proof``: questions of proofreading about text files; ``taizhang meaning``: what an edit changes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from taizhang.cli.inputs import CallRefused, guarded, read_records, read_text, write_each
from taizhang.cli.words import _, say
from taizhang.core.gongwen import has_certain_ends
from taizhang.core.meaning import meaning_kinds
from taizhang.core.meaning.compare import KIND_WORDS
from taizhang.core.proof import ProofContext, ProofQuestion, proofread, register_from_json
from taizhang.core.proof.model import CLASS_WORDS, LEVEL_WORDS
from taizhang.core.text.messages import filled


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``proof`` and ``meaning``."""
    help_line = _("校对文本：序号、标点、数字、日期、单位、用词、重复、名称职务")
    proof = commands.add_parser("proof", help=help_line, description=help_line)
    proof.add_argument("files", nargs="+", metavar=_("文件"), help=_("文本文件（UTF-8、GB18030 或 UTF-16）"))
    proof.add_argument("--jsonl", metavar=_("目录"), help=_("不打印表格，每个文件写一个 .jsonl 到该目录"))
    proof.add_argument(
        "--register", metavar=_("名册"), help=_("本机关名册（JSON）：单位、人员、项目、规范表述")
    )
    proof.set_defaults(func=guarded(_proof))
    help_line = _("比较修改前后的两句话，指出含义是否改变")
    meaning = commands.add_parser("meaning", help=help_line, description=help_line)
    meaning.add_argument("before", nargs="?", metavar=_("修改前"), help=_("修改前的文字"))
    meaning.add_argument("after", nargs="?", metavar=_("修改后"), help=_("修改后的文字"))
    meaning.add_argument("--jsonl", metavar=_("案例"), help=_("逐行读取案例，每行输出一个结论"))
    meaning.set_defaults(func=guarded(_meaning))


def _proof(namespace: argparse.Namespace) -> int:
    context = _context(namespace.register)
    texts = [(Path(name), read_text(Path(name))) for name in namespace.files]
    asked = [(path, text, _questions(text, context)) for path, text in texts]
    if namespace.jsonl:
        write_each(Path(namespace.jsonl), [(path, map(_record, found)) for path, text, found in asked])
        return 0
    for path, text, found in asked:
        Console().print(_table(path.name, text, found))
    return 0


def _context(path: str | None) -> ProofContext:
    if path is None:
        return ProofContext()
    try:
        return ProofContext(register_from_json(json.loads(read_text(Path(path)).removeprefix("\ufeff"))))
    except (ValueError, RecursionError) as error:
        raise CallRefused(filled(_("名册“{name}”无法读取。"), name=path)) from error


def _questions(text: str, context: ProofContext) -> list[ProofQuestion]:
    return proofread(text, context, certain_ends=has_certain_ends(text, "text"))


def _record(question: ProofQuestion) -> dict[str, Any]:
    return {
        "start": question.span.start,
        "end": question.span.end,
        "rule": question.rule.id,
        "class": question.rule.kind.value,
        "sentence": say(question.sentence),
    }


def _table(name: str, text: str, found: list[ProofQuestion]) -> Table:
    table = Table(title=_("{name}：{count} 处").format(name=name, count=len(found)), title_justify="left")
    for heading in (_("行"), _("原文"), _("类别"), _("依据"), _("提示")):
        table.add_column(heading, overflow="fold")
    for question in found:
        rule = question.rule
        table.add_row(
            str(text.count("\n", 0, question.span.start) + 1),
            Text(question.words),
            _(CLASS_WORDS[rule.kind]),
            Text(" ".join(filter(None, (_(LEVEL_WORDS[rule.level]), rule.clause)))),
            Text(say(question.sentence)),
        )
    return table


def _meaning(namespace: argparse.Namespace) -> int:
    if namespace.jsonl:
        for key, (before, after) in read_records(Path(namespace.jsonl), _pair):
            named = [kind.value for kind in meaning_kinds(before, after)]
            print(json.dumps({"id": key, "kinds": named}, ensure_ascii=False))
        return 0
    if namespace.after is None:
        raise CallRefused(_("请给出修改前、修改后的文字，或用 --jsonl 给出案例文件。"))
    kinds = meaning_kinds(namespace.before, namespace.after)
    words = "、".join(_(KIND_WORDS[kind]) for kind in kinds)
    print(_("含义有变：{kinds}").format(kinds=words) if kinds else _("含义未见改变。"))
    return 0


def _pair(record: Mapping[str, Any]) -> tuple[str, str]:
    before, after = record.get("before"), record.get("after")
    if not isinstance(before, str) or not isinstance(after, str):
        raise ValueError(_("须有 before 和 after。"))
    return before, after
