"""The triggers that keep sealed issues as they are."""

from typing import Any

from django.db import migrations

from taizhang.bulletin.guard import guard, lift


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("bulletin", "0006_search")]
    operations = [migrations.RunPython(put_on, take_off, elidable=False)]
