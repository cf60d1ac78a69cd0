"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import codecs

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
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg")


def format_of(data: bytes) -> str:
    """``docx``-like ``zip``, ``pdf``, ``text``, or the name of a kind that is not read."""
    for magic, name in _KNOWN:
        if data.startswith(magic):
            return name
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return "pdf"
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "markup"
    return "text" if is_text(data[:4096]) else "binary"


def is_text(head: bytes) -> bool:
    """Whether the first bytes can be text: UTF-16 with its mark, or bytes without control characters."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if _looks_utf16(head):
        return True
    return not any(b < 9 or 13 < b < 27 for b in head)


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without a mark: ASCII line ends and digits leave zero bytes on one side only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return len(head) >= 4 and (even == 0) != (odd == 0) and max(even, odd) * 50 >= len(head)
