"""A project's account: what was promised, by whom, until when, and every baseline it was judged by (建账)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.models.year import Ledger, Proposal, Theme
from taizhang.office.models import Owned, Person, Post, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

PROJECT_STATES = [
    (ProjectState.ADMITTED, _("已立项")),
    (ProjectState.OPENED, _("待单位确认")),
    (ProjectState.ACTIVE, _("督账中")),
    (ProjectState.SUSPENDED, _("中止")),
    (ProjectState.CLOSURE_REQUESTED, _("申请销账")),
    (ProjectState.CLOSED, _("已销账")),
    (ProjectState.ARCHIVED, _("已归档")),
    (ProjectState.CARRIED_OVER, _("已结转")),
    (ProjectState.CANCELLED, _("已撤销")),
    (ProjectState.MERGED, _("已并项")),
]
LEVELS = [("normal", _("正常")), ("near", _("临期")), ("behind", _("滞后")), ("overdue", _("逾期"))]


class Schedule(models.TextChoices):
    """How often a project reports."""

    MONTHLY = "monthly", _("按月")
    QUARTERLY = "quarterly", _("按季")
    MILESTONE = "milestone", _("按节点")


class Phase(models.TextChoices):
    """Where a milestone stands around an event."""

    NONE = "", _("不分阶段")
    BEFORE = "before", _("事前")
    DURING = "during", _("事中")
    AFTER = "after", _("事后")


class Basis(models.TextChoices):
    """How the values of an indicator go together: only values of periods are ever summed."""

    CUMULATIVE = "cumulative", _("累计")  # the last value is the total
    PERIOD = "period", _("本期")  # the total is the sum of the periods
    LEVEL = "level", _("时点")  # a rate or a stock: the last value is what counts


class Project(Owned):
    """A key project. What the grid shows stands here; what it was on a past day in StateInterval and Baseline."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="projects")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, verbose_name=_("申报"), null=True, blank=True, related_name="project"
    )
    serial = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    account_no = LineField(
        _("编号"), max_length=20, blank=True
    )  # 2026-001; empty until the account is opened
    state = LineField(_("状态"), max_length=20, choices=PROJECT_STATES, default=ProjectState.ADMITTED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    title = LineField(_("项目名称"), max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("类别"), null=True, blank=True)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("牵头单位"), related_name="+")
    supporting_units = models.ManyToManyField(Unit, verbose_name=_("配合单位"), blank=True, related_name="+")
    lead_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("责任岗位"), null=True, blank=True, related_name="+"
    )
    goal = Text(_("工作目标"), max_length=2_000, blank=True)
    schedule = LineField(_("报送周期"), max_length=12, choices=Schedule.choices, default=Schedule.MONTHLY)
    waived_months = Data(_("免报月份"), default=list, blank=True)  # ["2026-02", …]: never asked for
    start = models.DateField(_("起始日期"), null=True, blank=True)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    curve = Data(_("序时进度"), default=dict, blank=True)  # as core.pace writes it; empty: even
    level = LineField(
        _("督办等级"), max_length=10, choices=LEVELS, blank=True
    )  # the current signal; empty: none
    level_reason = Data(_("等级原因"), default=dict, blank=True)  # Sentence as {"pattern", "values"}
    planned = models.DecimalField(
        _("应达进度"), max_digits=5, decimal_places=4, null=True, blank=True
    )  # 0..1
    actual = models.DecimalField(_("实际进度"), max_digits=5, decimal_places=4, null=True, blank=True)  # 0..1
    carried_from = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("结转自"), null=True, blank=True, related_name="carried_to"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("并入"), null=True, blank=True, related_name="absorbed"
    )
    reopened = models.BooleanField(_("曾恢复督账"), default=False)
    opened_at = models.DateTimeField(_("建账时间"), null=True, blank=True)
    changed_at = models.DateTimeField(_("修改时间"))

    objects: ClassVar[OfficeManager[Project]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("项目")
        constraints = [
            models.UniqueConstraint(fields=["ledger", "serial"], name="account_number_once"),
            models.CheckConstraint(
                condition=Q(state=ProjectState.ADMITTED, serial__isnull=True, opened_at__isnull=True)
                | (~Q(state=ProjectState.ADMITTED) & Q(serial__isnull=False, opened_at__isnull=False)),
                name="numbered_iff_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["ledger", "serial"], name="grid_by_number"),
            models.Index(fields=["ledger", "state", "level"], name="grid_counts"),
            models.Index(fields=["ledger", "lead_unit", "serial"], name="grid_by_unit"),
            models.Index(fields=["ledger", "due", "serial"], name="grid_by_due"),
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.lead_unit_id

    def indicators_in_force(self) -> list[Indicator]:
        """The indicators as the account stands; prefetched ones are not asked for again."""
        return [each for each in self.indicators.all() if each.in_force]

    def __str__(self) -> str:
        return self.title


class StateInterval(Owned):
    """In which state a project was, from ``since`` until ``until`` (None: still): the ledger as of any day."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="standings")
    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name=_("台账"), related_name="+")
    state = LineField(_("状态"), max_length=20, choices=PROJECT_STATES)
    since = models.DateTimeField(_("起"))
    until = models.DateTimeField(_("止"), null=True, blank=True)

    objects: ClassVar[OfficeManager[StateInterval]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("状态沿革")
        indexes = [models.Index(fields=["ledger", "since", "until"], name="standings_as_of")]
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(until__isnull=True), name="stands_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="standing_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.state}"


class Baseline(Owned):
    """What was promised, frozen; each approved change adds the next version, the old ones stay."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="baselines")
    version = models.PositiveSmallIntegerField(_("版本"))
    since = models.DateTimeField(_("起"))
    until = models.DateTimeField(_("止"), null=True, blank=True)
    title = LineField(_("项目名称"), max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("类别"), null=True, related_name="+")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("牵头单位"), related_name="+")
    lead_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("责任岗位"), null=True, related_name="+"
    )
    start = models.DateField(_("起始日期"))
    due = models.DateField(_("完成时限"))
    # {"goal", "schedule", "curve", "supporting_units": [names], "indicators": [{"key", "name", "unit", "basis",
    # "target", "target_text"}], "measures": [text], "milestones": [{"key", "title", "due", "phase"}],
    # "criteria": [{"key", "text"}]}; a key is the row's pk, the same in every version
    data = Data(_("内容"))
    change = models.OneToOneField(
        "ledger.ChangeRequest", models.PROTECT, verbose_name=_("变更"), null=True, related_name="baseline"
    )
    frozen_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("操作人"), null=True, related_name="+"
    )

    objects: ClassVar[OfficeManager[Baseline]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("基线")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="baseline_version_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(until__isnull=True), name="baseline_in_force_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} v{self.version}"


class Indicator(Owned):
    """Something that is counted against a target. ``target`` is what must be reached, in ``unit``."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="indicators")
    definition = models.ForeignKey(
        "ledger.MeasureDefinition",
        models.PROTECT,
        verbose_name=_("口径"),
        null=True,
        blank=True,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    name = LineField(_("指标"), max_length=100)
    unit = LineField(_("计量单位"), max_length=20)
    basis = LineField(_("统计方式"), max_length=12, choices=Basis.choices, default=Basis.CUMULATIVE)
    target = models.DecimalField(_("目标值"), max_digits=24, decimal_places=6, null=True, blank=True)
    target_text = LineField(_("目标值原文"), max_length=60, blank=True)  # 不少于20场
    in_force = models.BooleanField(_("有效"), default=True)

    objects: ClassVar[OfficeManager[Indicator]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Measure(Owned):
    """What will be done (举措)."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="measures")
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    text = LineField(_("举措"), max_length=1_000)
    in_force = models.BooleanField(_("有效"), default=True)

    objects: ClassVar[OfficeManager[Measure]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("举措")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Milestone(Owned):
    """What must be done by a day (节点)."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="milestones")
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    title = LineField(_("节点"), max_length=200)
    due = models.DateField(_("时限"))
    phase = LineField(_("阶段"), max_length=10, choices=Phase.choices, default=Phase.NONE, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    done_noted_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    in_force = models.BooleanField(_("有效"), default=True)

    objects: ClassVar[OfficeManager[Milestone]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("节点")
        ordering = ["due", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Criterion(Owned):
    """What closing the account is judged by (销账标准)."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="criteria")
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    text = LineField(_("销账标准"), max_length=500)
    in_force = models.BooleanField(_("有效"), default=True)

    objects: ClassVar[OfficeManager[Criterion]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("销账标准")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
