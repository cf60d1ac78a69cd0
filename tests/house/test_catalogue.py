"""The interface is Chinese in the source; the English catalogue beside it is complete."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.core import validators
from django.forms import fields, formsets, models
from django.forms import forms as forms_of_django

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


def test_the_compiled_words_of_fields_are_current() -> None:
    with messages.FIELDS_MO.open("rb") as stored:
        assert texts(read_mo(stored)) == texts(messages.of_fields())


def test_the_words_of_fields_keep_the_gaps() -> None:
    for message in messages.of_fields():
        for text in forms(message.string) if message.id else ():
            assert gaps(text) <= gaps(forms(message.id)[0]), message.id


def messages_of_django() -> set[str]:
    """What Django's fields, forms and validators say, in its English."""
    found: set[str] = set()
    for module in (fields, models, formsets, forms_of_django, validators):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext_lazy"):
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return {text for text in found if " " in text}


def test_every_message_of_a_built_in_field_has_the_houses_words() -> None:
    ours = {forms(each.id)[0] for each in messages.of_fields() if each.id}
    asked = messages_of_django()
    assert len(asked) > 40
    # No page has a form of rows of a model, nor one for addresses of machines.
    assert {text for text in asked - ours if "duplicate" not in text} == {"IPv4 or IPv6"}
