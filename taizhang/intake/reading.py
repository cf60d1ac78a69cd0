"""From bytes to text, by signature. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from taizhang.core.text.messages import N_, Message
from taizhang.intake import archive, office, plain, portable, word
from taizhang.intake.limits import Limits
from taizhang.intake.package import Package
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.signature import format_of
from taizhang.intake.story import Picture, TextTable


class Extracted(NamedTuple):
    """The text of a file, the format it had (txt, docx, pdf) and what the reader should know.

    ``tables`` and ``pictures`` of a docx tell the lines of the text where they stand; ``contents`` are those pictures
    that a line of the text names, where they were asked for (``Limits.pictures``)."""

    text: str
    format: str
    notes: tuple[Message, ...] = ()
    tables: tuple[TextTable, ...] = ()
    pictures: tuple[Picture, ...] = ()
    contents: Mapping[str, str] = MappingProxyType({})  # base64


_NOT_READ = {
    "image": N_("这是图片，没有可提取的文字；请提供 txt、docx 或文字版 PDF。"),
    "rtf": N_("暂不能读取 RTF 文件，请另存为 docx 后再试。"),
    "program": N_("这是程序文件，不能读取。"),
    "database": N_("这是数据库文件，不能读取。"),
    "html": N_("这是网页，只是名字像文档；请用 Word 或 WPS 打开，另存为 docx 后再试。"),
    "web archive": N_("这是网页存档（MHT），只是名字像文档；请用 Word 或 WPS 打开，另存为 docx 后再试。"),
    "mail": N_("这是电子邮件，不能读取；请提供 txt、docx 或文字版 PDF。"),
    "office xml": N_("这是 XML 格式的 Word 文档，暂不能读取；请用 Word 或 WPS 打开，另存为 docx 后再试。"),
    "markup": N_("这是网页或 XML 文件，不能读取；请提供 txt、docx 或文字版 PDF。"),
    "workbook": N_("这是电子表格，不能作为简报读取；请提供 txt、docx 或文字版 PDF。"),
    "binary": N_("无法识别文件格式；请提供 txt、docx 或文字版 PDF。"),
    **office.NOT_READ,
}


def read(data: bytes, limits: Limits) -> Extracted:
    """The text of ``data``. Raises ``IntakeRefused``."""
    if not data:
        raise IntakeRefused(Message(N_("文件是空的。")))
    found = _extracted(data, limits)
    text, notes = plain.cleaned(found.text)
    if len(text) > limits.characters:
        raise IntakeRefused(
            Message(N_("文字超过 {count} 万字，请拆分后再试。"), {"count": limits.characters // 10_000})
        )
    if not text.strip():
        raise IntakeRefused(Message(N_("文件中没有文字。")))
    return found._replace(text=text, notes=notes + found.notes)


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``text``."""
    found = read(data, limits)
    told = found._asdict() | {"notes": [note.to_json() for note in found.notes]}
    contents = dict(told.pop("contents"))
    return told | ({"contents": contents} if contents else {})


def extracted(answer: dict[str, Any]) -> Extracted:
    """What ``answer`` gave, on the parent's side."""
    return Extracted(
        answer["text"],
        answer["format"],
        tuple(map(Message.from_json, answer["notes"])),
        tuple(
            TextTable(first, end, tuple(map(tuple, rows)), head)
            for first, end, rows, head in answer["tables"]
        ),
        tuple(Picture(*each) for each in answer["pictures"]),
        answer.get("contents", {}),
    )


def _extracted(data: bytes, limits: Limits) -> Extracted:
    kind = format_of(data)
    if kind in _NOT_READ:
        raise IntakeRefused(Message(_NOT_READ[kind]))
    if kind == "ole":
        raise IntakeRefused(compound(data))
    if kind == "pdf":
        found = portable.text_of(data, limits)
        return Extracted(found.text, "pdf", found.notes)
    if kind == "zip":
        return _office(data, limits)
    return Extracted(plain.decode(data)[0], "txt")


def _office(data: bytes, limits: Limits) -> Extracted:
    """An office file by its main part; workbooks have their own task."""
    container = archive.checked(data, limits)
    package = Package(container)
    kind, main, root = office.kind_of(container, package)
    if kind != "word" or root is None:
        raise IntakeRefused(Message(_NOT_READ[kind]))
    found = word.document_of(package, main, root, limits.pictures)
    return Extracted(found.text, "docx", found.notes, found.tables, found.pictures, found.contents)


def compound(data: bytes) -> Message:
    """What to say of an OLE container: a locked file, or the old binary format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Message(N_("文件设有密码，请解除密码后再试。"))
    return Message(N_("暂不能读取旧版 Office 文件（如 .doc），请另存为 docx 后再试。"))
