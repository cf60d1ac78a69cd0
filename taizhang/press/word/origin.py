"""What a Word file says of where it comes from: a property of the file, and a bookmark around each article."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

IDENTITY = "taizhang"  # name of the property
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Properties xmlns="{_SPACE}custom-properties" xmlns:vt="{_SPACE}docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{words}</vt:lpwstr></property></Properties>"
)


def name_origin(document: DocumentType, words: str) -> None:
    """Write ``words`` as the file's property; programs keep it when they save the file."""
    content = _PROPERTIES.format(name=IDENTITY, words=escape(words)).encode()
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _TYPE, content, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def set_bookmark(document: DocumentType, name: str, number: int, first: int) -> None:
    """Put a bookmark around the blocks of the body from the one at ``first`` to the last."""
    blocks = [each for each in document.element.body if each.tag != qn("w:sectPr")][first:]
    start, end = (_bookmark(tag, number) for tag in ("w:bookmarkStart", "w:bookmarkEnd"))
    start.set(qn("w:name"), name)
    if blocks[0].tag == qn("w:p"):
        blocks[0].insert(1 if blocks[0].pPr is not None else 0, start)
    else:
        blocks[0].addprevious(start)
    if blocks[-1].tag == qn("w:p"):
        blocks[-1].append(end)
    else:
        blocks[-1].addnext(end)


def _bookmark(tag: str, number: int) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    return element
