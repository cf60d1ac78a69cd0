from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_ledger_truth"),
        ("office", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="units",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="office.unit", verbose_name="征集单位"
            ),
        ),
    ]
