"""Invented bulletins of any length, and small documents drawn by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typst

from taizhang.core.gongwen.model import Bulletin, Contacts, Item, Paragraph, Recipients
from taizhang.press.typeset.fonts import PACK

SENTENCE = (
    "市图书馆坚持重心下移、资源下沉，推动服务从馆内走向街巷，在社区、园区、商圈建成“云岭书房”36座，"
    "配备图书5万余册，开通预约送书上门服务（含县区）。"
)
RARE = "㛃䶮𬀩𫟹"


def paragraph(sentences: int = 4) -> Paragraph:
    return Paragraph("一是织密服务网络。" + SENTENCE * sentences)


def bulletin(paragraphs: int = 3, *, sentences: int = 4, run_in: bool = True, **changes: object) -> Bulletin:
    """An issue of one item with so many paragraphs, complete from masthead to imprint."""
    values: dict[str, object] = {
        "name": "海川市精神文明建设情况简报",
        "annual_no": 10,
        "cumulative_no": 2222,
        "issuer": "海川市文明办",
        "date": date(2026, 3, 2),
        "columns": ("创建动态",),
        "note": (Paragraph("现将有关情况编发如下，供各单位学习交流。"),),
        "items": (item(paragraphs, sentences=sentences, run_in=run_in),),
        "editor": "方一舟",
        "checker": "梁知微",
        "contacts": Contacts(phone="5300617", fax="5300618", email="jianbao@example.cn"),
        "recipients": Recipients(("省文明办", "市文明委主任、副主任"), ("市文明委委员",), ("各县区文明办",)),
        "copies": 80,
    }
    return Bulletin(**{**values, **changes})  # type: ignore[arg-type]


def item(paragraphs: int = 3, *, sentences: int = 4, run_in: bool = True) -> Item:
    return Item(
        "市图书馆把阅读服务送到家门口。"
        if run_in
        else "市图书馆把阅读服务送到家门口打造十五分钟便民阅读服务圈",
        tuple(paragraph(sentences) for _ in range(paragraphs)),
        "市图书馆",
        run_in,
        "创建动态",
    )


def drawn(folder: Path, body: str) -> bytes:
    """A PDF of Typst source, on the press's own fonts."""
    source = folder / "drawn.typ"
    source.write_text(body, "utf-8")
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p) for p in PACK]
    )
    pdf = typst.Compiler(str(source), root=str(folder), font_paths=fonts).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf
