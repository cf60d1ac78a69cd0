"""Each person's own choice of large type."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("office", "0002_founding")]

    operations = [
        migrations.AddField(
            "person", "large_type", models.BooleanField(default=False, verbose_name="大字号")
        ),
    ]
