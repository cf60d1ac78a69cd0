"""Messages for people: patterns in the source language (Simplified Chinese), marked for the catalogues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Self

_QUOTED = re.compile(r"“[^“”]*”")
_GAP = re.compile(r"\{(\w+)")
_INNER = str.maketrans("“”‘’", "‘’“”")


def N_(text: str) -> str:
    """Mark a source pattern for extraction into the catalogues; return the text itself."""
    return text


def nested(words: str) -> str:
    """Return words as they stand inside quotation marks: “无废细胞”共建 becomes ‘无废细胞’共建 (GB/T 15834)."""
    return words.translate(_INNER) if "“" in words else words


def filled(pattern: str, /, **values: object) -> str:
    """Return the pattern with its gaps filled; what stands inside quotation marks has single ones."""
    pattern = str(pattern)  # one that is declared is translated only now
    quoted = {name for quotation in _QUOTED.findall(pattern) for name in _GAP.findall(quotation)}
    return pattern.format(
        **{name: nested(str(value)) if name in quoted else value for name, value in values.items()}
    )


def sentences(parts: Iterable[str]) -> str:
    """Return sentences as one text: each once, those that another one repeats left out, each with its stop.

    >>> sentences(["还没有出处。", "“8场”：还没有出处。", ""])
    '“8场”：还没有出处。'
    """
    said = list(dict.fromkeys(part.strip().rstrip("。；，") for part in parts))
    told = [each for each in said if each and not any(each in other for other in said if other != each)]
    return "".join(each if each.endswith(("？", "！", "…")) else f"{each}。" for each in told)


@dataclass(frozen=True, slots=True)
class Message:
    """A pattern with named gaps, translated before the gaps are filled. A gap may hold another message."""

    pattern: str
    values: Mapping[str, str | int | Message] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.translated(str)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """Return the message in the language of ``gettext``."""
        values = {
            name: value.translated(gettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return filled(gettext(self.pattern), **values)

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as the database and the worker processes keep a message."""
        return {
            "pattern": self.pattern,
            "values": {
                name: value.to_json() if isinstance(value, Message) else value
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


def verbatim(text: object) -> Message:
    """Return words that somebody typed as a message: they are shown as they are and never translated."""
    return Message("{text}", {"text": str(text)})


def counted(*clauses: tuple[str, int]) -> Message:
    """Return the clauses whose count, in the gap ``n``, is not 0 as one message; of no clause an empty one.

    >>> str(counted(("新增 {n} 项", 3), ("更新 {n} 项", 0), ("其余 {n} 项未动", 5)))
    '新增 3 项，其余 5 项未动'
    """
    said = [Message(pattern, {"n": n}) for pattern, n in clauses if n]
    return reduce(lambda a, b: Message(N_("{a}，{b}"), {"a": a, "b": b}), said) if said else verbatim("")


def joined(between: str, parts: Iterable[Message | str | int]) -> Message:
    """Return the parts as one message with ``between`` between them; a pattern of gaps needs no translation."""
    values = {f"m{n}": part for n, part in enumerate(parts)}
    return Message(between.join(f"{{{name}}}" for name in values), values)
