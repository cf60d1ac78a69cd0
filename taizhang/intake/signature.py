"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import codecs
import re

from taizhang.intake.plain import commonness

_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),  # doc, xls, wps; also the container of encrypted docx
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf'\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
)
_PDF_WINDOW = 1024  # readers accept the header anywhere in the first kilobyte
_HEAD = 4096  # bytes by which text is told from other content
_BLANK = b"\xef\xbb\xbf \t\r\n"
_OFFICE_XML = (b'progid="word.document"', b"http://schemas.microsoft.com/office/2006/xmlpackage")
_END_OF_FILE = re.compile(rb"\x1a[\x1a\x00\s]*\Z")
_ELEMENT = re.compile(
    rb"<(?:head|meta|title|style|script|body|table|div|p|span|center|font|br)\b[^<]*>", re.IGNORECASE
)
_MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")


def format_of(data: bytes) -> str:
    """``docx``-like ``zip``, ``pdf``, ``text``, or the name of a kind that is not read."""
    for magic, name in _KNOWN:
        if data.startswith(magic):
            return name
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return "pdf"
    head = data[:_HEAD]
    return _markup(head) or _mail(head) or ("text" if is_text(data[:_HEAD]) else "binary")


def _markup(head: bytes) -> str:
    """``html``, ``office xml``, ``uof`` or other ``markup``; empty for what is none."""
    begin = head.lstrip(_BLANK).lower()
    if begin.startswith((b"<!doctype html", b"<html")) or _ELEMENT.match(begin):
        return "html"
    if not begin.startswith((b"<?xml", b"<svg", b"<!--")):
        return ""
    if any(word in begin for word in _OFFICE_XML):
        return "office xml"
    if b"<uof:" in begin:
        return "uof"
    return "html" if b"<html" in begin else "markup"


def _mail(head: bytes) -> str:
    """``web archive`` (MHTML) or ``mail``; empty for what has no header of that kind."""
    found = _MAIL_HEADER.match(head.lstrip(_BLANK).replace(b"\r\n", b"\n"))
    header = found[0].lower() if found else b""
    if b"mime-version:" not in header:
        return ""
    return (
        "web archive" if b"multipart/related" in header or b"snapshot-content-location" in header else "mail"
    )


def is_text(head: bytes) -> bool:
    """Whether the first bytes can be text: UTF-16, or bytes without control characters."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    content = _END_OF_FILE.sub(b"", head)
    controls = sum(1 for b in content if b < 9 or 13 < b < 27)
    if controls == content.count(0) <= len(content) // 10:  # a stray NUL is refused later, with its line
        return True
    even = head[: len(head) // 2 * 2]
    return len(even) >= 4 and any(
        commonness(even.decode(encoding, "replace")) >= _SURELY for encoding in ("utf-16-le", "utf-16-be")
    )


_SURELY = 0.8  # of the characters are usual ones where bytes are UTF-16
