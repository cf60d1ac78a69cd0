"""What a zip container holds: a Word file, a workbook, or one of the formats that are named and not read."""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

from taizhang.core.text.messages import N_
from taizhang.intake.archive import damaged
from taizhang.intake.package import Element, Package

_KINDS = {"w:document": "word", "x:workbook": "workbook", "p:presentation": "slides"}
_FOLDERS = {"word/": "word", "xl/": "workbook", "ppt/": "slides"}
# Formats of a zip container by the content of its part "mimetype".
_MIME_TYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
NOT_READ = {
    "slides": N_("这是演示文稿（PPT），不能读取；请提供 txt、docx 或文字版 PDF。"),
    "ofd": N_("这是 OFD 版式文件，暂不能读取；请用 OFD 阅读软件导出为文字版 PDF，或提供原来的 docx。"),
    "odt": N_("这是 ODT 文档，暂不能读取；请用 WPS、Word 或 LibreOffice 另存为 docx 后再试。"),
    "ods": N_("这是 ODS 表格，暂不能读取；请用 WPS、Excel 或 LibreOffice 另存为 xlsx 后再试。"),
    "odp": N_("这是 ODP 演示文稿，不能读取；请提供 txt、docx 或文字版 PDF。"),
    "epub": N_("这是 EPUB 电子书，不能读取；请提供 txt、docx 或文字版 PDF。"),
    "uof": N_("这是 UOF（标文通）文件，暂不能读取；请用 WPS 或 Word 另存为 docx 后再试。"),
    "binary workbook": N_("暂不能读取 xlsb 文件，请另存为 xlsx 后再试。"),
    "archive": N_("这是压缩包，请解压后提交其中的文件。"),
}


def kind_of(archive: zipfile.ZipFile, package: Package) -> tuple[str, str, Element | None]:
    """``word`` or ``workbook`` with the name of the main part (and its root where it was looked at), else a key
    of ``NOT_READ``. Raises IntakeRefused where an office file has no main part that can be parsed."""
    main = package.main_part() or next((name for name in _USUAL if name in package.names), "")
    if main.endswith(".bin"):
        return "binary workbook", main, None
    if main == "xl/workbook.xml":  # read as a stream
        return "workbook", main, None
    if not main:
        return _other(archive, package), "", None
    try:
        root = package.root(main)
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    kind = _KINDS.get(root.tag) or next(
        (k for folder, k in _FOLDERS.items() if main.startswith(folder)), "archive"
    )
    return kind, main, root


_USUAL = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")


def _other(archive: zipfile.ZipFile, package: Package) -> str:
    if "ofd.xml" in package.names:
        return "ofd"
    if "mimetype" in package.names:
        with package.open("mimetype") as stream:
            written = stream.read(200).decode("ascii", "replace").strip()
        return next((kind for mime, kind in _MIME_TYPES.items() if written.startswith(mime)), "archive")
    if any(name.startswith("_meta/") or name == "uof.xml" for name in package.names):
        return "uof"
    if any(name.startswith(folder) for name in package.names for folder in _FOLDERS):
        raise damaged()
    return "archive"
