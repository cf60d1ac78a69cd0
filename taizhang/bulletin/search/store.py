"""The words of the index, in the database's own kind of table.

Both hold the pairs of ``core.search_words.bigrams`` at their places: SQLite in a contentless FTS5 table,
PostgreSQL in a tsvector that is written out here, because its own parsers know no Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from taizhang.core.text.search_words import Query, Term, bigrams

TABLE = "bulletin_search_words"
MOST_PLACES = 255  # of one word in one text: PostgreSQL keeps no more
CREATE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, content='', contentless_delete=1,"
        " tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")"
    ],
    "postgresql": [
        f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_gin ON {TABLE} USING gin (words)",
    ],
}
DROP = {vendor: [f"DROP TABLE IF EXISTS {TABLE}"] for vendor in CREATE}
_INSERT = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)",  # noqa: S608 - our own table
    "postgresql": f"INSERT INTO {TABLE} (id, words) VALUES (%s, %s::tsvector)",  # noqa: S608
}
_KEY = {"sqlite": "rowid", "postgresql": "id"}
_MATCH = {"sqlite": f"{TABLE} MATCH %s", "postgresql": "words @@ %s::tsquery"}


def forget_all() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - our own table


def alone() -> None:
    """Wait until nobody else writes to the index, and keep them out until the transaction ends.

    Two searches at once would otherwise both enter what has just happened. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TABLE])


def put(rows: Sequence[tuple[int, str]]) -> None:
    """Store texts under their keys; what was there under them is replaced."""
    take([key for key, _text in rows])
    write = _fts if connection.vendor == "sqlite" else _vector
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT[connection.vendor], [(key, write(text)) for key, text in rows])


def take(keys: Sequence[int]) -> None:
    """Forget the words of these keys."""
    with connection.cursor() as cursor:
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ",".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {TABLE} WHERE {_KEY[connection.vendor]} IN ({marks})", some)  # noqa: S608


def tend() -> None:
    """After many new texts: PostgreSQL sorts in what it has only listed yet (every question would read the list),
    and learns how common the words are."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{TABLE}_gin"])
            cursor.execute(f"ANALYZE {TABLE}")


def matching(query: Query, *, below: int | None, limit: int) -> list[int]:
    """The newest ``limit`` keys (below one) whose texts hold all that is wanted and nothing excluded."""
    vendor = connection.vendor
    asked: list[Any] = [expression(query)]
    key, where = _KEY[vendor], _MATCH[vendor]
    if below is not None:
        where, asked = f"{where} AND {key} < %s", [*asked, below]
    return _keys(f"SELECT {key} FROM {TABLE} WHERE {where} ORDER BY {key} DESC LIMIT %s", [*asked, limit])  # noqa: S608


def keys_of(query: Query) -> RawSQL:
    """All keys whose texts hold what is wanted, as a part of another question."""
    vendor = connection.vendor
    return RawSQL(f"SELECT {_KEY[vendor]} FROM {TABLE} WHERE {_MATCH[vendor]}", [expression(query)])  # noqa: S608, S611


def _keys(sql: str, values: Iterable[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return [row[0] for row in cursor.fetchall()]


def expression(query: Query) -> str:
    """The query in the database's own language; its words are letters, digits and Han characters only."""
    if connection.vendor == "sqlite":
        wanted = " AND ".join(_fts_term(term) for term in query.wanted)
        return "".join([f"({wanted})", *(f" NOT {_fts_term(term)}" for term in query.excluded)])
    wanted = " & ".join(_tsquery(term) for term in query.wanted)
    return "".join([f"({wanted})", *(f" & !{_tsquery(term)}" for term in query.excluded)])


def _fts(text: str) -> str:
    return " ".join(bigrams(text))


def _fts_term(term: Term) -> str:
    return '"{}"{}'.format(" ".join(term.words), " *" if term.prefix else "")


def _vector(text: str) -> str:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(bigrams(text), 1):
        there = places.setdefault(word, [])
        if len(there) < MOST_PLACES:
            there.append(str(place))
    return " ".join(f"{_quoted(word)}:{','.join(there)}" for word, there in places.items())


def _tsquery(term: Term) -> str:
    words = [_quoted(word) for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    return "({})".format(" <-> ".join(words))


def _quoted(word: str) -> str:
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
