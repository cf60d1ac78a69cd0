"""What may go out beside an issue: whole PDF, docx and xlsx files without programs, by content and by name."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from taizhang.core.lifecycle.workflow import Refused
from taizhang.intake import IntakeRefused, Limits, check_attachment
from tests.intake import hostile, ledgers
from tests.intake.test_extract import image

WORD, BOOK = hostile.word_file("海川市志愿服务项目清单"), ledgers.grid([["项目", "场次"], ["宣讲", "8"]])
WHOLE = {"pdf": hostile.pdf_file(2), "docx": WORD, "xlsx": BOOK}
DECLARED = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
MAIN_OF_SHEETS = (
    b'<Types><Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


def locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(hostile.pdf_file()))), io.BytesIO()
    writer.encrypt("x", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "another kind": ("清单.pdf", lambda: WORD, "内容是 docx"),
    "a workbook as a Word file": ("清单.docx", lambda: BOOK, "内容是 xlsx"),
    "no ending": ("清单", hostile.pdf_file, "后缀与内容不符"),
    "docm": ("清单.docm", lambda: WORD, "带有宏"),
    "xlsm": ("清单.XLSM", lambda: BOOK, "带有宏"),
    "macros of a docx": ("清单.docx", lambda: hostile.with_member(WORD, "word/vbaProject.bin", b"x"), "带有宏"),
    "macros of a xlsx": ("清单.xlsx", lambda: hostile.with_member(BOOK, "xl/vbaProject.bin", b"x"), "带有宏"),
    "old macros": ("清单.xlsx", lambda: hostile.with_member(BOOK, "xl/macrosheets/a.xml", b"<x/>"), "带有宏"),
    "controls": ("清单.docx", lambda: hostile.with_member(WORD, "word/activeX/a.xml", b"<x/>"), "控件"),
    "a docm renamed": ("清单.docx", lambda: hostile.with_member(WORD, "[Content_Types].xml", DECLARED), "带有宏"),
    "a xlsm renamed": ("清单.xlsx", lambda: hostile.with_member(BOOK, "[Content_Types].xml", MAIN_OF_SHEETS), "宏"),
    "no types": ("清单.docx", lambda: hostile.without_member(WORD, "[Content_Types].xml"), "损坏"),
    "locked PDF": ("清单.pdf", locked_pdf, "密码"),
    "locked office file": ("清单.docx", lambda: hostile.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old Word file": ("清单.docx", lambda: hostile.OLE + bytes(600), "旧版"),
    "bomb": ("清单.docx", lambda: hostile.bomb(300 << 20), "解压后超过"),
    "many members": ("清单.docx", lambda: hostile.crowd(2500), "部件超过"),
    "archive inside": ("清单.docx", lambda: hostile.with_member(WORD, "a.zip", WORD), "套有压缩包"),
    "entities": ("清单.docx", hostile.billion_laughs, "实体声明"),
    "cut PDF": ("清单.pdf", lambda: hostile.pdf_file()[:60], "损坏"),
    "cut docx": ("清单.docx", lambda: hostile.word_file("海川" * 500)[:9000], "损坏"),
    "broken sheet": ("清单.xlsx", lambda: hostile.with_member(BOOK, "xl/worksheets/sheet1.xml", b"<x"), "损坏"),
    "picture": ("清单.pdf", lambda: image("PNG"), "只收"),
    "program": ("清单.pdf", lambda: b"MZ" + bytes(50) + hostile.pdf_file(), "只收"),
    "text": ("清单.docx", "海川市".encode, "只收"),
    "other archive": ("清单.docx", lambda: hostile.with_member(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), "只收"),
    "nothing": ("清单.pdf", lambda: b"", "空的"),
    "secret docx": ("清单.docx", lambda: hostile.word_file("机密★1年", "名单"), "密级标志"),
    "secret xlsx": ("清单.xlsx", lambda: ledgers.grid([["名单", "秘密★3年"]]), "密级标志"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_file_is_known_by_its_content(kind: str) -> None:
    assert check_attachment(WHOLE[kind], f"清单.{kind.upper()}") == kind


def test_a_scan_may_be_attached() -> None:
    assert check_attachment(image("PDF"), "盖章件.pdf") == "pdf"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(name: str) -> None:
    file_name, make, words = HOSTILE[name]
    with pytest.raises(IntakeRefused, match=words) as refused:
        check_attachment(make(), file_name)
    assert str(refused.value.sentence).count("。") == 1
    assert not isinstance(refused.value, Refused)


def test_a_file_may_be_too_large_or_too_long() -> None:
    with pytest.raises(IntakeRefused, match="MB"):
        check_attachment(WORD, "清单.docx", Limits(file_size=100))
    with pytest.raises(IntakeRefused, match="超过 1 页"):
        check_attachment(hostile.pdf_file(2), "清单.pdf", Limits(pages=1))
