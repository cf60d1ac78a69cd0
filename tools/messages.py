"""The English catalogue: gather marked strings, merge, compile.

``python -m tools.messages`` rewrites the .po (translations are kept, new strings stand empty) and the .mo. The Chinese
catalogue is written by hand: it holds the house's words for the messages of Django's own fields and validators.
Django's own makemessages needs GNU gettext, which a fresh machine lacks; Babel is a development dependency.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "taizhang"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
FIELDS_PO = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FIELDS_MO = FIELDS_PO.with_suffix(".mo")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),  # type: ignore[dict-item]
}


def marked() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Every marked string of the package: (file, line, message, context)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _found(path, path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("templates/**/*.*")):
        code = templatize(path.read_text("utf-8"), origin=str(path))
        yield from _found(path, "\n".join(line.lstrip() for line in code.splitlines()))


def _found(path: Path, source: str) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    stream = io.BytesIO(source.encode())
    for line, message, _comments, context in extract(
        "python", stream, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield str(path.relative_to(ROOT)), line, message, context


def gather() -> Catalog:
    """The catalogue as the source stands, with the translations that exist."""
    template = Catalog(charset="utf-8")
    for file, _line, message, context in marked():
        template.add(message, locations=[(file, 0)], context=context, auto_comments=[])
    catalogue = _stored() if PO.exists() else _new()
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# English catalogue of taizhang; the source language is Simplified Chinese."
    return catalogue


def _stored() -> Catalog:
    with PO.open("rb") as po:
        return read_po(po, locale="en")


def _new() -> Catalog:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    return Catalog(
        locale="en",
        charset="utf-8",
        project="taizhang",
        version="0",
        creation_date=day,
        revision_date=day,
        msgid_bugs_address="see SECURITY.md",
        last_translator="taizhang",
        language_team="taizhang",
    )


def untranslated(catalogue: Catalog) -> list[str]:
    """Source strings without an English text."""
    return [str(m.id) for m in catalogue if m.id and not (all(m.string) if m.pluralizable else m.string)]


def write(catalogue: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as po:
        write_po(po, catalogue, sort_output=True, no_location=True, omit_header=False, width=110)
    MO.write_bytes(compiled(catalogue))
    FIELDS_MO.write_bytes(compiled(of_fields()))


def of_fields() -> Catalog:
    """The Chinese words of Django's fields and validators."""
    with FIELDS_PO.open("rb") as po:
        return read_po(po, locale="zh_Hans")


def compiled(catalogue: Catalog) -> bytes:
    """The binary catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    catalogue = gather()
    write(catalogue)
    missing = untranslated(catalogue)
    for text in missing:
        print("untranslated:", text)
    print(f"{len(catalogue)} messages, {len(missing)} untranslated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
