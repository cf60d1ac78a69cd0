"""What a suitcase says of itself, and what is refused before anything is touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase.values import TableFacts
from taizhang.core.text.messages import N_, Message

FORMAT = 1
KEYS_PART = "keys.locked"
Migrations = Mapping[str, tuple[str, ...]]  # the names that were applied, by app


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part of the file: its length in bytes and the SHA-256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything about a suitcase but its content.

    ``counters`` are the last keys given out where it was packed, by all offices: an office that follows from the same
    place finds the keys of its rows free. ``office`` is the code name of the one office in it; empty: the whole
    installation. ``missing`` are the stored files that were gone or damaged where it was packed, by SHA-256.
    """

    version: str
    engine: str
    made_at: str
    office: str
    offices: tuple[str, ...]
    migrations: Migrations
    tables: Mapping[str, TableFacts]
    counters: Mapping[str, int]
    parts: Mapping[str, PartFacts]
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as the file holds them."""
        tables = {name: [list(t.columns), t.rows, t.digest] for name, t in self.tables.items()}
        parts = {name: [part.size, part.sha256] for name, part in self.parts.items()}
        return {
            "format": self.format, "version": self.version, "engine": self.engine, "made_at": self.made_at,
            "office": self.office, "offices": list(self.offices), "missing": list(self.missing),
            "migrations": {app: list(names) for app, names in self.migrations.items()},
            "tables": tables, "counters": dict(self.counters), "parts": parts,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the manifest that ``to_json`` wrote; raise Refused for anything else, or a later format."""
        try:
            if data["format"] > FORMAT:
                raise Refused(_newer(str(data["version"])))
            tables = {
                name: TableFacts(tuple(c), rows, sha) for name, (c, rows, sha) in data["tables"].items()
            }
            return cls(
                version=data["version"], engine=data["engine"], made_at=data["made_at"], office=data["office"],
                offices=tuple(data["offices"]), missing=tuple(data["missing"]), format=data["format"],
                migrations={app: tuple(names) for app, names in data["migrations"].items()},
                tables=tables, counters={name: int(last) for name, last in data["counters"].items()},
                parts={name: PartFacts(*each) for name, each in data["parts"].items()},
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refused(Message(N_("这不是台账的备份文件，或者清单已损坏。"))) from error


def check_complete(manifest: Manifest, found: Mapping[str, int]) -> None:
    """Raise Refused unless the parts that were ``found`` (name → bytes) are those of the manifest."""
    if {name: part.size for name, part in manifest.parts.items()} != found:
        raise Refused(Message(N_("备份文件不完整：内容与清单不符。请换一份备份。")))


def check_known(manifest: Manifest, known: Migrations) -> None:
    """Raise Refused where the suitcase was packed by a later release: its tables are not known here."""
    for app, names in manifest.migrations.items():
        if not _subset(names, known.get(app, ())):
            raise Refused(_newer(manifest.version))


def _subset(names: Collection[str], known: Collection[str]) -> bool:
    return set(names) <= set(known)


def _newer(version: str) -> Message:
    return Message(
        N_("这份备份由更新的版本（{version}）生成，本版本不能读取。请先升级再恢复。"), {"version": version}
    )
