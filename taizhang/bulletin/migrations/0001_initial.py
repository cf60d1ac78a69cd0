"""The bulletin's tables as first released (0.2.0)."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import taizhang.core.gongwen.model
import taizhang.core.lifecycle.bulletin_life
import taizhang.office.text
from taizhang.bulletin.guard import guard, lift
from taizhang.bulletin.search.store import CREATE, DROP
from taizhang.office.first_migration import FirstMigration


def make_words(apps: Any, schema_editor: Any) -> None:
    """The words of the search index, in the database's own kind of table."""
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_words(apps: Any, schema_editor: Any) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def put_on(apps: Any, schema_editor: Any) -> None:
    """The triggers that keep sealed issues and signed texts as they are."""
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    lift(schema_editor.connection)


class Migration(FirstMigration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("office", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("title", taizhang.office.text.LineField(blank=True, max_length=500, verbose_name="标题")),
                ("body", taizhang.office.text.Text(blank=True, verbose_name="正文")),
                ("run_in", models.BooleanField(default=True, verbose_name="标题接排正文")),
                (
                    "source_unit",
                    taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="供稿单位"),
                ),
                ("column", taizhang.office.text.LineField(blank=True, max_length=100, verbose_name="栏目")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="修改时间")),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="ledger.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.theme",
                        verbose_name="类别",
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
                "verbose_name": "稿件",
                "verbose_name_plural": "稿件",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Commission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", taizhang.office.text.LineField(max_length=100, verbose_name="约稿题目")),
                ("brief", taizhang.office.text.Text(blank=True, max_length=2000, verbose_name="编辑要求")),
                ("due", models.DateField(verbose_name="截稿日期")),
                ("minutes", models.PositiveSmallIntegerField(default=40, verbose_name="预计用时（分钟）")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.CommissionState["OPEN"], "待供稿"),
                            (taizhang.core.lifecycle.bulletin_life.CommissionState["ANSWERED"], "已供稿"),
                            (taizhang.core.lifecycle.bulletin_life.CommissionState["CLOSED"], "已结束"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.CommissionState["OPEN"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="约稿时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="约稿人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="约稿单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "约稿",
                "verbose_name_plural": "约稿",
            },
        ),
        migrations.CreateModel(
            name="FactQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True, verbose_name="起")),
                ("end", models.PositiveIntegerField(null=True, verbose_name="止")),
                ("surface", taizhang.office.text.LineField(max_length=100, verbose_name="原文")),
                ("sentence", taizhang.office.text.Text(max_length=1000, verbose_name="所在句")),
                ("question", taizhang.office.text.Text(max_length=500, verbose_name="问题")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.FactQueryState["OPEN"], "待答复"),
                            (taizhang.core.lifecycle.bulletin_life.FactQueryState["ANSWERED"], "已答复"),
                            (taizhang.core.lifecycle.bulletin_life.FactQueryState["SETTLED"], "已了结"),
                            (taizhang.core.lifecycle.bulletin_life.FactQueryState["WITHDRAWN"], "已撤回"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.FactQueryState["OPEN"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提问时间")),
                (
                    "answer",
                    taizhang.office.text.LineField(
                        blank=True,
                        choices=[
                            ("confirmed", "数据属实"),
                            ("corrected", "数据有误，应改为"),
                            ("scope", "口径不同"),
                            ("estimate", "估计数"),
                        ],
                        max_length=12,
                        verbose_name="答复",
                    ),
                ),
                ("words", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_queries",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提问人",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "事实核实",
                "verbose_name_plural": "事实核实",
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    taizhang.office.text.LineField(
                        choices=[("desk", "本系统编发"), ("read", "旧刊读入")],
                        default="read",
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.IssueState["COMPOSING"], "编辑中"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["EDITED"], "待核稿"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["CHECKED"], "待签发"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["SIGNED"], "已签发"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["SEALED"], "已封存"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["DISTRIBUTED"], "已分发"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["ARCHIVED"], "已归档"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["DROPPED"], "已放弃"),
                            (taizhang.core.lifecycle.bulletin_life.IssueState["VOIDED"], "已作废"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.IssueState["ARCHIVED"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                    ),
                ),
                (
                    "kind",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.gongwen.model.IssueKind["REGULAR"], "正刊"),
                            (taizhang.core.gongwen.model.IssueKind["SUPPLEMENT"], "增刊"),
                            (taizhang.core.gongwen.model.IssueKind["SPECIAL"], "专刊"),
                        ],
                        default=taizhang.core.gongwen.model.IssueKind["REGULAR"],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("annual_no", models.PositiveIntegerField(blank=True, null=True, verbose_name="期号")),
                ("cumulative_no", models.PositiveIntegerField(blank=True, null=True, verbose_name="总期号")),
                (
                    "issuer",
                    taizhang.office.text.LineField(blank=True, max_length=100, verbose_name="编发单位"),
                ),
                ("date", models.DateField(verbose_name="日期")),
                ("data", taizhang.office.text.Data(verbose_name="内容")),
                (
                    "source_name",
                    taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="来源文件"),
                ),
                (
                    "source_text",
                    taizhang.office.text.Text(blank=True, max_length=200000, verbose_name="原文"),
                ),
                (
                    "search_text",
                    taizhang.office.text.Text(blank=True, editable=False, verbose_name="检索文字"),
                ),
                ("reason", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="退回意见")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="送核时间")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="核稿时间")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签发时间")),
                ("saved_at", models.DateTimeField(verbose_name="归档时间")),
                ("snapshot", taizhang.office.text.Data(blank=True, default=dict, verbose_name="数据快照")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核稿",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责编",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编辑人",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="归档人",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发",
                    ),
                ),
            ],
            options={
                "verbose_name": "期",
                "verbose_name_plural": "期",
                "indexes": [
                    models.Index(fields=["office", "-date", "-id"], name="archive_newest_first"),
                    models.Index(fields=["office", "state"], name="issues_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="issue_signed_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", "read"),
                            models.Q(
                                ("annual_no__isnull", False),
                                ("signed_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        taizhang.core.lifecycle.bulletin_life.IssueState["SIGNED"],
                                        taizhang.core.lifecycle.bulletin_life.IssueState["SEALED"],
                                        taizhang.core.lifecycle.bulletin_life.IssueState["DISTRIBUTED"],
                                        taizhang.core.lifecycle.bulletin_life.IssueState["ARCHIVED"],
                                        taizhang.core.lifecycle.bulletin_life.IssueState["VOIDED"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            taizhang.core.lifecycle.bulletin_life.IssueState["SIGNED"],
                                            taizhang.core.lifecycle.bulletin_life.IssueState["SEALED"],
                                            taizhang.core.lifecycle.bulletin_life.IssueState["DISTRIBUTED"],
                                            taizhang.core.lifecycle.bulletin_life.IssueState["ARCHIVED"],
                                            taizhang.core.lifecycle.bulletin_life.IssueState["VOIDED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("annual_no__isnull", True),
                                ("signed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="issue_numbered_iff_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", "read"),
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("edited_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="checker_is_not_the_editor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wrong", taizhang.office.text.LineField(max_length=200, verbose_name="原文")),
                ("which", models.PositiveSmallIntegerField(default=0, verbose_name="第几处")),
                ("right", taizhang.office.text.LineField(max_length=200, verbose_name="更正为")),
                ("reason", taizhang.office.text.LineField(max_length=200, verbose_name="原因")),
                ("notice", taizhang.office.text.Text(max_length=2000, verbose_name="更正说明")),
                ("as_revision", models.BooleanField(default=False, verbose_name="另出修订版")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.CorrectionState["DRAFT"], "拟稿"),
                            (taizhang.core.lifecycle.bulletin_life.CorrectionState["ISSUED"], "已发布"),
                            (taizhang.core.lifecycle.bulletin_life.CorrectionState["DROPPED"], "已放弃"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.CorrectionState["DRAFT"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="拟稿时间")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.figure",
                        verbose_name="台账数据",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="bulletin.issue",
                        verbose_name="期",
                    ),
                ),
                (
                    "runs_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices_of",
                        to="bulletin.issue",
                        verbose_name="刊登于",
                    ),
                ),
            ],
            options={
                "verbose_name": "更正",
                "verbose_name_plural": "更正",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("state", "issued"),
                            ),
                            models.Q(
                                models.Q(("state", "issued"), _negated=True),
                                ("issued_at__isnull", True),
                                ("issued_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_issued_by_and_at",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="issue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="bulletin.issue",
                verbose_name="期",
            ),
        ),
        migrations.CreateModel(
            name="LastLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("texts", taizhang.office.text.Data(default=dict, verbose_name="文字")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="bulletin.issue",
                        verbose_name="期",
                    ),
                ),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "上次查看",
                "verbose_name_plural": "上次查看",
                "constraints": [models.UniqueConstraint(fields=("issue", "person"), name="last_look_once")],
            },
        ),
        migrations.CreateModel(
            name="PracticeReuse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="怎样借鉴")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reuses",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.project",
                        verbose_name="用于项目",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="借鉴单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "做法借鉴",
                "verbose_name_plural": "做法借鉴",
                "constraints": [models.UniqueConstraint(fields=("article", "unit"), name="reused_once")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(verbose_name="时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="present",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "在场",
                "verbose_name_plural": "在场",
                "constraints": [models.UniqueConstraint(fields=("article", "person"), name="present_once")],
            },
        ),
        migrations.CreateModel(
            name="Printed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", taizhang.office.text.LineField(max_length=12, verbose_name="类别")),
                ("target", models.BigIntegerField(verbose_name="对象编号")),
                ("title", taizhang.office.text.LineField(max_length=200, verbose_name="名称")),
                ("sentence", taizhang.office.text.Text(blank=True, max_length=1000, verbose_name="所在句")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="bulletin.correction",
                        verbose_name="更正",
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
                "verbose_name": "刊载之处",
                "verbose_name_plural": "刊载之处",
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", taizhang.office.text.LineField(max_length=500, verbose_name="标题")),
                ("body", taizhang.office.text.Text(verbose_name="正文")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.ProofState["ASKED"], "待确认"),
                            (taizhang.core.lifecycle.bulletin_life.ProofState["CONFIRMED"], "已确认"),
                            (taizhang.core.lifecycle.bulletin_life.ProofState["OBJECTED"], "有意见"),
                            (taizhang.core.lifecycle.bulletin_life.ProofState["OVERTAKEN"], "已有新稿"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.ProofState["ASKED"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="送校时间")),
                ("answer", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="意见")),
                ("confirmed", models.BooleanField(default=False, verbose_name="单位确认过")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="送校人",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "校样",
                "verbose_name_plural": "校样",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", taizhang.office.text.Text(max_length=500, verbose_name="问题")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.QuestionState["ASKED"], "待答复"),
                            (taizhang.core.lifecycle.bulletin_life.QuestionState["ANSWERED"], "已答复"),
                            (taizhang.core.lifecycle.bulletin_life.QuestionState["CLOSED"], "已关闭"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.QuestionState["ASKED"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提问时间")),
                ("answer", taizhang.office.text.Text(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提问人",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="提问单位",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="被问单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "交流提问",
                "verbose_name_plural": "交流提问",
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="打开时间")),
                ("changed_at", models.DateTimeField(verbose_name="修改时间")),
                (
                    "source_name",
                    taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="来源文件"),
                ),
                ("source_format", taizhang.office.text.LineField(max_length=20, verbose_name="来源格式")),
                ("source_text", taizhang.office.text.Text(max_length=200000, verbose_name="原文")),
                ("data", taizhang.office.text.Data(verbose_name="内容")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[("open", "在读"), ("saved", "已存档"), ("discarded", "已放弃")],
                        default="open",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="阅读人",
                    ),
                ),
                (
                    "issue",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading",
                        to="bulletin.issue",
                        verbose_name="存档为",
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
                "verbose_name": "阅读",
                "verbose_name_plural": "阅读",
                "indexes": [models.Index(fields=["office", "by", "state"], name="own_readings")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issue__isnull", False), ("state", "saved")),
                            models.Q(models.Q(("state", "saved"), _negated=True), ("issue__isnull", True)),
                            _connector="OR",
                        ),
                        name="reading_saved_iff_issue",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", taizhang.office.text.LineField(max_length=200, verbose_name="原因")),
                ("at", models.DateTimeField(verbose_name="撤回时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤回人",
                    ),
                ),
                (
                    "issue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recall",
                        to="bulletin.issue",
                        verbose_name="期",
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
                "verbose_name": "撤回",
                "verbose_name_plural": "撤回",
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    taizhang.office.text.LineField(
                        choices=[("up", "报"), ("peer", "送"), ("down", "发")],
                        max_length=8,
                        verbose_name="报送发",
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=100, verbose_name="名称")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="份数")),
                (
                    "way",
                    taizhang.office.text.LineField(
                        choices=[("paper", "纸质"), ("mail", "邮件"), ("both", "纸质和邮件")],
                        default="paper",
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
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
                        verbose_name="成员单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "发送对象",
                "verbose_name_plural": "发送对象",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way", "paper"), models.Q(("email", ""), _negated=True), _connector="OR"
                        ),
                        name="mail_needs_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True, verbose_name="起")),
                ("end", models.PositiveIntegerField(null=True, verbose_name="止")),
                ("quote", taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="原文")),
                ("words", taizhang.office.text.Text(max_length=500, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="提出时间")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
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
                "verbose_name": "批注",
                "verbose_name_plural": "批注",
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", taizhang.office.text.LineField(default="A", max_length=1, verbose_name="版次")),
                (
                    "format",
                    taizhang.office.text.LineField(
                        choices=[("pdf", "PDF"), ("docx", "Word")], max_length=8, verbose_name="格式"
                    ),
                ),
                ("form", taizhang.office.text.Data(default=dict, verbose_name="版式核验")),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="bulletin.issue",
                        verbose_name="期",
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
                "verbose_name": "成品文件",
                "verbose_name_plural": "成品文件",
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", taizhang.office.text.LineField(max_length=1, verbose_name="版次")),
                ("data", taizhang.office.text.Data(verbose_name="内容")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revision",
                        to="bulletin.correction",
                        verbose_name="更正",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="bulletin.issue",
                        verbose_name="期",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="封存人",
                    ),
                ),
            ],
            options={
                "verbose_name": "修订版",
                "verbose_name_plural": "修订版",
                "ordering": ["letter"],
                "constraints": [models.UniqueConstraint(fields=("issue", "letter"), name="revision_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    taizhang.office.text.LineField(
                        choices=[
                            ("issue", "简报"),
                            ("article", "稿件"),
                            ("project", "项目"),
                            ("figure", "数据"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("target", models.BigIntegerField(verbose_name="对象编号")),
                ("date", models.DateField(verbose_name="日期")),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("series", models.BigIntegerField(null=True, verbose_name="刊物")),
                ("unit", models.BigIntegerField(null=True, verbose_name="单位")),
                ("project", models.BigIntegerField(null=True, verbose_name="项目")),
                ("column", taizhang.office.text.LineField(blank=True, max_length=100, verbose_name="栏目")),
                ("low", models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name="下限")),
                (
                    "high",
                    models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name="上限"),
                ),
                (
                    "counted_in",
                    taizhang.office.text.LineField(blank=True, max_length=20, verbose_name="计量单位"),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="office.office",
                        verbose_name="办公室",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索条目",
                "verbose_name_plural": "检索条目",
                "indexes": [models.Index(fields=["target", "kind"], name="entries_of_a_thing")],
            },
        ),
        migrations.CreateModel(
            name="SearchState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.BigIntegerField(default=0, verbose_name="已跟到")),
                ("ahead", taizhang.office.text.Data(default=list, verbose_name="已先行处理")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "检索进度",
                "verbose_name_plural": "检索进度",
                "constraints": [models.UniqueConstraint(fields=("office",), name="search_state_once")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", taizhang.office.text.LineField(default="A", max_length=1, verbose_name="版次")),
                (
                    "direction",
                    taizhang.office.text.LineField(
                        choices=[("up", "报"), ("peer", "送"), ("down", "发")],
                        max_length=8,
                        verbose_name="报送发",
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=100, verbose_name="名称")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("copies", models.PositiveSmallIntegerField(verbose_name="份数")),
                (
                    "way",
                    taizhang.office.text.LineField(
                        choices=[("paper", "纸质"), ("mail", "邮件"), ("both", "纸质和邮件")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.SendingState["LISTED"], "待分发"),
                            (taizhang.core.lifecycle.bulletin_life.SendingState["UNDER_WAY"], "已分发"),
                            (taizhang.core.lifecycle.bulletin_life.SendingState["STOPPED"], "已停发"),
                            (taizhang.core.lifecycle.bulletin_life.SendingState["RECEIVED"], "已签收"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.SendingState["LISTED"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="链接编号"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="分发时间")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="链接关闭时间")),
                ("recall_seen_at", models.DateTimeField(blank=True, null=True, verbose_name="知悉撤回时间")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="bulletin.issue",
                        verbose_name="期",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.outboxmessage",
                        verbose_name="邮件",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="bulletin.recipient",
                        verbose_name="发送对象",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="分发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "分发",
                "verbose_name_plural": "分发",
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "recipient", "letter"), name="sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_at__isnull", False), ("state", "received")),
                            models.Q(
                                models.Q(("state", "received"), _negated=True), ("received_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="received_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", taizhang.office.text.LineField(max_length=60, verbose_name="刊名")),
                ("slug", models.SlugField(max_length=30, verbose_name="代号")),
                ("issuer", taizhang.office.text.LineField(max_length=60, verbose_name="编发单位")),
                ("template", taizhang.office.text.Data(blank=True, default=dict, verbose_name="版式")),
                ("head", taizhang.office.text.Data(blank=True, default=dict, verbose_name="常用要素")),
                (
                    "first_cumulative_no",
                    models.PositiveIntegerField(default=1, verbose_name="存档起始总期号"),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
            ],
            options={
                "verbose_name": "刊物",
                "verbose_name_plural": "刊物",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "name"), name="series_named_once"),
                    models.UniqueConstraint(fields=("office", "slug"), name="series_slug_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="recipient",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recipients",
                to="bulletin.series",
                verbose_name="刊物",
            ),
        ),
        migrations.CreateModel(
            name="NumberCounter",
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
                        choices=[
                            (taizhang.core.gongwen.model.IssueKind["REGULAR"], "正刊"),
                            (taizhang.core.gongwen.model.IssueKind["SUPPLEMENT"], "增刊"),
                            (taizhang.core.gongwen.model.IssueKind["SPECIAL"], "专刊"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="bulletin.series",
                        verbose_name="刊物",
                    ),
                ),
            ],
            options={
                "verbose_name": "编号计数",
                "verbose_name_plural": "编号计数",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "kind", "year"), name="issue_counter_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="issue",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issues",
                to="bulletin.series",
                verbose_name="刊物",
            ),
        ),
        migrations.CreateModel(
            name="ArchivedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", taizhang.office.text.LineField(max_length=64, verbose_name="校验值")),
                ("name", taizhang.office.text.LineField(max_length=200, verbose_name="文件名")),
                (
                    "outcome",
                    taizhang.office.text.LineField(
                        choices=[
                            ("archived", "已存档"),
                            ("doubt", "待核对"),
                            ("duplicate", "重复"),
                            ("refused", "不能读取"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("doubts", taizhang.office.text.Data(default=list, verbose_name="疑问")),
                ("at", models.DateTimeField(verbose_name="读入时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="读入人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files_read",
                        to="bulletin.issue",
                        verbose_name="期",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bulletin.reading",
                        verbose_name="阅读",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files_read",
                        to="bulletin.series",
                        verbose_name="刊物",
                    ),
                ),
            ],
            options={
                "verbose_name": "读入的旧刊文件",
                "verbose_name_plural": "读入的旧刊文件",
                "constraints": [models.UniqueConstraint(fields=("series", "sha256"), name="file_read_once")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="标题")),
                ("body", taizhang.office.text.Text(blank=True, max_length=40000, verbose_name="正文")),
                (
                    "source_name",
                    taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="来源文件"),
                ),
                (
                    "state",
                    taizhang.office.text.LineField(
                        choices=[
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["DRAFT"], "草稿"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["UNIT_REVIEW"], "待审签"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["SUBMITTED"], "待受理"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["ACCEPTED"], "已受理"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["RETURNED"], "退改"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["HELD"], "留用"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["DECLINED"], "不采用"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["DUPLICATE"], "重复来稿"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["ADOPTED"], "已采用"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["PUBLISHED"], "已刊发"),
                            (taizhang.core.lifecycle.bulletin_life.SubmissionState["WITHDRAWN"], "已撤回"),
                        ],
                        default=taizhang.core.lifecycle.bulletin_life.SubmissionState["DRAFT"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("recycled", taizhang.office.text.Data(blank=True, default=dict, verbose_name="旧文说明")),
                ("reason", taizhang.office.text.Text(blank=True, max_length=500, verbose_name="处理意见")),
                ("changed_at", models.DateTimeField(verbose_name="修改时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                (
                    "commission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="bulletin.commission",
                        verbose_name="约稿",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bulletin.submission",
                        verbose_name="与之重复",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="ledger.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.progressreport",
                        verbose_name="来自进展报告",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.theme",
                        verbose_name="类别",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.unit",
                        verbose_name="供稿单位",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撰稿人",
                    ),
                ),
            ],
            options={
                "verbose_name": "来稿",
                "verbose_name_plural": "来稿",
                "indexes": [
                    models.Index(fields=["office", "state", "-submitted_at"], name="submission_inbox")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), ("decided_by__isnull", False), _connector="OR"
                        ),
                        name="submission_decided_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="第几次报送")),
                ("title", taizhang.office.text.LineField(max_length=200, verbose_name="标题")),
                ("body", taizhang.office.text.Text(max_length=40000, verbose_name="正文")),
                ("signed_at", models.DateTimeField(verbose_name="审签时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审签人",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_texts",
                        to="bulletin.submission",
                        verbose_name="来稿",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送原文",
                "verbose_name_plural": "报送原文",
                "ordering": ["round"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "round"), name="submitted_round_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    taizhang.office.text.LineField(
                        choices=[("full", "全文"), ("excerpt", "摘编"), ("combined", "综合")],
                        default="full",
                        max_length=12,
                        verbose_name="采用方式",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="采用时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="采用人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="bulletin.submission",
                        verbose_name="来稿",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bulletin.submittedtext",
                        verbose_name="报送原文",
                    ),
                ),
            ],
            options={
                "verbose_name": "采用",
                "verbose_name_plural": "采用",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "submission"), name="adopted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeFeed",
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "主题订阅地址",
                "verbose_name_plural": "主题订阅地址",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person",),
                        name="person_has_one_theme_feed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", taizhang.office.text.LineField(max_length=60, verbose_name="主题")),
                ("at", models.DateTimeField(verbose_name="订阅时间")),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "主题订阅",
                "verbose_name_plural": "主题订阅",
                "constraints": [models.UniqueConstraint(fields=("person", "theme"), name="subscribed_once")],
            },
        ),
        migrations.CreateModel(
            name="VoidNumber",
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
                        choices=[
                            (taizhang.core.gongwen.model.IssueKind["REGULAR"], "正刊"),
                            (taizhang.core.gongwen.model.IssueKind["SUPPLEMENT"], "增刊"),
                            (taizhang.core.gongwen.model.IssueKind["SPECIAL"], "专刊"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("number", models.PositiveIntegerField(verbose_name="号码")),
                ("reason", taizhang.office.text.LineField(max_length=200, verbose_name="原因")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="office.office", verbose_name="办公室"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="void_numbers",
                        to="bulletin.series",
                        verbose_name="刊物",
                    ),
                ),
            ],
            options={
                "verbose_name": "作废号",
                "verbose_name_plural": "作废号",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "kind", "year", "number"), name="void_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="void_with_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("title", taizhang.office.text.LineField(blank=True, max_length=500, verbose_name="标题")),
                ("body", taizhang.office.text.Text(blank=True, verbose_name="正文")),
                ("at", models.DateTimeField(verbose_name="修改时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
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
                "verbose_name": "稿件版本",
                "verbose_name_plural": "稿件版本",
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "version"), name="article_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(verbose_name="起")),
                ("end", models.PositiveIntegerField(verbose_name="止")),
                ("surface", taizhang.office.text.LineField(max_length=100, verbose_name="原文")),
                (
                    "answer",
                    taizhang.office.text.LineField(
                        choices=[
                            ("linked", "已关联"),
                            ("scope", "口径不同"),
                            ("estimate", "估计数"),
                            ("corrected", "已更正"),
                            ("unsourced", "无来源，由本人认可"),
                            ("verified", "已向单位核对"),
                            ("not_a_claim", "不是成效数据"),
                        ],
                        max_length=12,
                        verbose_name="处理",
                    ),
                ),
                ("reason", taizhang.office.text.LineField(blank=True, max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="处理时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="bulletin.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="ledger.figure",
                        verbose_name="台账数据",
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
                "verbose_name": "数据出处",
                "verbose_name_plural": "数据出处",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "start", "end"), name="figure_cited_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "linked"), _negated=True),
                            ("figure__isnull", False),
                            _connector="OR",
                        ),
                        name="linked_has_a_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "linked"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="other_answers_have_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(fields=("issue", "position"), name="article_position_once"),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(fields=("series", "name"), name="recipient_once"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annual_no__isnull", False)),
                fields=("series", "year", "kind", "annual_no"),
                name="annual_no_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cumulative_no__isnull", False)),
                fields=("series", "cumulative_no"),
                name="cumulative_no_once",
            ),
        ),
        migrations.RunPython(make_words, drop_words, elidable=False),
        migrations.RunPython(put_on, take_off, elidable=False),
    ]
