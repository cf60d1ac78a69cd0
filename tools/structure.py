"""The reference page of the rules by which a bulletin is read: ``python -m tools.structure``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from taizhang.core.gongwen import Bulletin, beginnings, blocks, imprint, items, labels, notes, read_bulletin
from taizhang.core.gongwen.rules import StructureRule

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "structure.md"
MASTHEAD = "海川简报\n第1期\n海川市文明办\n2024年6月1日\n\n"
TABLES: dict[str, tuple[ModuleType, str]] = {
    "What a paragraph is": (blocks, "SORTS"),
    "What a headline is between its neighbours": (blocks, "NEIGHBOURS"),
    "Where a note without a label ends": (notes, "NOTE_ENDS"),
    "Whom a unit on a line of its own belongs to": (beginnings, "SOURCES"),
    "Whether an article begins": (beginnings, "BEGINNINGS"),
    "How a headline opens the first paragraph": (items, "RUN_INS"),
    "What a line of the imprint is": (imprint, "LINES"),
    "What a label of the imprint names": (labels, "LABELS"),
}
HEAD = """# How a bulletin is read

Written by `python -m tools.structure` from the tables in `taizhang/core/gongwen`; a test keeps it current.
In each table the first rule that applies decides. Examples stand under a plain masthead.
"""
_FIELDS = {
    "责编": "editor", "核稿": "checker", "签发": "signer",
    "电话": "contacts.phone", "传真": "contacts.fax", "邮箱": "contacts.email",
    "报": "recipients.up", "送": "recipients.peer", "发": "recipients.down",
    "印发": "issuer", "份数": "copies",
}  # fmt: skip


def outline(body: str) -> str:
    """Return what is read in a text under the plain masthead, in one line."""
    return "；".join(_parts(read_bulletin(MASTHEAD + body)))


def _parts(bulletin: Bulletin) -> Iterator[str]:
    if bulletin.columns:
        yield "栏目 " + "、".join(bulletin.columns)
    if bulletin.note:
        yield "按语“" + "”“".join(paragraph.text for paragraph in bulletin.note) + "”"
    for item in bulletin.items:
        yield (
            f"文章《{item.title}》"
            + f"（{item.source_unit}）" * bool(item.source_unit)
            + f"{len(item.body)} 段"
        )
    for word, path in _FIELDS.items():
        value: Any = bulletin
        for name in path.split("."):
            value = getattr(value, name)
        if value and value != "海川市文明办":
            yield f"{word} {'｜'.join(value) if isinstance(value, tuple) else value}"


def page() -> str:
    """Return the reference page."""
    return "\n".join([HEAD, *(_table(title, rules_of(title)) for title in TABLES)])


def rules_of(title: str) -> tuple[StructureRule[Any, Any], ...]:
    """Return the table under this title."""
    module, name = TABLES[title]
    return tuple(getattr(module, name))


def _table(title: str, rules: Sequence[StructureRule[Any, Any]]) -> str:
    rows = ["| Rule | Example | is read as | Counter-example | is read as |", "|---|---|---|---|---|"]
    for rule in rules:
        cells = [rule.name, rule.example, rule.reads, rule.counter, rule.instead]
        rows.append("| " + " | ".join(map(_cell, cells)) + " |")
    return f"## {title}\n\n" + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("*", "\\*").replace("\n", "<br>").replace("　", "&emsp;")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
