import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import taizhang.office.clock
import taizhang.office.text


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0003_large_type"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpentTicket",
            fields=[
                (
                    "digest",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="校验值"),
                ),
                ("until", models.DateTimeField(db_index=True, verbose_name="保留到")),
            ],
            options={
                "verbose_name": "用过的票据",
                "verbose_name_plural": "用过的票据",
            },
        ),
        migrations.AddField(
            model_name="office",
            name="second_factor",
            field=taizhang.office.text.LineField(
                choices=[("nobody", "不要求"), ("privileged", "签发人和三员"), ("everybody", "所有人")],
                default="nobody",
                max_length=10,
                verbose_name="第二因素",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="has_second_factor",
            field=models.BooleanField(default=False, verbose_name="已设第二因素"),
        ),
        migrations.AddField(
            model_name="person",
            name="password_set_at",
            field=models.DateTimeField(default=taizhang.office.clock.now, verbose_name="密码设定时间"),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", taizhang.office.text.LineField(max_length=64, unique=True, verbose_name="校验值")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "恢复码",
                "verbose_name_plural": "恢复码",
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.URLField(max_length=300, verbose_name="签发者地址")),
                ("subject", taizhang.office.text.LineField(max_length=255, verbose_name="主体标识")),
                ("name", taizhang.office.text.LineField(max_length=30, verbose_name="姓名")),
                ("unit", taizhang.office.text.LineField(max_length=100, verbose_name="单位")),
                ("words", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="说明")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[("asked", "待办理"), ("granted", "已开通"), ("declined", "不予开通")],
                        default="asked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "开通申请",
                "verbose_name_plural": "开通申请",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("office", "issuer", "subject"),
                        name="access_asked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=30, verbose_name="名称")),
                ("issuer", models.URLField(max_length=300, verbose_name="签发者地址")),
                ("client_id", taizhang.office.text.LineField(max_length=200, verbose_name="客户端标识")),
                ("client_secret", taizhang.office.text.Text(blank=True, verbose_name="密文")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "统一身份认证",
                "verbose_name_plural": "统一身份认证",
                "constraints": [
                    models.UniqueConstraint(fields=("office",), name="one_provider_of_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkedIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.URLField(max_length=300, verbose_name="签发者地址")),
                ("subject", taizhang.office.text.LineField(max_length=255, verbose_name="主体标识")),
                ("linked_at", models.DateTimeField(verbose_name="关联时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "统一身份",
                "verbose_name_plural": "统一身份",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "issuer", "subject"), name="subject_is_one_person"
                    ),
                    models.UniqueConstraint(fields=("person", "issuer"), name="person_is_one_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    taizhang.office.text.LineField(
                        choices=[("totp", "动态口令"), ("key", "安全密钥")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=40, verbose_name="名称")),
                ("secret", taizhang.office.text.Text(verbose_name="密文")),
                ("handle", taizhang.office.text.LineField(blank=True, max_length=64, verbose_name="校验值")),
                ("counter", models.BigIntegerField(default=0, verbose_name="计数")),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="最近使用")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_factors",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "第二因素",
                "verbose_name_plural": "第二因素",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "totp")), fields=("person",), name="one_totp_of_a_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("handle", ""), _negated=True),
                        fields=("handle",),
                        name="security_key_once",
                    ),
                ],
            },
        ),
    ]
