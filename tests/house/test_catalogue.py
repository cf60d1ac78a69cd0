"""The interface is Chinese in the source; the English catalogue beside it is complete."""

from __future__ import annotations

import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tools import messages

GAPS = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[sd]")


@cache
def gathered() -> Catalog:
    return messages.gather()


def gaps(text: str) -> set[str]:
    return {a or b for a, b in GAPS.findall(text)}


def test_every_marked_string_has_an_english_text() -> None:
    assert messages.untranslated(gathered()) == []


def test_translations_keep_the_gaps() -> None:
    for message in gathered():
        if message.id and not message.pluralizable:
            assert gaps(str(message.id)) == gaps(str(message.string)), message.id


def texts(catalogue: Catalog) -> dict[str, str]:
    """Source → English; a plural is its list of forms."""
    return {"|".join(forms(m.id)): "|".join(forms(m.string)) for m in catalogue if m.id and m.string}


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_the_compiled_catalogue_is_current() -> None:
    with messages.MO.open("rb") as stored:
        assert texts(read_mo(stored)) == texts(gathered())
