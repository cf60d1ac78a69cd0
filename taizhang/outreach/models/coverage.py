"""Who should be reached (名册), and by when (覆盖计划)."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Project
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField
from taizhang.outreach.models.sessions import Venue
from taizhang.outreach.models.speakers import Topic


class Roll(Owned):
    """A named list of those who should be reached (名册): member units, branches, communities."""

    name = LineField(_("名册名称"), max_length=60)

    objects: ClassVar[OfficeManager[Roll]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("名册")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="roll_named_once")]

    def __str__(self) -> str:
        return self.name


class RollVersion(Owned):
    """The day as of which a roll was drawn up, and where it came from; each drawing up has its own."""

    roll = models.ForeignKey(Roll, models.PROTECT, verbose_name=_("名册"), related_name="versions")
    as_of = models.DateField(_("名册日期"))
    source = LineField(_("来源"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[RollVersion]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("名册版本")
        ordering = ["as_of", "pk"]
        constraints = [models.UniqueConstraint(fields=["roll", "as_of"], name="roll_drawn_up_once_a_day")]

    def __str__(self) -> str:
        return f"{self.roll} {self.as_of}"


class RollEntry(Owned):
    """A line of a roll, from ``entered_on`` to before ``left_on``. ``unit``: the member unit that it is, if it is one."""

    roll = models.ForeignKey(Roll, models.PROTECT, verbose_name=_("名册"), related_name="entries")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("成员单位"), null=True, blank=True, related_name="+"
    )
    name = LineField(_("名称"), max_length=100)
    district = LineField(_("所属区县"), max_length=30, blank=True)
    code = LineField(_("编码"), max_length=40, blank=True)
    entered_on = models.DateField(_("列入日期"))
    left_on = models.DateField(_("移出日期"), null=True, blank=True)

    objects: ClassVar[OfficeManager[RollEntry]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("名册单位")
        ordering = ["district", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["roll", "name"], condition=Q(left_on__isnull=True), name="on_a_roll_by_name_once"
            ),
            models.UniqueConstraint(
                fields=["roll", "unit"],
                condition=Q(left_on__isnull=True, unit__isnull=False),
                name="unit_on_a_roll_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="left_a_roll_after_entering",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Programme(Owned):
    """A coverage programme (覆盖计划): each line of the roll hears so many confirmed sessions of a topic in a period."""

    name = LineField(_("计划名称"), max_length=60)
    roll = models.ForeignKey(Roll, models.PROTECT, verbose_name=_("名册"), related_name="programmes")
    topics = models.ManyToManyField(
        Topic, verbose_name=_("课题"), through="ProgrammeTopic", related_name="programmes"
    )  # none: any topic
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("完成时限"))
    sessions = models.PositiveSmallIntegerField(
        _("每个单位至少场次"), default=1, validators=[MinValueValidator(1)]
    )
    target = models.PositiveSmallIntegerField(
        _("目标（%）"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    started_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("制定人"), null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("制定时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Programme]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("覆盖计划")
        ordering = [F("ended_at").asc(nulls_first=True), "-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="programme_named_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_days_in_order"),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, target__gte=1, target__lte=100), name="programme_wants_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeTopic(Owned):
    """A topic whose sessions count for a programme."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("覆盖计划"), related_name="programme_topics"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("课题"), related_name="+")

    objects: ClassVar[OfficeManager[ProgrammeTopic]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("计划课题")
        constraints = [
            models.UniqueConstraint(fields=["programme", "topic"], name="topic_of_a_programme_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.topic}"


class VenueReach(Owned):
    """A line of a roll that heard a session at another's venue (参加单位): only what somebody states by name counts."""

    entry = models.ForeignKey(RollEntry, models.PROTECT, verbose_name=_("名册单位"), related_name="reaches")
    venue = models.ForeignKey(Venue, models.PROTECT, verbose_name=_("会场"), related_name="reaches")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[VenueReach]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("参加单位")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "venue"],
                condition=Q(withdrawn_at__isnull=True),
                name="heard_at_a_venue_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.venue}"


class DistrictTile(Owned):
    """Where a district's square stands in the tile grid, counted from 1 from the top and from the left."""

    district = LineField(_("区县"), max_length=30)
    row = models.PositiveSmallIntegerField(_("行"))
    column = models.PositiveSmallIntegerField(_("列"))

    objects: ClassVar[OfficeManager[DistrictTile]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("区县方格")
        ordering = ["row", "column"]
        constraints = [
            models.UniqueConstraint(fields=["office", "district"], name="district_placed_once"),
            models.UniqueConstraint(fields=["office", "row", "column"], name="place_of_one_district"),
        ]

    def __str__(self) -> str:
        return self.district
