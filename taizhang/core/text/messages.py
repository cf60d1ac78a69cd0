"""Messages for people: patterns in the source language (Simplified Chinese), marked for the catalogues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self


def N_(text: str) -> str:
    """Mark a source pattern for extraction into the catalogues; return the text itself."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern with named gaps, translated before the gaps are filled. A gap may hold another message."""

    pattern: str
    values: Mapping[str, str | int | Sentence] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.pattern.format(**self.values)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """Return the message in the language of ``gettext``."""
        return gettext(self.pattern).format(
            **{
                name: value.translated(gettext) if isinstance(value, Sentence) else value
                for name, value in self.values.items()
            }
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as the database and the worker processes keep a message."""
        return {
            "pattern": self.pattern,
            "values": {
                name: value.to_json() if isinstance(value, Sentence) else value
                for name, value in self.values.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the message that ``to_json`` wrote; a missing "values" counts as empty."""
        return cls(
            data["pattern"],
            {
                name: cls.from_json(value) if isinstance(value, Mapping) else value
                for name, value in data.get("values", {}).items()
            },
        )


def joined(between: str, parts: Iterable[Sentence | str | int]) -> Sentence:
    """Return the parts as one message with ``between`` between them; a pattern of gaps needs no translation."""
    values = {f"m{n}": part for n, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in values), values)
