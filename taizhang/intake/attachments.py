"""Whether a file may go out beside an issue: a PDF, docx or xlsx that is whole, open to everybody and carries no program."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake import archive, office, portable, reading, word, workbook
from taizhang.intake.extract import ask
from taizhang.intake.limits import Limits
from taizhang.intake.package import Package
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.signature import format_of

_DEFAULT = Limits(characters=10_000_000)  # of a workbook, as BOOK_LIMITS has it
ENDINGS: Mapping[str, str] = MappingProxyType({  # with the media type of each
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip
_WITH_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlam")
_FIRST = 20_000  # characters of a text that are searched for a secrecy mark
_OFFICE = {"word": "docx", "workbook": "xlsx"}
_TYPES = "[content_types].xml"
_MACROS = N_("文件带有宏或控件，不能作附件；请另存为不带宏的 docx、xlsx，或者导出为 PDF。")


def check_attachment(data: bytes, name: str, limits: Limits = _DEFAULT) -> str:
    """Return what the file is: ``pdf``, ``docx`` or ``xlsx``. Its content is looked at in a limited process.

    Raises ``IntakeRefused`` for anything else, where the ending of ``name`` says something else, and for what is locked,
    damaged, too large when unpacked, or carries macros or a secrecy mark.
    """
    ending = name.rpartition(".")[2].lower()
    if ending in _WITH_MACROS:
        raise IntakeRefused(Message(_MACROS))
    kind = str(ask("attachment", data, limits)["kind"])
    if ending != kind:
        words = N_("文件名的后缀与内容不符，内容是 {kind}；请核对文件，改正后缀再传。")
        raise IntakeRefused(Message(words, {"kind": kind}))
    return kind


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``attachment``."""
    kind, text = _looked_at(data, limits)
    from taizhang.core.gongwen import find_secrecy_mark  # reading a plain text loads no reader of bulletins

    if find_secrecy_mark(text) is not None:
        raise IntakeRefused(Message(N_("文件中有密级标志，本系统不处理涉密材料，文件未保存。")))
    return {"kind": kind}


def _looked_at(data: bytes, limits: Limits) -> tuple[str, str]:
    """What the file is, and the beginning of its text as far as there is one."""
    kind, text = format_of(data), ""
    if kind == "ole":
        raise IntakeRefused(reading.compound(data))
    if kind == "zip":
        return _office(data, limits)
    if kind != "pdf":
        raise IntakeRefused(Message(N_("附件只收 PDF、docx、xlsx 文件。")))
    portable.opened(data, limits).close()
    with suppress(IntakeRefused):  # a scan has no text, and may be attached
        text = portable.text_of(data, replace(limits, characters=_FIRST)).text
    return "pdf", text


def _office(data: bytes, limits: Limits) -> tuple[str, str]:
    container = archive.checked(data, limits)
    package = Package(container)
    kind, main, root = office.kind_of(container, package)
    if kind not in _OFFICE:
        raise IntakeRefused(Message(N_("附件只收 PDF、docx、xlsx 文件。")))
    if _has_program(package):
        raise IntakeRefused(Message(_MACROS))
    if kind == "workbook":
        sheets, _removed, _notes = workbook.sheets_of(package, main, limits)
        cells = (cell.text for sheet in sheets for row in sheet.rows.values() for cell in row.values())
        return "xlsx", "\n".join(cells)[:_FIRST]
    assert root is not None  # noqa: S101 - of a Word file the main part was parsed
    word.refuse_active(package, main)
    return "docx", word.document_of(package, main, root, 0).text[:_FIRST]


def _has_program(package: Package) -> bool:
    """Whether macros, old macro sheets or controls lie in the file, or it says of itself that it may hold some."""
    if any(
        name.endswith("vbaproject.bin") or "/activex/" in name or "/macrosheets/" in name
        for name in package.names
    ):
        return True
    if _TYPES not in package.names:
        raise archive.damaged()
    with package.open(_TYPES) as stream:
        return b"macroenabled" in stream.read().lower()
