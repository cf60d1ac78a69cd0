"""The pictures of a Word file that are taken along with its text: on lines of their own, within bounds."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import docx
import pytest
from PIL import Image

from taizhang.core.text.pictures import picture_in
from taizhang.intake import Limits, extract_bytes
from taizhang.intake.data_tables import with_tables
from taizhang.intake.embedded import MOST_CONTENT
from taizhang.intake.reading import Extracted

WITH = replace(Limits(), pictures=MOST_CONTENT)


def png(colour: str = "green", side: int = 80) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG")
    out.seek(0)
    return out


def read(document: object, limits: Limits = WITH) -> Extracted:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return with_tables(extract_bytes(out.getvalue(), limits=limits))


def shape(found: Extracted) -> list[str]:
    """The lines that hold something, a picture as its colour."""
    lines = []
    for line in filter(str.strip, found.text.split("\n")):
        picture = picture_in(line)
        if picture:
            image = Image.open(io.BytesIO(base64.b64decode(found.contents[picture.name]))).convert("RGB")
            lines.append(str(image.getpixel((0, 0))))
        else:
            lines.append(line.strip())
    return lines


GREEN, BLUE = "(0, 128, 0)", "(0, 0, 255)"


def test_a_picture_is_a_line_after_the_paragraph_that_holds_it() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    document.add_paragraph("走访独居老人。").add_run().add_picture(png())
    document.add_picture(png("blue"))
    document.add_paragraph("图1 走访现场")
    found = read(document)
    assert shape(found) == ["标题", "走访独居老人。", GREEN, BLUE, "图1 走访现场"]
    assert not any("图片" in str(note) for note in found.notes)


def test_pictures_in_a_table_stand_below_it_and_the_table_stays_one() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("街道", "场次", "东河", "8"), strict=True):
        cell.text = words
    table.cell(1, 0).paragraphs[0].add_run().add_picture(png())
    document.add_paragraph("完。")
    assert shape(read(document)) == ["| 街道 | 场次 |", "| --- | --- |", "| 东河 | 8 |", GREEN, "完。"]


def test_what_is_not_asked_for_or_has_no_room_is_told() -> None:
    document = docx.Document()
    document.add_paragraph("走访。")
    for colour in range(14):
        document.add_picture(png(f"rgb({colour},0,0)"))
    without = read(document, Limits())
    assert (dict(without.contents), shape(without)) == ({}, ["走访。"])
    assert "有 14 张图片没有读入。" in [str(note) for note in without.notes]
    many = read(document)
    assert len(many.contents) == 12
    assert "有 2 张图片没有读入。" in [str(note) for note in many.notes]
    small = read(document, replace(Limits(), pictures=600))
    assert 0 < len(small.contents) < 12


def test_the_same_picture_twice_is_kept_once() -> None:
    document = docx.Document()
    document.add_paragraph("走访。")
    document.add_picture(png())
    document.add_picture(png())
    found = read(document)
    assert len(found.contents) == 1
    assert shape(found) == ["走访。", GREEN, GREEN]


@pytest.mark.parametrize("target", ["https://evil.example/a.png", "file:///etc/passwd"])
def test_a_picture_outside_the_file_is_never_fetched(target: str) -> None:
    document = docx.Document()
    document.add_paragraph("走访。")
    document.add_picture(png())
    part = document.part
    relation = next(each for each in part.rels.values() if "image" in each.reltype)
    relation._is_external, relation._target = True, target
    found = read(document)
    assert dict(found.contents) == {}
    assert "有 1 张图片没有读入。" in [str(note) for note in found.notes]
