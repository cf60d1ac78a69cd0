"""What is stored now, where somebody's page is older: marked, compared and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from taizhang.web.frame.parts import Facts
from taizhang.web.frame.words import day_words


@dataclass(frozen=True, slots=True)
class StoredNow:
    """What is stored now, said above what somebody typed on an older page."""

    overtaken: str
    now: Facts


def told_now(form: forms.Form, now: Mapping[str, Any]) -> StoredNow:
    """What is said above what was typed."""
    return StoredNow(changed_elsewhere(), Facts(_("现在的内容"), stored_facts(form, now)))


def stored_mark(values: Mapping[str, Any]) -> str:
    """Return a mark of these values: another one as soon as one of them changes."""
    return sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]


def posted_mark(posted: Mapping[str, Any], now: str) -> str:
    """The mark with which the form was posted: who has not seen what is stored since still has not. ``now``, the mark of
    what is stored, where it was posted without.
    """
    return str(posted.get("stored", now))


def changed_elsewhere() -> str:
    """The sentence to somebody whose page is older than what is stored."""
    return _("打开这一页之后，这里的内容在别处改过，这次没有保存。请对照现在的内容，核对后再保存。")


def stored_facts(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is stored now, under the labels of the form's fields."""
    fields = {name: field for name, field in form.fields.items() if name in now}
    return [(str(field.label or ""), _as_shown(field, now[name])) for name, field in fields.items()]


def _as_shown(field: forms.Field, value: Any) -> str:
    """A field's value in the words that stand for it."""
    if value in (None, ""):
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, list | tuple | set):
        return "、".join(_as_shown(field, each) for each in value) or _("（空）")
    choices = {str(key): words for key, words in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))
