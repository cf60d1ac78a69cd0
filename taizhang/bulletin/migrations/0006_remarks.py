"""Remarks get a life, suggestions, threads and anchors, and may be about a submission."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import taizhang.office.text

CONTEXT, QUOTE_LIMIT = 32, 2_000
OVER = ("sealed", "distributed", "archived", "dropped", "voided")


def anchor_all(apps: Any, _editor: Any) -> None:
    """Remarks kept so far get their neighbours and whole words; what was settled, or is printed, is closed."""
    remark = apps.get_model("bulletin", "Remark")
    rows = remark._base_manager
    rows.filter(closed_at__isnull=False).update(state="settled")
    rows.filter(closed_at__isnull=True, article__issue__state__in=OVER).update(state="settled")
    for row in rows.filter(start__isnull=False).select_related("article").iterator():
        text = f"{row.article.title}\n{row.article.body}"
        if not 0 <= row.start < row.end <= len(text) or row.end - row.start > QUOTE_LIMIT:
            continue
        row.quote = text[row.start : row.end]
        row.prefix = text[max(0, row.start - CONTEXT) : row.start]
        row.suffix = text[row.end : row.end + CONTEXT]
        row.version = row.article.version
        row.save(update_fields=["quote", "prefix", "suffix", "version"])


class Migration(migrations.Migration):
    dependencies = [
        ("bulletin", "0005_series_lengths"),
        ("office", "0005_calendar_and_split"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("remark", "settled_at", "closed_at"),
        migrations.CreateModel(
            name="RemarkReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", taizhang.office.text.Text(max_length=500, verbose_name="回复")),
                ("at", models.DateTimeField(verbose_name="回复时间")),
            ],
            options={
                "verbose_name": "批注回复",
                "verbose_name_plural": "批注回复",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="remark",
            options={"ordering": ["start", "pk"], "verbose_name": "批注", "verbose_name_plural": "批注"},
        ),
        migrations.AddField(
            model_name="remark",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="处理人",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="from_desk",
            field=models.BooleanField(default=True, verbose_name="由编辑部提出"),
        ),
        migrations.AddField(
            model_name="remark",
            name="kind",
            field=taizhang.office.text.LineField(
                choices=[("remark", "批注"), ("suggestion", "修订")],
                default="remark",
                max_length=12,
                verbose_name="类别",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="prefix",
            field=taizhang.office.text.Text(blank=True, max_length=32, verbose_name="前文"),
        ),
        migrations.AddField(
            model_name="remark",
            name="reason",
            field=taizhang.office.text.Text(blank=True, max_length=500, verbose_name="说明"),
        ),
        migrations.AddField(
            model_name="remark",
            name="replacement",
            field=taizhang.office.text.Text(blank=True, max_length=2000, verbose_name="改为"),
        ),
        migrations.AddField(
            model_name="remark",
            name="state",
            field=taizhang.office.text.LineField(
                choices=[
                    ("open", "待处理"),
                    ("settled", "已了结"),
                    ("accepted", "已采纳"),
                    ("rejected", "未采纳"),
                    ("passed_over", "不作处理"),
                ],
                default="open",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="submission",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="remarks",
                to="bulletin.submission",
                verbose_name="来稿",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="suffix",
            field=taizhang.office.text.Text(blank=True, max_length=32, verbose_name="后文"),
        ),
        migrations.AddField(
            model_name="remark",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="office.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="remarks",
                to="bulletin.article",
                verbose_name="稿件",
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="处理时间"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="end",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="止"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="quote",
            field=taizhang.office.text.Text(blank=True, max_length=2000, verbose_name="原文"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="start",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="起"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="words",
            field=taizhang.office.text.Text(blank=True, max_length=500, verbose_name="意见"),
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(fields=["office", "state"], name="remarks_by_state"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", False), ("submission__isnull", True)),
                    models.Q(
                        ("article__isnull", True), ("submission__isnull", False), ("unit__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="remark_of_one_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_desk", True), ("unit__isnull", False), _connector="OR"),
                name="remark_from_desk_or_unit",
            ),
        ),
        migrations.AddField(
            model_name="remarkreply",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="回复人",
            ),
        ),
        migrations.AddField(
            model_name="remarkreply",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
            ),
        ),
        migrations.AddField(
            model_name="remarkreply",
            name="remark",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="bulletin.remark",
                verbose_name="批注",
            ),
        ),
        migrations.RunPython(anchor_all, migrations.RunPython.noop),
    ]
