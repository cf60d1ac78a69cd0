"""An issue as an article for a public account (公众号): plain HTML whose every style stands at its element, with pictures.

The editors of such accounts drop style sheets, classes, identifiers and positions from what is pasted, and keep the
styles of an element. What is for the recipients alone (报送范围, telephone, printed copies) is left out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from html import escape

from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.text.pictures import PictureLine, text_blocks
from taizhang.core.text.tables import TableBlock, TextCell
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.headings import led
from taizhang.press.typeset.illustrate import content_of
from taizhang.press.typeset.template import HouseTemplate
from taizhang.press.typeset.wording import leading_columns, masthead_numbers, written_date

_TEXT = "margin:0 0 16px;font-size:16px;line-height:1.75;text-align:justify;color:#222222"
_QUIET = "margin:0 0 16px;font-size:14px;line-height:1.6;color:#777777"
_CELL = "border:1px solid #bbbbbb;padding:6px 8px;font-size:14px;line-height:1.5"
_LABELS = (("责编", "editor"), ("核稿", "checker"))


def write_article(bulletin: Bulletin, template: HouseTemplate, pictures: Mapping[str, bytes]) -> str:
    """Return the issue as an HTML document: one ``section``, which is what is pasted.

    Raises PressError where a picture of the text is not among ``pictures``.
    """
    title = escape(" ".join(filter(None, [bulletin.name, *masthead_numbers(bulletin)])))
    head = f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    body = "\n".join(_parts(bulletin, template, pictures))
    section = f'<section style="max-width:677px;margin:0 auto">\n{body}\n</section>'
    return f"{head}<body>\n{section}\n</body></html>\n"


def _parts(b: Bulletin, template: HouseTemplate, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield from _head(b, template.colour)
    columns = leading_columns(b)
    for column in columns:
        yield _column(column, template.colour)
    for n, paragraph in enumerate(b.note):
        label = f"{template.note_label}：" if template.note_label and not n else ""
        style = f"{_TEXT};padding:8px 12px;background-color:#f6f4ef"
        yield _paragraph(style, f"<strong>{escape(label)}</strong>{escape(paragraph.text)}")
    column = columns[-1] if columns else ""
    for item in b.items:
        if item.column and item.column != column:
            column = item.column
            yield _column(column, template.colour)
        yield from _item(item, template, pictures)
    people = "　".join(f"{label}：{name}" for label, each in _LABELS if (name := getattr(b, each)))
    if people:
        yield _paragraph(f"{_QUIET};text-align:right", escape(people))


def _head(b: Bulletin, colour: str) -> Iterator[str]:
    if b.name:
        style = f"margin:0 0 8px;font-size:22px;line-height:1.4;text-align:center;color:{colour}"
        yield _paragraph(style, f"<strong>{escape(b.name)}</strong>")
    facts = " ".join(filter(None, ["".join(masthead_numbers(b)), b.issuer, written_date(b.date)]))
    if facts:
        rule = f"padding-bottom:12px;border-bottom:1px solid {colour};text-align:center"
        yield _paragraph(f"{_QUIET};{rule}", escape(facts))


def _column(name: str, colour: str) -> str:
    style = f"margin:24px 0 16px;font-size:16px;line-height:1.6;text-align:center;color:{colour}"
    return _paragraph(style, f"<strong>【{escape(name)}】</strong>")


def _item(item: Item, template: HouseTemplate, pictures: Mapping[str, bytes]) -> Iterator[str]:
    body = text_blocks(paragraph.text for paragraph in item.body)
    if not item.run_in:
        style = "margin:28px 0 16px;font-size:18px;line-height:1.5;text-align:center;color:#222222"
        yield _paragraph(style, f"<strong>{escape(item.title)}</strong>")
    elif item.title:
        first = body[0] if body and isinstance(body[0], str) else ""
        body = body[bool(first) :]
        yield _paragraph(_TEXT, f"<strong>{escape(item.title)}</strong>{_words(first, template)}")
    for part in body:
        if isinstance(part, str):
            yield _paragraph(_TEXT, _words(part, template))
        elif isinstance(part, PictureLine):
            yield from _picture(part, pictures)
        else:
            yield from _table(part)
    if item.source_unit:
        yield _paragraph(f"{_QUIET};text-align:right", f"（{escape(item.source_unit)}）")


def _words(text: str, template: HouseTemplate) -> str:
    """A paragraph with its headings set strong."""
    runs = led(text) if template.lead_sentences else [(FontRole.FANG, text)]
    said = ((escape(words), role is not FontRole.FANG) for role, words in runs)
    return "".join(f"<strong>{words}</strong>" if strong else words for words, strong in said)


def _picture(picture: PictureLine, pictures: Mapping[str, bytes]) -> Iterator[str]:
    content = base64.b64encode(content_of(picture, pictures)).decode()
    source = f'src="data:image/jpeg;base64,{content}" alt="{escape(picture.description)}"'
    yield _paragraph("margin:0 0 8px;text-align:center", f'<img {source} style="max-width:100%;height:auto">')
    if picture.title:
        yield _paragraph(f"{_QUIET};text-align:center", escape(picture.title))


def _table(table: TableBlock) -> Iterator[str]:
    if table.title:
        style = "margin:0 0 8px;font-size:14px;line-height:1.6;text-align:center;color:#222222"
        yield _paragraph(style, f"<strong>{escape(table.title)}</strong>")
    rows = "\n".join(f"<tr>{''.join(_cell(table, cell) for cell in row)}</tr>" for row in table.rows)
    style = "width:100%;margin:0 0 16px;border-collapse:collapse;color:#222222"
    yield f'<table style="{style}"><tbody>\n{rows}\n</tbody></table>'


def _cell(table: TableBlock, cell: TextCell) -> str:
    head = cell.row < table.head
    name, ground = ("th", ";background-color:#f6f4ef") if head else ("td", "")
    spans = (f' {label}="{n}"' for label, n in (("rowspan", cell.down), ("colspan", cell.across)) if n > 1)
    style = f"{_CELL};text-align:{table.align(cell)}{ground}"
    return f'<{name}{"".join(spans)} style="{style}">{escape(cell.text)}</{name}>'


def _paragraph(style: str, inner: str) -> str:
    return f'<p style="{style}">{inner}</p>'
