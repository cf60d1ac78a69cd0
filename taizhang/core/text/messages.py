"""Words for people: sentences in the source language (Simplified Chinese), marked for the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark a source sentence for extraction into the catalogues; the text itself is returned."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with named gaps. Whoever shows it may translate ``pattern`` before the gaps are filled."""

    pattern: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.pattern.format(**self.values)
