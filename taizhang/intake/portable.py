"""Text of a PDF, page by page; pages whose fonts do not say what their characters are, are refused."""

from __future__ import annotations

import unicodedata
from collections import Counter
from contextlib import closing
from typing import Any, NamedTuple

from taizhang.core.text.messages import N_, Message
from taizhang.intake import remarks, rows
from taizhang.intake.archive import damaged
from taizhang.intake.glyphs import PageReader
from taizhang.intake.limits import Limits
from taizhang.intake.plain import everyday
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.symbols import UNKNOWN

_JUDGED = 20  # visible characters; with fewer, only unknown ones tell
_STRANGE = 0.25  # share of characters that no Chinese text holds so many of
_RARE = 0.5  # share of ideographs beyond the everyday ones
_SIGNS = 0.5  # share of punctuation on a page without ideographs
_SAMPLE = 500  # characters, spread over the page, by which it is judged
_NAMED = 12  # page numbers in a sentence


class PortableText(NamedTuple):
    """The text of a PDF, pages parted by form feeds, and what the reader should know."""

    text: str
    notes: tuple[Message, ...]


def text_of(data: bytes, limits: Limits) -> PortableText:
    """The text of the file. Refuses locked, broken and scanned files, and those no page of which can be read."""
    return _Reading(opened(data, limits), limits).result()


def opened(data: bytes, limits: Limits) -> Any:
    """The document. Raises IntakeRefused where it is locked or broken, or has too many pages."""
    # pdfium loads a native library: only when a PDF is really read.
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise IntakeRefused(Message(N_("PDF 设有密码，请解除密码后再试。"))) from None
        raise damaged() from None
    if len(document) > limits.pages:
        raise IntakeRefused(Message(N_("PDF 超过 {count} 页，请拆分后再试。"), {"count": limits.pages}))
    return document


class _Reading:
    """The pages of one document: their texts, and the numbers of those that give none."""

    def __init__(self, document: Any, limits: Limits) -> None:
        self.pages: list[str] = []
        self.illegible: list[int] = []
        self.pictures: list[int] = []
        self.broken: list[int] = []
        self.unknown = 0
        length = 0
        for index in range(len(document)):
            self.pages.append(self._page(document, index))
            length += len(self.pages[-1])
            if length > limits.characters:
                break

    def _page(self, document: Any, index: int) -> str:
        try:
            with closing(document[index]) as page, closing(page.get_textpage()) as text:
                found = PageReader(text).read()
                if not found.rows and _has_picture(page):
                    self.pictures.append(index + 1)
        except Exception:  # a page that the library cannot read; the others may be whole
            self.broken.append(index + 1)
            return ""
        signs = "".join(glyph.text for row in found.rows for glyph in row.glyphs)
        if is_illegible(signs[:: len(signs) // _SAMPLE + 1]):
            self.illegible.append(index + 1)
            return ""
        self.unknown += found.unknown
        return rows.text_of(found.rows)

    def result(self) -> PortableText:
        if not any(page.strip() for page in self.pages):
            raise IntakeRefused(Message(
                N_("PDF 的字体没有文字对照表，读出来是乱码；请提供原来的 docx，或换一种方式导出 PDF。")
                if self.illegible
                else N_("PDF 中没有可提取的文字，可能是扫描件；请提供文字版。")
            ))  # fmt: skip
        kinds = (
            (self.illegible, N_("第 {pages} 页的字体没有文字对照表，读出来是乱码，没有读入。")),
            (self.pictures, N_("第 {pages} 页没有可提取的文字，可能是扫描页，没有读入。")),
            (self.broken, N_("第 {pages} 页已损坏，没有读入。")),
        )
        notes = [Message(pattern, {"pages": _listed(pages)}) for pages, pattern in kinds if pages]
        return PortableText("\f".join(self.pages), (*notes, *remarks.sentences(Counter(symbol=self.unknown))))


def is_illegible(text: str) -> bool:
    """Whether the visible characters of a page are no words: unknown ones, letters of other scripts, rare
    ideographs or mere signs in such a share as no Chinese or English text has them."""
    if len(text) < _JUDGED:
        return text.count(UNKNOWN) * 2 > len(text)
    ideographs = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
    if sum(map(_is_strange, text)) > _STRANGE * len(text):
        return True
    if len(ideographs) >= _JUDGED:
        return sum(sign not in everyday() for sign in ideographs) > _RARE * len(ideographs)
    signs = sum(unicodedata.category(sign)[0] in "PS" for sign in text)
    return not ideographs and signs > _SIGNS * len(text)


def _is_strange(sign: str) -> bool:
    """Unknown signs, and letters that are neither plain Latin, Greek nor Cyrillic nor ideographs."""
    if sign == UNKNOWN:
        return True
    letter = unicodedata.category(sign)[0] in "LC" and not sign.isascii()
    return letter and not ("\u0370" <= sign <= "\u04ff" or "\u2e80" <= sign <= "\u9fff" or sign >= "\uf900")


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _listed(pages: list[int]) -> str:
    """The page numbers, the first dozen of them."""
    return "、".join(map(str, pages[:_NAMED])) + ("等" if len(pages) > _NAMED else "")
