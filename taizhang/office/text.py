"""Text as it may be stored: one validator for every text field and every string inside JSON.

SQLite stores what PostgreSQL refuses (NUL, lone surrogates, texts longer than the column), so the fields
check on the way to the database, where no caller can pass them by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.core.text.folding import comparison_key

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    _CharField = models.CharField[str | Combinable, str]
    _TextField = models.TextField[str | Combinable, str]
    _JSONField = models.JSONField[Any, Any]
else:
    _CharField, _TextField, _JSONField = models.CharField, models.TextField, models.JSONField

# C0 and C1 controls but tab, line feed, form feed, carriage return; surrogates; noncharacters.
_REFUSED = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
_NONCHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
UNSTORABLE = re.compile(f"[{_REFUSED}{_NONCHARACTERS}]")
LINE_BREAKS = re.compile("[\t\n\x0b\x0c\r\u2028\u2029]")
JSON_LIMIT = 2_000_000  # characters of all strings in one JSON value


def check_storable(text: str, limit: int | None = None) -> None:
    """Raise ValidationError if ``text`` holds an unstorable character or more than ``limit`` characters."""
    if UNSTORABLE.search(text):
        raise ValidationError(_("文字中含有无法保存的控制字符或非法字符。"), code="unstorable")
    if limit is not None and len(text) > limit:
        raise ValidationError(_("文字过长：最多%(limit)d字。"), code="too_long", params={"limit": limit})


def check_json(value: object) -> None:
    """Raise ValidationError unless all strings in ``value`` are storable, keys too, and not too many."""
    total, todo = 0, [value]
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            check_storable(part)
            total += len(part)
        elif isinstance(part, dict):
            todo += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            todo += part
    if total > JSON_LIMIT:
        raise ValidationError(_("文字过长：最多%(limit)d字。"), code="too_long", params={"limit": JSON_LIMIT})


class LineField(_CharField):
    """One line of text; ``max_length`` holds on every database."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            check_storable(value, self.max_length)
            if LINE_BREAKS.search(value):
                raise ValidationError(_("此处只能填写一行文字。"), code="line")
        return super().get_db_prep_save(value, connection)


class Text(_TextField):
    """Text of many lines; ``max_length``, where given, holds on every database."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            check_storable(value, self.max_length)
        return super().get_db_prep_save(value, connection)


class Data(_JSONField):
    """JSON whose strings are storable."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        check_json(value)
        return super().get_db_prep_save(value, connection)


class LoginName(LineField):
    """A name to log in with: folded when stored and when looked for, so that ＺＨＡＮＧ and zhang are one."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return comparison_key(prepared) if isinstance(prepared, str) else prepared
