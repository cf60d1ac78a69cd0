"""Which tables a suitcase holds, and their rows as lines and back.

The tables are those of the migrations that were applied where it was packed, so that an older database is packed
and restored by a newer release without a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import TableDigest, TableFacts, line_of, values_of
from taizhang.core.text.messages import N_, Message

Models = list[type[models.Model]]
AT_ONCE = 2_000  # rows in one statement, or read ahead
OFFICE = "office.office"
# What is made anew by itself, or must not outlive the installation: sessions, locks, Django's own lists.
_LEFT_OUT = {
    "auth.group",
    "auth.group_permissions",
    "auth.permission",
    "contenttypes.contenttype",
    "office.foundingcode",
    "office.lease",
    "office.loginfailures",
    "office.loginsession",
    "office.spentticket",
    "sessions.session",
}

_STAY_HERE: set[str] = set()


def leave_out(*labels: str) -> None:
    """Have these tables ("app.model") left out of suitcases: what they hold is derived from others."""
    _LEFT_OUT.update(labels)


def stay_here(*labels: str) -> None:
    """Have the rows of these tables left out where one office is packed for another installation."""
    _STAY_HERE.update(labels)


def applied(alias: str) -> dict[str, tuple[str, ...]]:
    """Return the names of the migrations applied to a database, by app; none for an empty one."""
    names: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connections[alias]).applied_migrations():
        names.setdefault(app, []).append(name)
    return {app: tuple(sorted(each)) for app, each in sorted(names.items())}


def known() -> dict[str, tuple[str, ...]]:
    """Return the names of the migrations that this release knows, by app."""
    names: dict[str, list[str]] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        names.setdefault(app, []).append(name)
    return {app: tuple(sorted(each)) for app, each in sorted(names.items())}


def models_at(migrations: Mapping[str, Collection[str]]) -> Models:
    """Return the packed tables as they are after these migrations, in one order; Refused for unknown migrations."""
    loader = MigrationLoader(None)
    nodes = [(app, name) for app, names in migrations.items() for name in names]
    if set(nodes) == set(loader.disk_migrations):
        found: Iterable[Any] = apps.get_models(include_auto_created=True)
    else:
        found = loader.project_state(
            [node for node in nodes if node in loader.disk_migrations]
        ).apps.get_models(include_auto_created=True)
    packed = [
        m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in _LEFT_OUT
    ]
    return sorted(packed, key=lambda model: model._meta.label_lower)


def migrate_to(alias: str, migrations: Mapping[str, Collection[str]]) -> None:
    """Bring an empty database to where these migrations lead."""
    executor = MigrationExecutor(connections[alias])
    wanted = {(app, name) for app, names in migrations.items() for name in names}
    parents = {parent.key for node in wanted for parent in executor.loader.graph.node_map[node].parents}
    executor.migrate(sorted(wanted - parents))


def owner_path(model: type[models.Model], beyond: tuple[type[models.Model], ...] = ()) -> str:
    """Return the lookup from a row to its office ("call__office"); "" where it belongs to the installation.

    Only relations that are never empty lead there, the row's own office first.
    """
    if model._meta.label_lower == OFFICE:
        return "pk"
    relations = [f for f in model._meta.local_fields if f.is_relation and not f.null]
    for field in sorted(relations, key=lambda each: each.name != "office"):
        other: Any = field.related_model
        if other not in (model, *beyond):
            rest = owner_path(other, (model, *beyond))
            if rest:
                return field.name if rest == "pk" else f"{field.name}__{rest}"
    return ""


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the table's columns, as they stand in a line."""
    return tuple(field.attname for field in model._meta.local_concrete_fields)


def lines(model: type[models.Model], alias: str, office: int | None) -> Iterator[bytes]:
    """The rows in the order of their keys; of one office, or of all."""
    rows = model._base_manager.using(alias).order_by("pk")
    if office is not None:
        path = "" if model._meta.label_lower in _STAY_HERE else owner_path(model)
        rows = rows.filter(**{path: office}) if path else rows.none()
    for values in rows.values_list(*columns_of(model)).iterator(chunk_size=AT_ONCE):
        yield line_of(values)


def facts(model: type[models.Model], alias: str, office: int | None) -> TableFacts:
    """Return what the table holds now."""
    digest = TableDigest(columns_of(model))
    for line in lines(model, alias, office):
        digest.add(line)
    return digest.facts()


def insert(model: type[models.Model], alias: str, columns: Collection[str], packed: Iterable[bytes]) -> None:
    """Write the rows. Raise Refused, with the table's name, for what this database does not take."""
    connection: Any = connections[alias]
    by_name = {field.attname: field for field in model._meta.local_concrete_fields}
    fields = [by_name[name] for name in columns]
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(f.column) for f in fields), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    rows = (
        [_stored(f, v, connection) for f, v in zip(fields, values_of(line), strict=True)] for line in packed
    )
    try:
        with connection.cursor() as cursor:
            while some := list(islice(rows, AT_ONCE)):
                cursor.executemany(statement, some)
    except (ValidationError, DatabaseError) as error:
        raise Refused(
            Message(
                N_("“{table}”中有本数据库不能接受的内容，没有恢复：{reason}"),
                {"table": str(model._meta.verbose_name), "reason": str(error).splitlines()[0]},
            )
        ) from error


def _stored(field: Any, value: Any, connection: Any) -> Any:
    target = field
    while target.is_relation:
        target = target.target_field
    return field.get_db_prep_save(target.to_python(value), connection)


def last_key(model: type[models.Model], alias: str) -> int:
    """Return the highest key that the table has given out by itself; 0 where it has none or gives none."""
    if not isinstance(model._meta.pk, models.AutoField):
        return 0
    return int(model._base_manager.using(alias).aggregate(last=models.Max("pk"))["last"] or 0)


def set_counter(model: type[models.Model], alias: str, last: int) -> None:
    """Have new rows of the table numbered after ``last``, and after those it has."""
    if not last:
        return
    table, column = model._meta.db_table, model._meta.pk.column
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, table])
            if not cursor.rowcount:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            return
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        sequence = cursor.fetchone()[0]
        higher = f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))"  # noqa: S608
        cursor.execute(higher, [sequence, last])
