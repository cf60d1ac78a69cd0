"""A bulletin as JSON and back: the interchange format (structure) with the keys of the published scorer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.core.gongwen.model import Bulletin, Contacts, IssueKind, Item, Paragraph, Recipients
from taizhang.core.gongwen.parts import parts_of
from taizhang.core.text.messages import N_, filled

_RANKS = ("up", "peer", "down")


def bulletin_to_json(bulletin: Bulletin) -> dict[str, Any]:
    """Plain values for ``json.dumps``. A missing part is ``None``; the spans of the source are left out."""
    return {
        "name": bulletin.name or None,
        "kind": bulletin.kind.value,
        "year": bulletin.year,
        "annual_no": bulletin.annual_no,
        "cumulative_no": bulletin.cumulative_no,
        "issuer": bulletin.issuer or None,
        "date": bulletin.date.isoformat() if bulletin.date else None,
        "column": list(bulletin.columns),
        "editor_note": "\n".join(p.text for p in bulletin.note) or None,
        "items": [_item_to_json(item) for item in bulletin.items],
        "editor": bulletin.editor or None,
        "checker": bulletin.checker or None,
        "signer": bulletin.signer or None,
        "contacts": {k: getattr(bulletin.contacts, k) or None for k in ("phone", "fax", "email")},
        "recipients": {rank: list(getattr(bulletin.recipients, rank)) for rank in _RANKS},
        "copies": bulletin.copies,
        "attachments": list(bulletin.attachments),
    }


def _item_to_json(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "body": [p.text for p in item.body],
        "source_unit": item.source_unit or None,
        "column": item.column or None,
        "run_in": item.run_in,
        "subpoints": list(parts_of(item)),
    }


def bulletin_from_json(value: object) -> Bulletin:
    """The bulletin that ``bulletin_to_json`` wrote. Raises ``ValueError`` with a sentence in Chinese."""
    plain = _mapping(value, "")
    contacts = _mapping(plain.get("contacts"), "contacts")
    ranks = _mapping(plain.get("recipients"), "recipients")
    return Bulletin(
        name=_text(plain, "name"),
        kind=_kind(plain.get("kind")),
        year=_number(plain, "year"),
        annual_no=_number(plain, "annual_no"),
        cumulative_no=_number(plain, "cumulative_no"),
        issuer=_text(plain, "issuer"),
        date=_date(plain.get("date")),
        columns=_texts(plain.get("column"), "column"),
        note=_paragraphs(plain.get("editor_note"), "editor_note"),
        items=tuple(_item(i) for i in _list(plain.get("items"), "items")),
        editor=_text(plain, "editor"),
        checker=_text(plain, "checker"),
        signer=_text(plain, "signer"),
        copies=_number(plain, "copies"),
        attachments=_texts(plain.get("attachments"), "attachments"),
        contacts=Contacts(*(_text(contacts, key) for key in ("phone", "fax", "email"))),
        recipients=Recipients(*(_texts(ranks.get(rank), f"recipients.{rank}") for rank in _RANKS)),
    )


def _refuse(key: str) -> ValueError:
    return ValueError(filled(N_("简报数据格式不正确：“{key}”一项无法读取。"), key=key or "JSON"))


def _mapping(value: object, key: str) -> Mapping[str, object]:
    if value is None and key:
        return {}
    if not isinstance(value, dict):
        raise _refuse(key)
    return value


def _list(value: object, key: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _refuse(key)
    return value


def _text(plain: Mapping[str, object], key: str) -> str:
    value = plain.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _refuse(key)
    return value


def _texts(value: object, key: str) -> tuple[str, ...]:
    entries = _list(value, key)
    if not all(isinstance(e, str) for e in entries):
        raise _refuse(key)
    return tuple(str(e) for e in entries)


def _paragraphs(value: object, key: str) -> tuple[Paragraph, ...]:
    """Paragraphs from a list, or from one string with line breaks."""
    if isinstance(value, str):
        value = [line for line in value.split("\n") if line]
    return tuple(Paragraph(text) for text in _texts(value, key))


def _number(plain: Mapping[str, object], key: str) -> int | None:
    value = plain.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise _refuse(key)
    return value


def _kind(value: object) -> IssueKind:
    try:
        return IssueKind(str(value)) if value is not None else IssueKind.REGULAR
    except ValueError:
        raise _refuse("kind") from None


def _date(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _refuse("date") from None


def _item(value: object) -> Item:
    plain = _mapping(value, "items") if value is not None else _mapping(0, "items")
    run_in = plain.get("run_in", True)
    if not isinstance(run_in, bool):
        raise _refuse("run_in")
    return Item(
        title=_text(plain, "title"),
        body=_paragraphs(plain.get("body"), "body"),
        source_unit=_text(plain, "source_unit"),
        run_in=run_in,
        column=_text(plain, "column"),
    )
