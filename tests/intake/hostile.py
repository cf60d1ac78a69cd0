"""Hostile and damaged files, made on the spot."""

from __future__ import annotations

import io
import random
import zipfile

import docx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with a member added, or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A Word file with a part of ``size`` zeros."""
    out = io.BytesIO(word_file("海川"))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/a.bin", "w") as part,
    ):
        piece = bytes(1 << 20)
        for _ in range(size >> 20):
            part.write(piece)
    return out.getvalue()


def crowd(members: int) -> bytes:
    out = io.BytesIO(word_file("海川"))
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(members):
            archive.writestr(f"word/media/{n}", b"")
    return out.getvalue()


def document_xml(declaration: str, text: str) -> bytes:
    """A Word file whose main part has ``declaration`` before the root."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?>{declaration}{body}'.encode()
    return with_member(word_file("海川"), "word/document.xml", content)


def external_entity() -> bytes:
    return document_xml('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;")


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return document_xml(f'<!DOCTYPE d [<!ENTITY l0 "哈">{levels}]>', "&l9;")


def pdf_file(pages: int = 1, stream: bytes = b"BT /F1 12 Tf 72 720 Td (Haichuan 8 / 11) Tj ET") -> bytes:
    """A small PDF with Latin text, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n in range(pages):
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))


def mutated(data: bytes, seed: int) -> bytes:
    """``data`` with some bytes changed, cut out or doubled."""
    chance, out = random.Random(seed), bytearray(data)
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(out))
        kind = chance.randrange(3)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + chance.randint(1, 60)]
        else:
            out[at:at] = out[at : at + chance.randint(1, 60)]
        out = out or bytearray(b"%")
    return bytes(out)


def without_member(data: bytes, name: str) -> bytes:
    """The archive without a member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
    return out.getvalue()
