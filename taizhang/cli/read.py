"""``taizhang read``: the bulletin in a file, its figures and the questions it raises."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from taizhang.cli.words import _, say
from taizhang.core.figures import Finding, check_text, figure_to_json, read_figures
from taizhang.core.figures.model import Span, TextFigure
from taizhang.core.gongwen import (
    Bulletin,
    Item,
    WriterQuestion,
    bulletin_to_json,
    find_secrecy_mark,
    has_certain_ends,
    parts_of,
    raise_questions,
    read_bulletin,
)
from taizhang.core.text.messages import N_, Message
from taizhang.intake import IntakeRefused, extract_text

_AROUND = 10  # characters shown on either side of a place


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that is read from one file."""

    text: str
    bulletin: Bulletin
    figures: list[TextFigure]
    questions: list[WriterQuestion]
    findings: list[Finding]
    notes: tuple[Message, ...]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``read``."""
    help_line = _("读一期简报：刊头、栏目、文章、版记，文中的数据和要问作者的问题")
    parser = commands.add_parser("read", help=help_line, description=help_line)
    parser.add_argument("files", nargs="+", type=Path, metavar=_("文件"), help=_("txt、docx 或文字版 PDF"))
    parser.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar=_("目录"), help=_("把每个文件的 JSON 写入该目录")
    )
    parser.set_defaults(func=run)


def run(options: argparse.Namespace) -> int:
    """Read each file; a file that is refused does not stop the others."""
    readings: list[tuple[Path, FileReading]] = []
    failed = False
    for path in options.files:
        try:
            reading = read_file(path)
        except IntakeRefused as refusal:
            print(f"{path}：{say(refusal.sentence)}", file=sys.stderr)
            failed = True
            continue
        readings.append((path, reading))
        if not options.json and options.output is None:
            show(reading, path, Console(soft_wrap=False, highlight=False))
    if options.output is not None:
        failed = not _write(readings, options.output) or failed
    elif options.json and readings:
        found = [reading_to_json(reading) for _path, reading in readings]
        print(json.dumps(found[0] if len(options.files) == 1 else found, ensure_ascii=False, indent=2))
    return int(failed)


def read_file(path: Path) -> FileReading:
    """Read one file. Raises ``IntakeRefused``, also for text that bears a mark of secrecy."""
    extracted = extract_text(path)
    text = extracted.text
    if find_secrecy_mark(text) is not None:
        raise IntakeRefused(Message(N_("文中有密级标志，本系统不处理涉密文件，已拒绝读取。")))
    certain = has_certain_ends(text, extracted.format)
    bulletin = read_bulletin(text, certain_ends=certain)
    figures = read_figures(text, certain_ends=certain)
    questions = raise_questions(text, bulletin, figures)
    inside = [f for f in figures if _inside(f.span, bulletin)]
    return FileReading(text, bulletin, inside, questions, check_text(text, inside), extracted.notes)


def _inside(span: Span, bulletin: Bulletin) -> bool:
    """Whether a place lies in the note or in an item; numbers of masthead and imprint are no figures."""
    places = [(p.start, p.end) for p in bulletin.note] + [(i.start, i.end) for i in bulletin.items]
    return any(start <= span.start < end for start, end in places)


# ---- JSON


def reading_to_json(reading: FileReading) -> dict[str, Any]:
    """The interchange format with ``figures``, ``questions``, ``findings`` and the ``notes`` on what the file made
    difficult; offsets count code points."""
    return {
        **bulletin_to_json(reading.bulletin),
        "figures": [figure_to_json(figure) for figure in reading.figures],
        "questions": [
            {
                "kind": q.kind.value,
                **_place(reading.text, q.span),
                "also": [list(s) for s in q.also],
                "question": say(q.sentence),
            }
            for q in reading.questions
        ],
        "findings": [
            {
                **_place(reading.text, f.span),
                "also": [list(f.other)] if f.other else [],
                "finding": say(f.reason),
            }
            for f in reading.findings
        ],
        "notes": [say(note) for note in reading.notes],
    }


def _place(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "line": line_of(text, span), "excerpt": excerpt(text, span)}


def line_of(text: str, span: Span) -> int:
    """The line of the text, counted from 1."""
    return text.count("\n", 0, span.start) + 1


def excerpt(text: str, span: Span) -> str:
    """The place with a few characters around it, on one line."""
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    return " ".join(f"{before}〔{span.of(text)}〕{after}".split())


def _write(readings: Sequence[tuple[Path, FileReading]], folder: Path) -> bool:
    """Write NAME.json for each file; the whole file name where two would share a NAME."""
    stems = [path.stem for path, _reading in readings]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, reading in readings:
            name = path.stem if stems.count(path.stem) == 1 else path.name
            content = json.dumps(reading_to_json(reading), ensure_ascii=False, indent=2)
            (folder / f"{name}.json").write_text(content + "\n", encoding="utf-8")
    except OSError:
        print(_("无法写入目录：{folder}").format(folder=folder), file=sys.stderr)
        return False
    return True


# ---- for the eye


def show(reading: FileReading, path: Path, console: Console) -> None:
    """Print the bulletin, its figures and its questions."""
    bulletin = reading.bulletin
    console.rule(Text(bulletin.name or path.name, style="bold red"))
    console.print(_facts(bulletin))
    for item in bulletin.items:
        _show_item(item, console)
    _show_figures(reading, console)
    _show_questions(reading, console)
    for note in reading.notes:
        console.print(Text(_("说明：") + say(note), style="dim"))


def _facts(bulletin: Bulletin) -> Table:
    table = Table.grid(padding=(0, 2))
    for label, value in _labelled(bulletin):
        if value:
            table.add_row(Text(label, style="dim"), Text(value))
    return table


def _labelled(bulletin: Bulletin) -> list[tuple[str, str]]:
    b = bulletin
    return [
        (_("期号"), _("第 {n} 期").format(n=b.annual_no) if b.annual_no is not None else ""),
        (_("总期号"), _("总第 {n} 期").format(n=b.cumulative_no) if b.cumulative_no is not None else ""),
        (_("编印单位"), b.issuer),
        (_("日期"), b.date.isoformat() if b.date else ""),
        (_("栏目"), "；".join(b.columns)),
        (_("按语"), "\n".join(p.text for p in b.note)),
        (_("责编"), b.editor),
        (_("核稿"), b.checker),
        (_("签发"), b.signer),
        (_("电话"), b.contacts.phone),
        (_("传真"), b.contacts.fax),
        (_("邮箱"), b.contacts.email),
        (_("报"), "，".join(b.recipients.up)),
        (_("送"), "，".join(b.recipients.peer)),
        (_("发"), "，".join(b.recipients.down)),
        (_("印数"), str(b.copies or "")),
    ]


def _show_item(item: Item, console: Console) -> None:
    console.print()
    console.print(Text(item.title, style="bold"))
    for paragraph in item.body:
        console.print(Padding(Text(paragraph.text), (0, 0, 0, 2)))
    parts = parts_of(item)
    if parts:
        console.print(Padding(Text(_("要点：") + "；".join(parts), style="dim"), (0, 0, 0, 2)))
    if item.source_unit:
        console.print(Text(f"（{item.source_unit}）"), justify="right")


def _show_figures(reading: FileReading, console: Console) -> None:
    table = Table()
    table.add_column(Text(_("行")), no_wrap=True)
    for head in (_("数据"), _("所计"), _("原文")):
        table.add_column(Text(head), overflow="fold")
    for figure in reading.figures:
        table.add_row(
            Text(str(line_of(reading.text, figure.span))),
            Text(" ".join(figure.surface.split())),
            Text(figure.counted),
            Text(excerpt(reading.text, figure.span)),
        )
    if _head(_("数据"), console, found=bool(reading.figures)):
        console.print(table)


def _show_questions(reading: FileReading, console: Console) -> None:
    """A numbered list: a sentence is shown whole, however narrow the screen."""
    asked = [(q.span, q.sentence) for q in reading.questions] + [(f.span, f.reason) for f in reading.findings]
    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(overflow="fold")
    for number, (span, sentence) in enumerate(asked, 1):
        place = f"{_('行')} {line_of(reading.text, span)}  {excerpt(reading.text, span)}"
        rows.add_row(Text(f"{number}."), Text(say(sentence)))
        rows.add_row("", Text(place, style="dim"))
    if _head(_("要问作者的问题"), console, found=bool(asked)):
        console.print(rows)


def _head(title: str, console: Console, *, found: bool) -> bool:
    """Print a heading, or that nothing stands under it; return ``found``."""
    console.print()
    console.print(
        Text(title, style="bold") if found else Text(_("{title}：无").format(title=title), style="dim")
    )
    return found
