"""What somebody does to a Word file in Word or WPS: the XML as those programs write it, on a file that was exported."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from docx.text.paragraph import Paragraph

W = nsmap["w"]
DAY = "2026-03-03T09:00:00Z"


def opened(data: bytes) -> DocumentType:
    return Document(io.BytesIO(data))


def saved(document: DocumentType) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph_with(document: DocumentType, words: str) -> Paragraph:
    """The one with these words, also in a cell."""
    found = [each for each in document.element.body.iter(qn("w:p")) if words in _text(each)]
    return Paragraph(found[0], document._body)


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def parted(paragraph: Paragraph, words: str) -> list[Any]:
    """The runs that hold just ``words``, cut out of those they stood in."""
    whole = paragraph.text
    start = whole.index(words)
    for edge in (start, start + len(words)):
        at = 0
        for run in paragraph.runs:
            if at < edge < at + len(run.text):
                other = copy.deepcopy(run._r)
                run._r.addnext(other)
                run.text, other.text = run.text[: edge - at], run.text[edge - at :]
                break
            at += len(run.text)
    at, found = 0, []
    for run in paragraph.runs:
        if start <= at and at + len(run.text) <= start + len(words) and run.text:
            found.append(run._r)
        at += len(run.text)
    return found


# ---- plain edits


def replace(document: DocumentType, old: str, new: str) -> None:
    first, *rest = parted(paragraph_with(document, old), old)
    first.text = new
    for each in rest:
        each.getparent().remove(each)


def insert_after(document: DocumentType, words: str, line: str) -> None:
    """A new paragraph behind the one with ``words``."""
    place = paragraph_with(document, words)
    made = copy.deepcopy(place._p)
    for each in list(made):
        if each.tag != qn("w:pPr"):
            made.remove(each)
    place._p.addnext(made)
    Paragraph(made, place._parent).add_run(line)


def remove(document: DocumentType, words: str) -> None:
    place = paragraph_with(document, words)._p
    marks = [each for each in place if each.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]
    for each in marks:  # Word keeps the marks of a range that is left
        place.addprevious(each)
    place.getparent().remove(place)


def move(document: DocumentType, words: str, behind: str) -> None:
    place = paragraph_with(document, words)._p
    moved = copy.deepcopy(place)
    for each in [each for each in moved if each.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
        moved.remove(each)
    target = paragraph_with(document, behind)._p
    remove(document, words)
    target.addnext(moved)


# ---- tracked changes and comments


def _change(tag: str, author: str) -> Any:
    made = OxmlElement(tag)
    for name, value in (("id", str(random.randrange(10**6))), ("author", author), ("date", DAY)):
        made.set(qn(f"w:{name}"), value)
    return made


def _gone(run: Any) -> None:
    for each in run.iter(qn("w:t")):
        each.tag = qn("w:delText")


def track(document: DocumentType, old: str, new: str, author: str, *, move: bool = False) -> None:
    """``old`` is struck and ``new`` written behind it while changes are tracked; either may be empty with ``^`` before
    the words behind which it stands.
    """
    behind = old.startswith("^")
    runs = parted(paragraph_with(document, old.lstrip("^")), old.lstrip("^"))
    last = runs[-1]
    if not behind:
        taken = _change("w:moveFrom" if move else "w:del", author)
        runs[0].addprevious(taken)
        for each in runs:
            taken.append(each)
            _gone(each)
        last = taken
    if new:
        put = _change("w:moveTo" if move else "w:ins", author)
        run = copy.deepcopy(runs[-1])
        for each in list(run):
            if each.tag in (qn("w:t"), qn("w:delText")):
                run.remove(each)
        put.append(run)
        text = OxmlElement("w:t")
        text.text = new
        run.append(text)
        last.addnext(put)


def track_paragraph(document: DocumentType, words: str, line: str, author: str) -> None:
    """A paragraph is written behind another while changes are tracked."""
    insert_after(document, words, line)
    made = paragraph_with(document, line)
    put = _change("w:ins", author)
    run = made.runs[0]._r
    run.addprevious(put)
    put.append(run)
    _mark_of(made._p, _change("w:ins", author))


def strike_paragraph(document: DocumentType, words: str, author: str) -> None:
    """A paragraph is struck with its mark while changes are tracked."""
    place = paragraph_with(document, words)
    runs = [run._r for run in place.runs]
    taken = _change("w:del", author)
    runs[0].addprevious(taken)
    for each in runs:
        taken.append(each)
        _gone(each)
    _mark_of(place._p, _change("w:del", author))


def _mark_of(paragraph: Any, change: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    mark = properties.find(qn("w:rPr"))
    if mark is None:
        mark = OxmlElement("w:rPr")
        properties.append(mark)
    mark.insert(0, change)


def comment(document: DocumentType, words: str, said: str, author: str) -> None:
    """A comment on the words."""
    runs = parted(paragraph_with(document, words), words)
    place = paragraph_with(document, words)
    own = [run for run in place.runs if run._r in runs]
    document.add_comment(own, text=said, author=author, initials="")


# ---- how the programs write it


def as_word(data: bytes) -> bytes:
    """Runs are split with revision ids, proofing marks and smart tags between them."""
    return _rewritten(data, _split_runs, _smart_tags)


def as_wps(data: bytes) -> bytes:
    """Runs are split, fonts named by hints, WPS's own properties in the settings, boxes with a fallback."""
    return _rewritten(data, _split_runs, _wps_marks, _fallbacks)


def _rewritten(data: bytes, *steps: Callable[[Any, random.Random], None]) -> bytes:
    document, chance = opened(data), random.Random(len(data))
    for step in steps:
        step(document.element.body, chance)
    return saved(document)


def _split_runs(body: Any, chance: random.Random) -> None:
    for run in list(body.iter(qn("w:r"))):
        texts = [each for each in run if each.tag in (qn("w:t"), qn("w:delText"))]
        if len(texts) != 1 or len(texts[0].text or "") < 2 or any(True for _ in run.iter(qn("w:drawing"))):
            continue
        words, tag = texts[0].text, texts[0].tag
        edge = chance.randrange(1, len(words))
        other = copy.deepcopy(run)
        run.addnext(other)
        for each, part in ((run, words[:edge]), (other, words[edge:])):
            (text,) = [child for child in each if child.tag == tag]
            text.text = part
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            each.set(qn("w:rsidR"), f"{chance.randrange(16**8):08X}")


def _smart_tags(body: Any, chance: random.Random) -> None:
    for run in list(body.iter(qn("w:r")))[::3]:
        if run.getparent().tag == qn("w:p") and not any(True for _ in run.iter(qn("w:fldChar"))):
            tag = OxmlElement("w:smartTag")
            tag.set(qn("w:uri"), "urn:schemas-microsoft-com:office:smarttags")
            tag.set(qn("w:element"), "chmetcnv")
            run.addprevious(tag)
            tag.append(run)
            tag.addprevious(OxmlElement("w:proofErr"))


def _wps_marks(body: Any, chance: random.Random) -> None:
    for run in body.iter(qn("w:r")):
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            fonts.set(qn("w:hint"), "eastAsia")
    last = body.find(qn("w:sectPr"))
    if last is not None:
        last.addprevious(
            parse_xml(f'<w:p xmlns:w="{W}"><w:pPr><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr></w:p>')
        )


def _fallbacks(body: Any, chance: random.Random) -> None:
    for box in body.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"):
        box.append(
            parse_xml(
                '<mc:Fallback xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                f'xmlns:w="{W}"><w:pict><w:txbxContent><w:p><w:r><w:t>版记</w:t></w:r></w:p></w:txbxContent></w:pict>'
                "</mc:Fallback>"
            )
        )


def without_marks(data: bytes) -> bytes:
    """The file without what says where it comes from."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/custom.xml":
                content = content.replace(b"taizhang", b"other")
            if name == "word/document.xml":
                content = re.sub(rb"<w:bookmark(?:Start|End)[^>]*/>", b"", content)
            new.writestr(name, content)
    return out.getvalue()


def texts_of(data: bytes) -> Iterator[str]:
    """The words of all paragraphs of the body."""
    return (each.text for each in opened(data).paragraphs)
