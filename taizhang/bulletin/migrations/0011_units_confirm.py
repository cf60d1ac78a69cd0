"""What units say of figures that the office wrote: a proof confirmed stays confirmed, and they may be asked in another way."""

from typing import Any

from django.db import migrations, models

import taizhang.office.text

ANSWERS = [
    ("linked", "已关联"),
    ("scope", "口径不同"),
    ("estimate", "估计数"),
    ("corrected", "已更正"),
    ("unsourced", "无来源，由本人认可"),
    ("verified", "已向单位核对"),
    ("not_a_claim", "不是成效数据"),
]


def keep_confirmed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("bulletin", "Proof")._base_manager.filter(state="confirmed").update(confirmed=True)


class Migration(migrations.Migration):
    dependencies = [("bulletin", "0010_frozen_texts")]

    operations = [
        migrations.AlterField(
            model_name="citation",
            name="answer",
            field=taizhang.office.text.Line(choices=ANSWERS, max_length=12, verbose_name="处理"),
        ),
        migrations.AddField(
            model_name="proof",
            name="confirmed",
            field=models.BooleanField(default=False, verbose_name="单位确认过"),
        ),
        migrations.RunPython(keep_confirmed, migrations.RunPython.noop),
    ]
