"""Sit-ins at a unit (巡听旁听): planned within a number for the year, told in facts, answered; what is to follow."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.outreach_life import FollowUpState, SitInState
from taizhang.ledger.models import Project
from taizhang.office.models import Owned, Person, Post, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text
from taizhang.outreach.models.plans import PhasedPlan

SIT_IN_STATES = [
    (SitInState.PLANNED, _("已计划")),
    (SitInState.RECORDED, _("已记录")),
    (SitInState.ANSWERED, _("单位已回应")),
    (SitInState.CANCELLED, _("已取消")),
]
FOLLOW_UP_STATES = [
    (FollowUpState.OPEN, _("待答复")),
    (FollowUpState.ANSWERED, _("已答复")),
    (FollowUpState.WITHDRAWN, _("已撤回")),
]


class SitInCap(Owned):
    """How many sit-ins a unit may have in a year, as the office has set it; without ``unit`` for each unit."""

    year = models.PositiveSmallIntegerField(_("年度"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True, related_name="+"
    )
    most = models.PositiveSmallIntegerField(_("每年最多次数"))

    objects: ClassVar[OfficeManager[SitInCap]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("巡听次数上限")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"], condition=Q(unit__isnull=True), name="sit_in_cap_of_a_year_once"
            ),
            models.UniqueConstraint(fields=["unit", "year"], name="sit_in_cap_of_a_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit or ''} {self.most}"


class SitIn(Owned):
    """The office listens at a unit's meeting or talk. ``heads`` and ``record`` are facts: no marks, no names."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="sit_ins")
    subject = LineField(_("旁听内容"), max_length=100)
    planned_on = models.DateField(_("日期"))
    place = LineField(_("地点"), max_length=100, blank=True)
    team = LineField(_("巡听组"), max_length=100, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="sit_ins"
    )
    state = LineField(_("状态"), max_length=10, choices=SIT_IN_STATES, default=SitInState.PLANNED)
    heads = models.PositiveIntegerField(
        _("到场人数"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    record = Text(_("旁听记录"), max_length=2_000, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("记录人"), null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)
    reply = Text(_("单位回应"), max_length=2_000, blank=True)
    replied_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("回应人"), null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(_("回应时间"), null=True, blank=True)
    reason = LineField(_("取消原因"), max_length=200, blank=True)
    planned_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("计划人"), null=True, related_name="+"
    )
    planned_at = models.DateTimeField(_("计划时间"))

    objects: ClassVar[OfficeManager[SitIn]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("巡听旁听")
        ordering = ["-planned_on", "pk"]
        indexes = [models.Index(fields=["office", "state", "planned_on"], name="sit_ins_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"], recorded_at__isnull=True)
                | Q(state__in=["recorded", "answered"], recorded_at__isnull=False, heads__isnull=False),
                name="sit_in_recorded_with_heads",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id


class FollowUp(Owned):
    """A point that somebody has to see to (跟进事项): of a unit, or of one post; it ends with their answer."""

    sit_in = models.ForeignKey(
        SitIn, models.PROTECT, verbose_name=_("巡听旁听"), null=True, blank=True, related_name="follow_ups"
    )
    plan = models.ForeignKey(
        PhasedPlan,
        models.PROTECT,
        verbose_name=_("专项方案"),
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    text = Text(_("事项"), max_length=500)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("责任单位"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("责任岗位"), null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("时限"))
    state = LineField(_("状态"), max_length=10, choices=FOLLOW_UP_STATES, default=FollowUpState.OPEN)
    answer = Text(_("答复"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    again = LineField(_("再问"), max_length=200, blank=True)  # why it was asked again, or taken back
    raised_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("提出人"), null=True, related_name="+"
    )
    raised_at = models.DateTimeField(_("提出时间"))

    objects: ClassVar[OfficeManager[FollowUp]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("跟进事项")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["office", "state", "due"], name="follow_ups_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, post__isnull=True) | Q(unit__isnull=True, post__isnull=False),
                name="follow_up_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(sit_in__isnull=False, plan__isnull=True)
                | Q(sit_in__isnull=True, plan__isnull=False),
                name="follow_up_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""), name="answered_follow_up_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id or (self.post.unit_id if self.post else None)
