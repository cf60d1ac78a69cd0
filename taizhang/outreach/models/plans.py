"""Plans in phases around an event (专项方案): what is due before, during and after it, and who sees to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.calendar.phases import EventDays, EventPhase
from taizhang.core.lifecycle.outreach_life import PlanState, PlanStepState
from taizhang.ledger.models import Project
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField

PLAN_STATES = [(PlanState.RUNNING, _("进行中")), (PlanState.CLOSED, _("已结束"))]
PLAN_STEP_STATES = [
    (PlanStepState.OPEN, _("待完成")),
    (PlanStepState.DONE, _("已完成")),
    (PlanStepState.DROPPED, _("已取消")),
]
PHASES = [(EventPhase.BEFORE, _("召开前")), (EventPhase.DURING, _("期间")), (EventPhase.AFTER, _("结束后"))]


class PhasedPlan(Owned):
    """A plan around an event, whose days may move."""

    name = LineField(_("方案名称"), max_length=100)
    event = LineField(_("活动或会议"), max_length=100)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    state = LineField(_("状态"), max_length=10, choices=PLAN_STATES, default=PlanState.RUNNING)
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("制定人"), null=True, related_name="+")
    made_at = models.DateTimeField(_("制定时间"))

    objects: ClassVar[OfficeManager[PhasedPlan]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("专项方案")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="event_days_in_order"),
            models.UniqueConstraint(fields=["office", "name"], name="phased_plan_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def responsible_unit_id(self) -> int | None:
        return None

    @property
    def days(self) -> EventDays:
        """The days of the event."""
        return EventDays(self.starts_on, self.ends_on)


class PlanStep(Owned):
    """What is due so many days from the event; ``due`` follows the event while the step is open."""

    plan = models.ForeignKey(PhasedPlan, models.PROTECT, verbose_name=_("方案"), related_name="steps")
    phase = LineField(_("阶段"), max_length=10, choices=PHASES)
    days = models.PositiveSmallIntegerField(_("天数"))
    title = LineField(_("任务"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("责任单位"), null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("时限"))
    state = LineField(_("状态"), max_length=10, choices=PLAN_STEP_STATES, default=PlanStepState.OPEN)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("登记人"), null=True, blank=True, related_name="+"
    )

    objects: ClassVar[OfficeManager[PlanStep]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("方案任务")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["office", "state", "due"], name="plan_steps_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="done_step_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id
