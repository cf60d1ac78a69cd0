"""Rules as versioned data, the signal of each project and period, and notices that a person issues."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import NoticeState
from taizhang.ledger.models.account import LEVELS, Baseline, Project
from taizhang.ledger.models.year import Ledger
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

COLOURS = [("blue", _("蓝色")), ("yellow", _("黄色")), ("red", _("红色"))]
NOTICE_STATES = [
    (NoticeState.DRAFT, _("待签发")),
    (NoticeState.ISSUED, _("已发出")),
    (NoticeState.ACKNOWLEDGED, _("已签收")),
    (NoticeState.REPLIED, _("已回复")),
    (NoticeState.SETTLED, _("已办结")),
    (NoticeState.RETURNED, _("退回补充")),
    (NoticeState.ESCALATED, _("已升级")),
    (NoticeState.REVOKED, _("已撤销")),
    (NoticeState.DROPPED, _("未采用")),
]


class RuleSet(Owned):
    """A version of the rules by which signals are judged (as core.signals writes them)."""

    code = LineField(_("代号"), max_length=30)
    name = LineField(_("名称"), max_length=60)
    version = models.PositiveSmallIntegerField(_("版本"))
    data = Data(_("规则"))
    adopted_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("采用人"), null=True, related_name="+"
    )
    adopted_at = models.DateTimeField(_("采用时间"))

    objects: ClassVar[OfficeManager[RuleSet]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("督办规则")
        constraints = [
            models.UniqueConstraint(fields=["office", "code", "version"], name="rules_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Signal(Owned):
    """What a project's pace was judged to be, from one day until the next judgement; stored per period."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="signals")
    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="+")
    period = LineField(_("期间"), max_length=12)  # 2026-08
    level = LineField(_("等级"), max_length=10, choices=LEVELS)
    rule = LineField(_("依据"), max_length=30)
    reason = Data(_("原因"))  # Sentence as {"pattern", "values"}
    planned = models.DecimalField(_("应达进度"), max_digits=5, decimal_places=4, null=True)
    actual = models.DecimalField(_("实际进度"), max_digits=5, decimal_places=4, null=True)
    baseline = models.ForeignKey(Baseline, models.PROTECT, verbose_name=_("基线"), related_name="+")
    rules = models.ForeignKey(RuleSet, models.PROTECT, verbose_name=_("督办规则"), related_name="+")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)  # the first day it no longer held
    judged_at = models.DateTimeField(_("判定时间"))

    objects: ClassVar[OfficeManager[Signal]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("进度信号")
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(until__isnull=True), name="signal_now_once"
            ),
        ]
        indexes = [models.Index(fields=["ledger", "period", "project"], name="signals_of_period")]

    def __str__(self) -> str:
        return f"{self.project} {self.period} {self.level}"


class Notice(Owned):
    """A supervision notice (督办单): drafted by the system or a person, issued only by a person."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="notices")
    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="+")
    colour = LineField(_("等级"), max_length=10, choices=COLOURS)
    state = LineField(_("状态"), max_length=12, choices=NOTICE_STATES, default=NoticeState.DRAFT)
    serial = models.PositiveIntegerField(
        _("编号"), null=True, blank=True
    )  # 督办〔2026〕3号, allotted on issue
    signal = models.ForeignKey(
        Signal, models.PROTECT, verbose_name=_("信号"), null=True, related_name="notices"
    )
    baseline = models.ForeignKey(
        Baseline, models.PROTECT, verbose_name=_("基线"), null=True, related_name="+"
    )
    reason = Data(_("原因"), default=dict)
    text = Text(_("督办事项"), max_length=3_000)
    reply_due = models.DateField(_("回复时限"), null=True, blank=True)
    drafted_at = models.DateTimeField(_("拟稿时间"))
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("拟稿人"), null=True, related_name="+"
    )
    issued_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("签发人"), null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    reply = Text(_("回复"), max_length=3_000, blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    decision = Text(_("处理意见"), max_length=1_000, blank=True)  # of settling, returning, revoking
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    escalated_to = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("升级为"), null=True, blank=True, related_name="escalated_from"
    )

    objects: ClassVar[OfficeManager[Notice]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("督办单")
        indexes = [models.Index(fields=["office", "state"], name="notices_open")]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "serial"], name="notice_number_once"),
            models.CheckConstraint(
                condition=Q(serial__isnull=True, issued_by__isnull=True, issued_at__isnull=True)
                | Q(serial__isnull=False, issued_by__isnull=False, issued_at__isnull=False),
                name="notice_numbered_iff_issued_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[NoticeState.DRAFT, NoticeState.DROPPED], serial__isnull=True)
                | (~Q(state__in=[NoticeState.DRAFT, NoticeState.DROPPED]) & Q(serial__isnull=False)),
                name="notice_numbered_iff_out",
            ),
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return f"{self.project} {self.get_colour_display()}"
