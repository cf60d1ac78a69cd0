from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bulletin", "0011_word_authors")]

    operations = [
        migrations.AddField(
            model_name="remark",
            name="sentence_changed",
            field=models.BooleanField(default=False, verbose_name="所在句子已改动"),
        )
    ]
