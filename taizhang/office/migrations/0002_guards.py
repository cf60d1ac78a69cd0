"""The event record's triggers, and the table of the shared cache (rate limits)."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

from taizhang.office.guard import guard, lift


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    lift(schema_editor.connection)


def make_cache(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]
    operations = [
        migrations.RunPython(put_on, take_off, elidable=False),
        migrations.RunPython(make_cache, migrations.RunPython.noop, elidable=False),
    ]
