"""A year's ledger, its call for projects and the proposals that answer it (征集)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import CallState, ProposalState
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

CALL_STATES = [
    (CallState.DRAFT, _("起草")),
    (CallState.OPEN, _("征集中")),
    (CallState.CLOSED, _("已截止")),
]
PROPOSAL_STATES = [
    (ProposalState.DRAFT, _("起草")),
    (ProposalState.UNIT_REVIEW, _("待单位审签")),
    (ProposalState.SUBMITTED, _("已申报")),
    (ProposalState.RETURNED, _("退回修改")),
    (ProposalState.ADMITTED, _("已立项")),
    (ProposalState.DECLINED, _("未立项")),
    (ProposalState.MERGED, _("已并入")),
    (ProposalState.WITHDRAWN, _("已撤回")),
]


class Ledger(Owned):
    """The accounts of one year (台账)."""

    year = models.PositiveSmallIntegerField(_("年度"))
    name = LineField(_("名称"), max_length=100)
    rules = models.ForeignKey(
        "ledger.RuleSet", models.PROTECT, verbose_name=_("督办规则"), null=True, related_name="+"
    )
    report_due_day = models.PositiveSmallIntegerField(_("月报截止日"), default=5)  # of the following month
    notice_days = models.PositiveSmallIntegerField(_("最短通知天数"), default=5)
    review_cap = models.PositiveSmallIntegerField(_("全年督查次数上限"), default=2)
    closed_at = models.DateTimeField(_("封账时间"), null=True, blank=True)
    watched_at = models.DateTimeField(_("最近自动督账"), null=True, blank=True)  # asked and judged
    # How often a project's state or level has changed, and the projects counted at one of these times:
    # {"moves": n, "counts": [[state, level, projects], …]}. A hundred thousand rows are not counted for every page.
    moves = models.PositiveBigIntegerField(_("变动次数"), default=0)
    tally = Data(_("计数"), default=dict, blank=True)

    objects: ClassVar[OfficeManager[Ledger]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("台账")
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="ledger_once_a_year")]

    def __str__(self) -> str:
        return self.name


class Counter(Owned):
    """The last number allotted: the row is updated in the transaction that uses the number."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"))
    kind = LineField(_("类别"), max_length=20)  # account, notice
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    objects: ClassVar[OfficeManager[Counter]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("编号")
        constraints = [models.UniqueConstraint(fields=["ledger", "kind"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class Theme(Owned):
    """A theme (类别) under which a year's projects are solicited and grouped."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="themes")
    name = LineField(_("类别"), max_length=60)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    objects: ClassVar[OfficeManager[Theme]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("类别")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["ledger", "name"], name="theme_once")]

    def __str__(self) -> str:
        return self.name


class ReportFormVersion(Owned):
    """A version of what the ledger's reports ask (报表), of one theme or of all; the last one is in force.

    ``items`` is as ``core.plan.report_layout`` writes it; empty for a theme: that of all again.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="report_forms")
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name=_("类别"), null=True, blank=True, related_name="+"
    )  # none: all
    version = models.PositiveSmallIntegerField(_("版本"))
    items = Data(_("填报内容"), default=list, blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("采用人"), related_name="+")
    adopted_at = models.DateTimeField(_("采用时间"))

    objects: ClassVar[OfficeManager[ReportFormVersion]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("月报表式")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["ledger", "version"], name="report_form_version_once")]

    def __str__(self) -> str:
        return f"{self.theme or self.ledger} v{self.version}"


class Call(Owned):
    """A call for key projects (征集通知)."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="calls")
    state = LineField(_("状态"), max_length=20, choices=CALL_STATES, default=CallState.DRAFT)
    title = LineField(_("标题"), max_length=100)
    guidance = Text(_("申报要求"), max_length=5_000, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("类别"), blank=True, related_name="calls")
    units = models.ManyToManyField(
        Unit, verbose_name=_("征集单位"), blank=True, related_name="+"
    )  # none: all
    deadline = models.DateTimeField(_("截止时间"))
    minutes = models.PositiveSmallIntegerField(_("每单位预计用时（分钟）"), default=4)
    issued_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    units_asked = models.PositiveIntegerField(_("征集单位数"), default=0)

    objects: ClassVar[OfficeManager[Call]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("征集")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=CallState.DRAFT, issued_at__isnull=True)
                | (~models.Q(state=CallState.DRAFT) & models.Q(issued_at__isnull=False)),
                name="call_issued_iff_open",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Proposal(Owned):
    """A unit's proposal of one project (申报)."""

    call = models.ForeignKey(Call, models.PROTECT, verbose_name=_("征集"), related_name="proposals")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("申报单位"), related_name="+")
    state = LineField(_("状态"), max_length=20, choices=PROPOSAL_STATES, default=ProposalState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    copied_from = models.ForeignKey(
        "ledger.Project", models.PROTECT, verbose_name=_("参照项目"), null=True, blank=True, related_name="+"
    )
    title = LineField(_("项目名称"), max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("类别"), null=True, blank=True)
    supporting_units = models.ManyToManyField(Unit, verbose_name=_("配合单位"), blank=True, related_name="+")
    goal = Text(_("工作目标"), max_length=2_000, blank=True)
    measures = Text(_("主要举措"), max_length=5_000, blank=True)  # one a line
    indicators = Data(
        _("指标"), default=list, blank=True
    )  # [{"name", "target" (as written), "unit", "basis"}]
    milestones = Data(_("节点"), default=list, blank=True)  # [{"title", "due" (ISO), "phase"}]
    due = models.DateField(_("完成时限"), null=True, blank=True)
    late = models.BooleanField(_("逾期申报"), default=False)
    reasons = Data(_("退回原因"), default=dict, blank=True)  # {field: words}; "" is of the whole
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("并入"), null=True, blank=True, related_name="absorbed"
    )
    written_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("填报人"), related_name="+")
    signed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("审签人"), null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("受理人"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    changed_at = models.DateTimeField(_("修改时间"))

    objects: ClassVar[OfficeManager[Proposal]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("申报")
        indexes = [models.Index(fields=["call", "state"], name="proposals_of_call")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True, signed_at__isnull=True)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="proposal_signed_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.MERGED, merged_into__isnull=False)
                | (~models.Q(state=ProposalState.MERGED) & models.Q(merged_into__isnull=True)),
                name="proposal_merged_into_another",
            ),
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.unit_id

    def __str__(self) -> str:
        return self.title
