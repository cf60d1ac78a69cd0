"""From bytes to text, by signature. Runs in the child process only."""

from __future__ import annotations

from typing import Any, NamedTuple

from taizhang.core.text.messages import N_, Sentence
from taizhang.intake import archive, plain, portable, word
from taizhang.intake.limits import Limits
from taizhang.intake.plainly import sentence_to_plain
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.signature import format_of


class Extracted(NamedTuple):
    """The text of a file, the format it had (txt, docx, pdf) and what the reader should know."""

    text: str
    format: str
    notes: tuple[Sentence, ...] = ()


_NOT_READ = {
    "image": N_("这是图片，没有可提取的文字；请提供 txt、docx 或文字版 PDF。"),
    "rtf": N_("暂不能读取 RTF 文件，请另存为 docx 后再试。"),
    "archive": N_("这是压缩包，请解压后提交其中的文件。"),
    "program": N_("这是程序文件，不能读取。"),
    "database": N_("这是数据库文件，不能读取。"),
    "markup": N_("这是网页或 XML 文件，不能读取；请提供 txt、docx 或文字版 PDF。"),
    "binary": N_("无法识别文件格式；请提供 txt、docx 或文字版 PDF。"),
}


def read(data: bytes, limits: Limits) -> Extracted:
    """The text of ``data``. Raises ``IntakeRefused``."""
    if not data:
        raise IntakeRefused(Sentence(N_("文件是空的。")))
    kind = format_of(data)
    if kind in _NOT_READ:
        raise IntakeRefused(Sentence(_NOT_READ[kind]))
    if kind == "ole":
        raise IntakeRefused(_compound(data))
    text, form = _text(kind, data, limits)
    text, notes = plain.cleaned(text)
    if len(text) > limits.characters:
        raise IntakeRefused(
            Sentence(N_("文字超过 {count} 万字，请拆分后再试。"), {"count": limits.characters // 10_000})
        )
    if not text.strip():
        raise IntakeRefused(Sentence(N_("文件中没有文字。")))
    return Extracted(text, form, notes)


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``text``."""
    found = read(data, limits)
    return {
        "text": found.text,
        "format": found.format,
        "notes": [sentence_to_plain(note) for note in found.notes],
    }


def _text(kind: str, data: bytes, limits: Limits) -> tuple[str, str]:
    if kind == "pdf":
        return portable.text_of(data, limits), "pdf"
    if kind == "zip":
        return _office(data, limits), "docx"
    return plain.decode(data)[0], "txt"


def _office(data: bytes, limits: Limits) -> str:
    """An office file by its parts; workbooks have their own task."""
    package = archive.checked(data, limits)
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        raise IntakeRefused(Sentence(N_("这是电子表格，不能作为简报读取；请提供 txt、docx 或文字版 PDF。")))
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return word.text_of(data, package)
    raise IntakeRefused(Sentence(N_("这是压缩包，请解压后提交其中的文件。")))


def _compound(data: bytes) -> Sentence:
    """What to say of an OLE container: a locked file, or the old binary format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Sentence(N_("文件设有密码，请解除密码后再试。"))
    return Sentence(N_("暂不能读取旧版 Office 文件（如 .doc），请另存为 docx 后再试。"))
