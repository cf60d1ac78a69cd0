"""Activities, services and evidence, and the figures that come from them: each figure has one source (一数一源)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models.account import Basis, Criterion, Indicator, Project
from taizhang.ledger.models.supervision import ProgressReport
from taizhang.office.models import Owned, Person, StoredFile, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class MeasureDefinition(Owned):
    """What a figure means wherever it is used (口径): its name, unit, scope and way of counting."""

    name = LineField(_("名称"), max_length=60)
    unit = LineField(_("计量单位"), max_length=20)
    basis = LineField(_("统计方式"), max_length=12, choices=Basis.choices, default=Basis.CUMULATIVE)
    scope = LineField(_("统计范围"), max_length=200, blank=True)
    counting = Text(_("计算说明"), max_length=1_000, blank=True)
    in_force = models.BooleanField(_("有效"), default=True)

    objects: ClassVar[OfficeManager[MeasureDefinition]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("口径")
        constraints = [models.UniqueConstraint(fields=["office", "name", "unit"], name="definition_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class ActivityKind(models.TextChoices):
    """What took place."""

    TALK = "talk", _("宣讲")
    VISIT = "visit", _("走访调研")
    VOLUNTEER = "volunteer", _("志愿服务")
    CULTURE = "culture", _("文化活动")
    MEETING = "meeting", _("会议")
    SERVICE = "service", _("便民服务")
    RESEARCH = "research", _("课题研究")
    MEDIA = "media", _("媒体报道")
    SIT_IN = "sit_in", _("旁听")


class Activity(Owned):
    """Something that took place: head counts only, never names of participants."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="activities"
    )
    kind = LineField(_("类别"), max_length=12, choices=ActivityKind.choices)
    title = LineField(_("名称"), max_length=200)
    held_on = models.DateField(_("日期"))
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    venue = LineField(_("地点"), max_length=200, blank=True)
    sub_venues = models.PositiveIntegerField(_("分会场数"), null=True, blank=True)
    outlet = LineField(_("媒体"), max_length=100, blank=True)  # of a media item
    link = models.URLField(_("链接"), max_length=500, blank=True)
    note = Text(_("内容"), max_length=5_000, blank=True)  # of research: its findings
    # What it became of where it was not recorded by hand ("venue:12"): one record each, ended there alone.
    origin = LineField(_("来源"), max_length=40, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = LineField(_("作废原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[Activity]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("活动")
        indexes = [models.Index(fields=["office", "unit", "-held_on"], name="activities_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="voided_with_reason"
            ),
            models.UniqueConstraint(
                fields=["office", "origin"], condition=~Q(origin=""), name="activity_of_its_origin_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ServiceItem(Owned):
    """A line of the list of services (为群众办实事清单): its total runs up from its entries."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="services")
    title = LineField(_("事项"), max_length=200)
    unit = LineField(_("计量单位"), max_length=20)
    target = models.DecimalField(_("目标值"), max_digits=24, decimal_places=6, null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    objects: ClassVar[OfficeManager[ServiceItem]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("办实事事项")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class ServiceEntry(Owned):
    """What was done of it on a day."""

    item = models.ForeignKey(ServiceItem, models.PROTECT, verbose_name=_("事项"), related_name="entries")
    done_on = models.DateField(_("日期"))
    amount = models.DecimalField(_("数量"), max_digits=24, decimal_places=6)
    note = LineField(_("说明"), max_length=200, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[ServiceEntry]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("办实事记录")
        ordering = ["done_on", "pk"]

    def __str__(self) -> str:
        return f"{self.item} {self.done_on}"


class Evidence(Owned):
    """Something that shows it: a file, or an activity that is recorded already. Never mandatory."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="evidence")
    title = LineField(_("名称"), max_length=200)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("文件"), null=True, blank=True, related_name="+"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("活动"), null=True, blank=True, related_name="evidence"
    )
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, verbose_name=_("报告"), null=True, blank=True, related_name="evidence"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("销账标准"), null=True, blank=True, related_name="evidence"
    )
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("提供人"), related_name="+")
    added_at = models.DateTimeField(_("提供时间"))

    objects: ClassVar[OfficeManager[Evidence]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, activity__isnull=True)
                | Q(file__isnull=True, activity__isnull=False),
                name="evidence_is_file_or_activity",
            )
        ]

    def __str__(self) -> str:
        return self.title


ONE_SOURCE = (
    Q(report__isnull=False, activity__isnull=True, service__isnull=True, imported_from="")
    | Q(report__isnull=True, activity__isnull=False, service__isnull=True, imported_from="")
    | Q(report__isnull=True, activity__isnull=True, service__isnull=False, imported_from="")
    | (Q(report__isnull=True, activity__isnull=True, service__isnull=True) & ~Q(imported_from=""))
)


class Figure(Owned):
    """A value of something at a time, with exactly one source. A correction is a new revision beside the old."""

    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="figures"
    )
    whose = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("指标"), null=True, blank=True, related_name="figures"
    )
    definition = models.ForeignKey(
        MeasureDefinition, models.PROTECT, verbose_name=_("口径"), null=True, blank=True, related_name="+"
    )
    name = LineField(_("数据名称"), max_length=100)
    # The quantity: value exactly, or between low and high where the words are approximate (500多名).
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(_("下限"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("上限"), max_digits=24, decimal_places=6, null=True, blank=True)
    unit = LineField(_("计量单位"), max_length=20)
    surface = LineField(_("原文"), max_length=60, blank=True)
    basis = LineField(_("统计方式"), max_length=12, choices=Basis.choices, default=Basis.PERIOD)
    period = LineField(_("期间"), max_length=12, blank=True)  # 2026-08
    as_of = models.DateField(_("截至"))
    scope = LineField(_("统计范围"), max_length=200, blank=True)
    # the source
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, verbose_name=_("报告"), null=True, blank=True, related_name="figures"
    )
    span_start = models.PositiveIntegerField(
        _("原文起"), null=True, blank=True
    )  # code points in the narrative
    span_end = models.PositiveIntegerField(_("原文止"), null=True, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("活动"), null=True, blank=True, related_name="figures"
    )
    service = models.ForeignKey(
        ServiceItem, models.PROTECT, verbose_name=_("办实事"), null=True, blank=True, related_name="figures"
    )
    imported_from = LineField(_("导入来源"), max_length=200, blank=True)  # 文件名 第12行
    # revisions
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("更正"), null=True, blank=True, related_name="replaced_by"
    )
    reason = LineField(_("更正原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    ended_at = models.DateTimeField(_("失效时间"), null=True, blank=True)  # replaced or withdrawn

    objects: ClassVar[OfficeManager[Figure]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("数据")
        indexes = [
            models.Index(fields=["indicator", "as_of"], name="figures_of_indicator"),
            models.Index(fields=["office", "whose", "-as_of"], name="figures_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="figure_has_one_source"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(low__isnull=False) | Q(high__isnull=False),
                name="figure_says_something",
            ),
            models.UniqueConstraint(
                fields=["report", "indicator"],
                condition=Q(ended_at__isnull=True, report__isnull=False, indicator__isnull=False),
                name="one_value_per_report_and_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.surface or self.value}{'' if self.surface else self.unit}"
