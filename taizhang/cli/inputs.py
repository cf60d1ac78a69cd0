"""Files that commands read: texts in any usual encoding, and records, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from taizhang.cli.words import _
from taizhang.core.text.messages import filled

T = TypeVar("T")
_ENCODINGS = ("utf-8", "gb18030")
_LARGEST = 64 * 1024 * 1024


class CallRefused(Exception):
    """The call cannot be served; the message is for the user."""


class guarded:
    """Turns refusals into a message and exit code 2."""

    def __init__(self, command: object) -> None:
        self._command = command

    def __call__(self, namespace: argparse.Namespace) -> int:
        try:
            return int(self._command(namespace))  # type: ignore[operator]
        except CallRefused as refused:
            print(refused, file=sys.stderr)
            return 2


def read_text(path: Path) -> str:
    """The text as it is: no newline is translated, so places count as in the file."""
    try:
        if path.stat().st_size > _LARGEST:
            raise CallRefused(filled(_("文件“{name}”太大。"), name=path))
        data = path.read_bytes()
    except OSError as error:
        raise CallRefused(filled(_("无法读取文件“{name}”：{why}"), name=path, why=_why(error))) from error
    return _decode(data, path)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("文件不存在。")
    if isinstance(error, IsADirectoryError):
        return _("这是一个目录。")
    return _("没有权限或磁盘出错。")


def _decode(data: bytes, path: Path) -> str:
    """UTF-8 (a byte order mark stays, so that places count as in the file), UTF-16 with a mark, GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CallRefused(filled(_("文件“{name}”不是文本文件，无法读取。"), name=path))


def read_records(path: Path, read: Callable[[Mapping[str, Any]], T]) -> Iterator[tuple[object, T]]:
    """The id of each record and what ``read`` makes of it; CallRefused with the line's number where it raises ValueError."""
    # Only line feeds end a record: a string may hold other separators.
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError(_("不是一个案例。"))
            yield record.get("id"), read(record)
        except (ValueError, RecursionError) as error:
            why = (
                _("不是 JSON。") if isinstance(error, (json.JSONDecodeError, RecursionError)) else str(error)
            )
            message = _("第 {number} 行无法读取：{why}").format(number=number, why=why)
            raise CallRefused(message) from error


def write_each(directory: Path, records: Sequence[tuple[Path, Iterable[Mapping[str, Any]]]]) -> None:
    """Write NAME.jsonl into the directory for each file; CallRefused where two would share a name."""
    names = [path.stem for path, _lines in records]
    if len(set(names)) < len(names):
        raise CallRefused(_("有文件同名，输出会互相覆盖，请分开处理。"))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, lines in records:
            written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            (directory / f"{path.stem}.jsonl").write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CallRefused(
            filled(_("无法写入目录“{name}”：{why}"), name=directory, why=error.strerror)
        ) from error
