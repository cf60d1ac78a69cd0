"""Reading one issue of a bulletin from its text."""

from __future__ import annotations

from taizhang.core.gongwen.blocks import sort_blocks
from taizhang.core.gongwen.contents import drop_contents
from taizhang.core.gongwen.headers_footers import drop_page_numbers, drop_running_heads
from taizhang.core.gongwen.imprint import read_imprint
from taizhang.core.gongwen.items import split_items
from taizhang.core.gongwen.lines import split_lines
from taizhang.core.gongwen.masthead import read_masthead
from taizhang.core.gongwen.model import Bulletin, Contacts, Recipients
from taizhang.core.gongwen.unwrap import shows_wrapping, unwrap

MOST_LINES = 20_000  # nine hundred pages of 22 lines: what is longer is no bulletin


def has_certain_ends(text: str, source_format: str) -> bool:
    """Return whether each line end of ``text`` ends a paragraph.

    ``source_format`` is a format of ``intake`` (docx, txt, pdf) or "text" for what a person pasted. True for a
    Word file, and for pasted text unless its lines show that a margin wrapped them.
    """
    if source_format == "text":
        return not shows_wrapping(split_lines(text, MOST_LINES))
    return source_format == "docx"


def read_as(text: str, source_format: str) -> Bulletin:
    """Return the bulletin in a text that came in ``source_format`` (see ``has_certain_ends``)."""
    return read_bulletin(text, certain_ends=has_certain_ends(text, source_format))


def read_bulletin(text: str, *, certain_ends: bool = False) -> Bulletin:
    """The bulletin that ``text`` holds. Never raises: what is not found stays empty.

    ``certain_ends`` says that each line end of the text ends a paragraph (``has_certain_ends``): nothing is
    joined across it. Otherwise the layout tells which lines were wrapped.
    Paragraphs are unwrapped copies; their spans delimit the source, which is untouched. Time grows with the
    length of the text, not faster; lines beyond the twenty-thousandth are left unread.
    """
    lines = drop_page_numbers(split_lines(text, MOST_LINES))
    head = read_masthead(lines)
    rest = drop_running_heads(lines[head.used :], head.name, head.issuer)
    tail = read_imprint(rest)
    note, items, columns = split_items(
        drop_contents(sort_blocks(unwrap(rest[: tail.start], certain_ends=certain_ends)))
    )
    values = head.people | tail.values
    return Bulletin(
        name=head.name,
        kind=head.kind,
        year=head.year,
        annual_no=head.annual_no,
        cumulative_no=head.cumulative_no,
        issuer=head.issuer or tail.issuer,
        date=head.date or tail.date,
        columns=tuple(columns),
        note=tuple(note),
        items=tuple(items),
        editor=values.get("editor", ""),
        checker=values.get("checker", ""),
        signer=values.get("signer", ""),
        contacts=Contacts(values.get("phone", ""), values.get("fax", ""), values.get("email", "")),
        recipients=Recipients(*(tuple(tail.ranks[rank]) for rank in ("up", "peer", "down"))),
        copies=tail.copies,
    )
