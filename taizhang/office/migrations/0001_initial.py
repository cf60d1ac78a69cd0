"""The office's tables as first released (0.2.0)."""

import datetime
import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

import taizhang.office.text
from taizhang.office.first_migration import FirstMigration
from taizhang.office.guard import guard, lift


def put_on(apps: Any, schema_editor: Any) -> None:
    """The event record's triggers."""
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    lift(schema_editor.connection)


def make_cache(apps: Any, schema_editor: Any) -> None:
    """The table of the shared cache (rate limits)."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(FirstMigration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    taizhang.office.text.LoginName(max_length=60, unique=True, verbose_name="登录名"),
                ),
                ("name", taizhang.office.text.LineField(max_length=30, verbose_name="姓名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="LoginFailures",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="校验值"),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="次数")),
                (
                    "last",
                    models.DateTimeField(
                        db_index=True,
                        default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                        verbose_name="最近一次",
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(
                        default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                        verbose_name="可再试的时间",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录失败",
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=100, unique=True, verbose_name="名称")),
                ("short_name", taizhang.office.text.LineField(max_length=30, verbose_name="简称")),
                ("slug", models.SlugField(max_length=30, unique=True, verbose_name="代号")),
            ],
            options={
                "verbose_name": "办公室",
                "verbose_name_plural": "办公室",
            },
        ),
        migrations.CreateModel(
            name="MailWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BooleanField(default=True, verbose_name="每天一封待办邮件")),
                ("digest_at", models.TimeField(default=datetime.time(8, 30), verbose_name="发送时间")),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0), verbose_name="免打扰起")),
                ("quiet_to", models.TimeField(default=datetime.time(8, 0), verbose_name="免打扰止")),
                ("last_digest_on", models.DateField(null=True, verbose_name="最近一次查看待办的日期")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_wish",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "邮件设置",
                "verbose_name_plural": "邮件设置",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("verb", taizhang.office.text.LineField(max_length=40, verbose_name="操作")),
                ("subject_kind", taizhang.office.text.LineField(max_length=40, verbose_name="对象类别")),
                ("subject_id", models.BigIntegerField(verbose_name="对象编号")),
                ("detail", taizhang.office.text.Data(default=dict, verbose_name="详情")),
                (
                    "outcome",
                    taizhang.office.text.LineField(default="done", max_length=20, verbose_name="结果"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "操作记录",
                "verbose_name_plural": "操作记录",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
            ),
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", taizhang.office.text.LineField(max_length=40, verbose_name="邮件种类")),
                ("dedupe_key", taizhang.office.text.LineField(max_length=120, verbose_name="去重键")),
                (
                    "message_id",
                    taizhang.office.text.LineField(max_length=200, unique=True, verbose_name="邮件编号"),
                ),
                (
                    "name",
                    taizhang.office.text.LineField(blank=True, max_length=100, verbose_name="收件人姓名"),
                ),
                ("address", taizhang.office.text.LineField(max_length=254, verbose_name="收件地址")),
                ("subject", taizhang.office.text.LineField(max_length=200, verbose_name="邮件主题")),
                ("body", taizhang.office.text.Text(max_length=100000, verbose_name="正文")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            ("queued", "待发送"),
                            ("sending", "发送中"),
                            ("sent", "已发出"),
                            ("failed", "发送失败"),
                            ("held", "待核实"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("next_attempt_at", models.DateTimeField(verbose_name="下次发送时间")),
                (
                    "last_error",
                    taizhang.office.text.Text(blank=True, max_length=500, verbose_name="最近一次的问题"),
                ),
                ("created_at", models.DateTimeField(verbose_name="写入时间")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发出时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "邮件",
                "verbose_name_plural": "邮件",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["office", "next_attempt_at"],
                        name="message_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "dedupe_key"), name="message_written_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_sent_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    taizhang.office.text.LineField(
                        choices=[
                            ("liaison", "联络员"),
                            ("unit_leader", "单位负责人"),
                            ("ledger_officer", "督账员"),
                            ("editor", "责编"),
                            ("checker", "核稿"),
                            ("signer", "签发"),
                            ("office_leader", "办领导"),
                            ("dispatcher", "调度员"),
                            ("reader", "读者"),
                            ("sys_admin", "系统管理员"),
                            ("sec_admin", "安全管理员"),
                            ("auditor", "审计管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("title", taizhang.office.text.LineField(max_length=60, verbose_name="岗位名称")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位",
                "verbose_name_plural": "岗位",
            },
        ),
        migrations.CreateModel(
            name="PostHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="任职起")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="任职止")),
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
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to="office.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="holding_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("post",),
                        name="post_held_by_one_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", taizhang.office.text.LineField(max_length=64, verbose_name="校验值")),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("name", taizhang.office.text.LineField(max_length=200, verbose_name="文件名")),
                ("media_type", taizhang.office.text.LineField(max_length=100, verbose_name="类型")),
                ("stored_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "文件",
                "verbose_name_plural": "文件",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "sha256", "name"), name="file_stored_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="office.outboxmessage",
                        verbose_name="邮件",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.storedfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "constraints": [
                    models.UniqueConstraint(fields=("message", "file"), name="file_attached_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=100, verbose_name="单位名称")),
                ("short_name", taizhang.office.text.LineField(max_length=30, verbose_name="单位简称")),
                (
                    "kind",
                    taizhang.office.text.LineField(
                        choices=[("department", "市直单位"), ("district", "区县"), ("other", "其他单位")],
                        default="department",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "verbose_name_plural": "单位",
                "constraints": [models.UniqueConstraint(fields=("office", "name"), name="unit_named_once")],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="office.unit",
                verbose_name="单位",
            ),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=60, verbose_name="用途")),
                (
                    "digest",
                    taizhang.office.text.LineField(
                        editable=False, max_length=64, unique=True, verbose_name="校验值"
                    ),
                ),
                ("roles", taizhang.office.text.Data(default=list, verbose_name="角色")),
                ("made_at", models.DateTimeField(verbose_name="发放时间")),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="最近使用")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发放人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
                "verbose_name_plural": "接口令牌",
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holder",
                    taizhang.office.text.LineField(blank=True, max_length=100, verbose_name="执行进程"),
                ),
                ("until", models.DateTimeField(verbose_name="有效至")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "定时任务执行权",
                "verbose_name_plural": "定时任务执行权",
                "constraints": [models.UniqueConstraint(fields=("office",), name="office_has_one_lease")],
            },
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="订阅编号")),
                ("created_at", models.DateTimeField(verbose_name="开通时间")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "日历订阅",
                "verbose_name_plural": "日历订阅",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person",),
                        name="person_has_one_feed",
                    )
                ],
            },
        ),
        migrations.RunPython(put_on, take_off, elidable=False),
        migrations.RunPython(make_cache, migrations.RunPython.noop, elidable=False),
    ]
