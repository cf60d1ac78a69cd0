"""``typeset`` and ``check-form``: the press at the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from taizhang.cli.words import _, say
from taizhang.core.gongwen import Bulletin, bulletin_from_json, find_secrecy_mark, for_setting, read_as
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.intake import IntakeRefused, extract_text
from taizhang.office.home import fonts_home
from taizhang.press import (
    FormReport,
    Grid,
    HouseTemplate,
    Press,
    PressError,
    check_form,
    verdict_of,
    write_docx,
)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    typeset = commands.add_parser("typeset", help=_("按公文版式排印简报，生成 PDF 或 Word 文件"))
    typeset.add_argument(
        "file", metavar="FILE", type=Path, help=_("简报文件：txt、docx、PDF，或 read --json 的结果")
    )
    typeset.add_argument(
        "-o", "--output", metavar="X.pdf|X.docx", type=Path, required=True, help=_("输出文件")
    )
    typeset.add_argument(
        "--pages", type=_positive, metavar="N", help=_("压缩到 N 页以内，并说明与标准版式的差别")
    )
    typeset.set_defaults(func=run_typeset)
    check = commands.add_parser("check-form", help=_("核验 PDF 的公文版式；不合格时退出码为 1"))
    check.add_argument("file", metavar="X.pdf", type=Path, help=_("PDF 文件"))
    check.add_argument("--lines", type=int, default=22, metavar="N", help=_("每页行数，默认22"))
    check.add_argument("--cells", type=int, default=28, metavar="N", help=_("每行字数，默认28"))
    check.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    check.set_defaults(func=run_check)


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("页数应为正整数"))
    return number


def _complain(sentence: Message) -> int:
    print(say(sentence), file=sys.stderr)
    return 2


def load(path: Path) -> Bulletin:
    """A bulletin from text, Word, PDF or our own JSON, ready to set. Raises IntakeRefused, PressError, ValueError."""
    if path.suffix.lower() == ".json":
        try:
            return for_setting(bulletin_from_json(json.loads(path.read_text("utf-8-sig"))))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise PressError(Message(N_("无法读取 JSON 文件“{name}”。"), {"name": path.name})) from error
    extracted = extract_text(path)
    text = extracted.text
    for note in extracted.notes:
        print(_("说明：") + say(note), file=sys.stderr)
    if find_secrecy_mark(text):
        raise PressError(Message(N_("文中有密级标志。本系统不处理涉密文件，未作任何保存。")))
    return for_setting(read_as(text, extracted.format))


def run_typeset(options: argparse.Namespace) -> int:
    """Set one bulletin; 1 where the form check finds a fault."""
    kind = options.output.suffix.lower()
    if kind not in {".pdf", ".docx"}:
        return _complain(Message(N_("输出文件名应以 .pdf 或 .docx 结尾。")))
    try:
        bulletin = load(options.file)
        with Press() as press:
            done = press.typeset(bulletin, fit_pages=options.pages, fonts=fonts_home(os.environ))
        if kind == ".docx":
            _write(options.output, write_docx(bulletin, fit=done.form.fit))
            print(_("已生成 {name}。").format(name=options.output))
            return 0
        _write(options.output, done.pdf)
    except IntakeRefused as error:
        return _complain(joined("：", (verbatim(options.file), error.sentence)))
    except PressError as error:
        return _complain(error.sentence)
    except ValueError as error:
        return _complain(Message("{words}", {"words": str(error)}))
    print(_("已生成 {name}，共{pages}页。").format(name=options.output, pages=done.pages))
    show_form(done.form)
    return 0 if done.form.ok else 1


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PressError(Message(N_("无法写入“{name}”。"), {"name": str(path)})) from error


def run_check(options: argparse.Namespace) -> int:
    """Check one PDF; 1 where it departs from the form, 2 where it cannot be read."""
    try:
        grid = HouseTemplate(grid=Grid(options.lines, options.cells)).grid
        form = check_form(options.file.read_bytes(), grid)
    except OSError:
        return _complain(Message(N_("无法读取文件“{name}”。"), {"name": str(options.file)}))
    except PressError as error:
        return _complain(error.sentence)
    if options.json:
        print(json.dumps(form.to_json(), ensure_ascii=False, indent=1))
    else:
        show_form(form)
    return 0 if form.ok else 1


def show_form(form: FormReport) -> None:
    """The form report in words."""
    lines, cells = form.grid
    print(
        _("版面：{lines}行×{cells}字，各页行数 {each}").format(
            lines=lines, cells=cells, each=list(form.lines)
        )
    )
    print(
        _("满行{full}行：正好{cells}字{exact}行，避头尾移动一字{moved}行").format(
            full=form.full_lines, cells=cells, exact=form.exact, moved=form.moved
        )
    )
    for note in form.notes:
        print(_("说明："), say(note))
    for finding in form.findings:
        where = _("第{page}页：").format(page=finding.page) if finding.page else _("全文：")
        print(_("不合格："), where + say(finding.sentence))
    print(say(verdict_of(form.to_json())) if form.ok else _("版式核验不通过。"))
