"""What a unit's leader has signed is kept by a trigger, too."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from taizhang.bulletin.guard import guard, lift


def renew(apps: Any, schema_editor: Any) -> None:
    lift(schema_editor.connection)
    guard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("bulletin", "0009_files_read")]

    operations = [migrations.RunPython(renew, renew)]
