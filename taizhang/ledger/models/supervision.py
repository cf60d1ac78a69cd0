"""What is due, what was reported, what stands in the way, and the year's reviews (督账)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import BlockerState, ObligationState, ReportState, ReviewState
from taizhang.ledger.models.account import Milestone, Project
from taizhang.ledger.models.year import Ledger, ReportFormVersion
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

OBLIGATION_STATES = [
    (ObligationState.DUE, _("待报")),
    (ObligationState.FILED, _("已报待核")),
    (ObligationState.MET, _("已完成")),
    (ObligationState.LATE_MET, _("补报完成")),
    (ObligationState.WAIVED, _("免报")),
]
REPORT_STATES = [
    (ReportState.DRAFT, _("起草")),
    (ReportState.UNIT_REVIEW, _("待单位审签")),
    (ReportState.SUBMITTED, _("已报")),
    (ReportState.RETURNED, _("退回修改")),
    (ReportState.ACCEPTED, _("已采纳")),
]
BLOCKER_STATES = [
    (BlockerState.OPEN, _("待答复")),
    (BlockerState.ANSWERED, _("已答复")),
    (BlockerState.SETTLED, _("已解决")),
    (BlockerState.WITHDRAWN, _("已撤回")),
]
REVIEW_STATES = [
    (ReviewState.PLANNED, _("已计划")),
    (ReviewState.HELD, _("已开展")),
    (ReviewState.CANCELLED, _("已取消")),
]


class Obligation(Owned):
    """A report that is due: by period (2026-08, 2026Q3) or by milestone (m17)."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="obligations")
    period = LineField(_("期间"), max_length=12)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, verbose_name=_("节点"), null=True, blank=True, related_name="+"
    )
    state = LineField(_("状态"), max_length=10, choices=OBLIGATION_STATES, default=ObligationState.DUE)
    opens_on = models.DateField(_("开始填报"))
    due_on = models.DateField(_("截止日期"))
    clock_from = models.DateField(_("催报起算"))  # restarts when a report is returned
    reminded_at = models.DateTimeField(_("最近提醒"), null=True, blank=True)
    late_reason = LineField(_("补报原因"), max_length=200, blank=True)
    waive_reason = LineField(_("免报原因"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Obligation]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("报送任务")
        constraints = [
            models.UniqueConstraint(fields=["project", "period"], name="asked_once_a_period"),
            models.CheckConstraint(
                condition=~Q(state=ObligationState.WAIVED) | ~Q(waive_reason=""), name="waived_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "due_on"], name="obligations_due")]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return f"{self.project} {self.period}"


class ProgressReport(Owned):
    """A project's report for one obligation (月报). One per obligation; every return is in the record."""

    obligation = models.OneToOneField(
        Obligation, models.PROTECT, verbose_name=_("报送任务"), related_name="report"
    )
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="reports")
    state = LineField(_("状态"), max_length=12, choices=REPORT_STATES, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    no_change = models.BooleanField(_("本期无变化"), default=False)
    narrative = Text(_("进展情况"), max_length=10_000, blank=True)
    # What the figures read from the narrative became: [{"start", "end", "surface", "answer", "indicator" pk | None,
    # "value", "unit", "basis", "as_of"}]; answer: "record" (made a figure), "same" (already known), "skip"
    readings = Data(_("数据核对"), default=list, blank=True)
    values = Data(_("指标数值"), default=dict, blank=True)  # {indicator pk: {"value", "as_of"}} as typed
    milestones_done = Data(_("完成节点"), default=dict, blank=True)  # {milestone pk: ISO date}
    next_steps = Text(_("下步打算"), max_length=2_000, blank=True)
    # What it asks: the form in force when it was begun; none: every built-in part.
    form = models.ForeignKey(
        ReportFormVersion, models.PROTECT, verbose_name=_("月报表式"), null=True, blank=True, related_name="+"
    )
    answers = Data(_("自定义项"), default=dict, blank=True)  # {label: {"text", "value" of a number}}
    late_reason = LineField(_("补报原因"), max_length=200, blank=True)
    reasons = Data(_("退回原因"), default=dict, blank=True)  # {field: words}; "" is of the whole
    returned_times = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    written_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("填报人"), related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))
    signed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("审签人"), null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("受理人"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("受理时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[ProgressReport]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("进展报告")
        indexes = [models.Index(fields=["office", "state"], name="reports_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="report_signed_by_and_at",
            )
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return str(self.obligation)


class Blocker(Owned):
    """Something a unit cannot solve alone (问题、堵点), with the office's answer."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="blockers")
    state = LineField(_("状态"), max_length=12, choices=BLOCKER_STATES, default=BlockerState.OPEN)
    text = Text(_("问题"), max_length=2_000)
    wanted = LineField(_("希望协调的单位"), max_length=100, blank=True)
    raised_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("提出人"), related_name="+")
    raised_at = models.DateTimeField(_("提出时间"))
    answer = Text(_("答复"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Blocker]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("问题")
        indexes = [models.Index(fields=["office", "state"], name="blockers_open")]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return self.text[:40]


class Review(Owned):
    """A review round (督查) of the yearly plan; the ledger caps how many a unit may see in a year."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="reviews")
    state = LineField(_("状态"), max_length=12, choices=REVIEW_STATES, default=ReviewState.PLANNED)
    title = LineField(_("名称"), max_length=100)
    planned_on = models.DateField(_("计划日期"))
    units = models.ManyToManyField(Unit, verbose_name=_("督查单位"), related_name="+")
    on_site = models.BooleanField(_("实地"), default=False)
    findings = Text(_("督查情况"), max_length=10_000, blank=True)
    held_on = models.DateField(_("开展日期"), null=True, blank=True)
    planned_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("计划人"), related_name="+")

    objects: ClassVar[OfficeManager[Review]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查")
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.title
