"""Who gives talks, on what, and when they are free."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.ledger.models import Project
from taizhang.office.models import Owned, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text
from taizhang.outreach.models import secret_text

PARTS = [
    (DayPart.MORNING, _("上午")),
    (DayPart.AFTERNOON, _("下午")),
    (DayPart.EVENING, _("晚上")),
]
WEEKDAYS = [
    (0, _("周一")),
    (1, _("周二")),
    (2, _("周三")),
    (3, _("周四")),
    (4, _("周五")),
    (5, _("周六")),
    (6, _("周日")),
]


class Topic(Owned):
    """A line of the menu of topics (课题菜单)."""

    name = LineField(_("课题"), max_length=60)
    group = LineField(_("类别"), max_length=30, blank=True)
    words = LineField(_("关键词"), max_length=200, blank=True)  # by which free words are recognised
    summary = Text(_("简介"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"), default=90)
    # The project that its sessions serve unless the order names one.
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[OfficeManager[Topic]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("课题")
        ordering = ["group", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="topic_once")]

    def __str__(self) -> str:
        return self.name


class Speaker(Owned):
    """A speaker of the pool (宣讲员): no account, reached by a signed link."""

    name = LineField(_("姓名"), max_length=30)
    title = LineField(_("职务"), max_length=60, blank=True)
    home_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("所在单位"), null=True, blank=True, related_name="+"
    )
    district = LineField(_("所在区县"), max_length=30, blank=True)
    districts = Data(_("可到区县"), default=list, blank=True)  # none: everywhere
    phone_sealed = models.TextField(_("电话（加密）"), blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    per_day = models.PositiveSmallIntegerField(_("每天最多场次"), default=1)
    per_month = models.PositiveSmallIntegerField(_("每月最多场次"), default=6)
    buffer_minutes = models.PositiveSmallIntegerField(_("路途间隔（分钟）"), default=60)
    notice_days = models.PositiveSmallIntegerField(_("最少提前（天）"), default=3)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("课题"), through="SpeakerTopic", related_name="speakers"
    )
    active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[OfficeManager[Speaker]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("宣讲员")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name", "home_unit"], name="speaker_once"),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(home_unit__isnull=True),
                name="speaker_without_unit_once",
            ),
            models.CheckConstraint(condition=Q(per_day__gte=1, per_month__gte=1), name="speaker_may_speak"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone(self) -> str | None:
        """The telephone number; None where no key of this installation opens it."""
        return secret_text.unseal(self.phone_sealed)


class SpeakerTopic(Owned):
    """A topic that a speaker gives."""

    speaker = models.ForeignKey(
        Speaker, models.PROTECT, verbose_name=_("宣讲员"), related_name="speaker_topics"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("课题"), related_name="speaker_topics")

    objects: ClassVar[OfficeManager[SpeakerTopic]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("宣讲员课题")
        constraints = [models.UniqueConstraint(fields=["speaker", "topic"], name="speaker_topic_once")]

    def __str__(self) -> str:
        return f"{self.speaker} {self.topic}"


class Availability(Owned):
    """A part of the day on which a speaker is free: of every week (``weekday``, 0 is Monday) or of one day (``on``).

    A row of one day goes before that of the week, and ``free=False`` takes the part away. A speaker without a row for
    a part is not free on it.
    """

    speaker = models.ForeignKey(
        Speaker, models.PROTECT, verbose_name=_("宣讲员"), related_name="availability"
    )
    weekday = models.PositiveSmallIntegerField(_("星期"), null=True, blank=True, choices=WEEKDAYS)
    on = models.DateField(_("日期"), null=True, blank=True)
    part = LineField(_("时段"), max_length=10, choices=PARTS)
    free = models.BooleanField(_("有空"), default=True)

    objects: ClassVar[OfficeManager[Availability]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("空闲时段")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, on__isnull=True)
                | Q(weekday__isnull=True, on__isnull=False),
                name="free_weekly_or_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["speaker", "weekday", "part"], condition=Q(on__isnull=True), name="free_weekly_once"
            ),
            models.UniqueConstraint(
                fields=["speaker", "on", "part"], condition=Q(on__isnull=False), name="free_on_a_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} {self.on or self.get_weekday_display()} {self.get_part_display()}"
