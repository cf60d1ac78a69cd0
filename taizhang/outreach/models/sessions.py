"""What units order, the session that serves it, and the venues where it is heard."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.outreach_life import TAKEN, OrderState, SessionState
from taizhang.ledger.models import Activity, Project
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text
from taizhang.outreach.models import secret_text
from taizhang.outreach.models.speakers import PARTS, Speaker, Topic

ORDER_STATES = [
    (OrderState.DRAFT, _("草稿")),
    (OrderState.OFFERED, _("待单位回应")),
    (OrderState.SUBMITTED, _("待派单")),
    (OrderState.DECLINED, _("未安排")),
    (OrderState.WITHDRAWN, _("已撤回")),
    (OrderState.PLACED, _("已派单")),
    (OrderState.SERVED, _("已确认")),
    (OrderState.RATED, _("已评单")),
]
SESSION_STATES = [
    (SessionState.OFFERED, _("待接单")),
    (SessionState.REFUSED, _("未接单")),
    (SessionState.SCHEDULED, _("已排定")),
    (SessionState.POSTPONED, _("已延期")),
    (SessionState.CANCELLED, _("已取消")),
    (SessionState.DELIVERED, _("已宣讲")),
    (SessionState.NO_SHOW, _("未成行")),
    (SessionState.CONFIRMED, _("已确认")),
    (SessionState.COUNTED, _("已入账")),
    (SessionState.RECALLED, _("已撤销")),
]


class Session(Owned):
    """A talk (场次): one speaker, one time, one or more venues. ``key`` names it in the speaker's link."""

    speaker = models.ForeignKey(Speaker, models.PROTECT, verbose_name=_("宣讲员"), related_name="sessions")
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("课题"), null=True, blank=True, related_name="sessions"
    )
    title = LineField(_("题目"), max_length=100)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    held_on = models.DateField(_("日期"))
    part = LineField(_("时段"), max_length=10, choices=PARTS)
    starts_at = models.TimeField(_("开始时间"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"), default=90)
    state = LineField(_("状态"), max_length=12, choices=SESSION_STATES, default=SessionState.OFFERED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    reason = LineField(
        _("原因"), max_length=200, blank=True
    )  # refused, postponed, cancelled, missed, recalled
    offered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("派单人"), null=True, related_name="+"
    )
    offered_at = models.DateTimeField(_("派单时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    key = models.UUIDField(_("链接标识"), default=uuid.uuid4, unique=True, editable=False)
    link_closed_at = models.DateTimeField(_("链接停用时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Session]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("场次")
        ordering = ["held_on", "part", "pk"]
        indexes = [
            models.Index(fields=["office", "held_on"], name="sessions_by_day"),
            models.Index(fields=["office", "state", "held_on"], name="sessions_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["speaker", "held_on", "part"],
                condition=Q(state__in=sorted(TAKEN)),
                name="speaker_at_one_time_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Order(Owned):
    """A unit's wish for a talk (点单). ``session`` is the one that serves it now."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("点单单位"), related_name="orders")
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("课题"), null=True, blank=True, related_name="orders"
    )
    topic_guessed = models.BooleanField(_("课题为推测"), default=False)
    wish = LineField(_("想听什么"), max_length=200, blank=True)
    wanted_from = models.DateField(_("最早日期"))
    wanted_to = models.DateField(_("最晚日期"))
    part = LineField(_("时段"), max_length=10, choices=PARTS, blank=True)  # blank: any
    place = LineField(_("地点"), max_length=100, blank=True)
    district = LineField(_("区县"), max_length=30, blank=True)
    heads = models.PositiveIntegerField(
        _("预计人数"), null=True, blank=True
    )  # unknown while it is only offered
    audience = LineField(_("听众"), max_length=60, blank=True)  # in general words: 社区居民, 新入职教师
    contact = LineField(_("联系人"), max_length=30, blank=True)
    contact_phone_sealed = models.TextField(_("联系电话（加密）"), blank=True)
    note = Text(_("说明"), max_length=500, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    state = LineField(_("状态"), max_length=12, choices=ORDER_STATES, default=OrderState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name=_("场次"), null=True, blank=True, related_name="orders"
    )
    reason = LineField(_("原因"), max_length=200, blank=True)  # declined or withdrawn
    rating = LineField(_("评单"), max_length=200, blank=True)  # one line of fact, never a score
    written_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("点单人"), null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("点单时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Order]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("点单")
        indexes = [
            models.Index(fields=["office", "state", "wanted_from"], name="orders_by_state"),
            models.Index(fields=["office", "unit", "-written_at"], name="orders_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(wanted_to__gte=F("wanted_from")), name="order_days_in_order"),
            models.CheckConstraint(
                condition=Q(heads__gte=1) | Q(heads__isnull=True, state__in=["offered", "withdrawn"]),
                name="order_expects_somebody",
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False) | ~Q(wish=""), name="order_says_what_is_wanted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["placed", "served", "rated"], session__isnull=False)
                | (~Q(state__in=["placed", "served", "rated"]) & Q(session__isnull=True)),
                name="placed_order_has_a_session",
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic.name if self.topic else self.wish)

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id

    @property
    def contact_phone(self) -> str | None:
        """The telephone number; None where no key of this installation opens it."""
        return secret_text.unseal(self.contact_phone_sealed)


class Venue(Owned):
    """Where a session is heard, and by how many: the main hall, a 分会场, the place of each order it serves.

    ``heads`` is what the host states; it alone counts. What the speaker says stands beside it. ``key`` names the venue
    in the host's link. ``activity`` is the record that it became, once.
    """

    session = models.ForeignKey(Session, models.PROTECT, verbose_name=_("场次"), related_name="venues")
    order = models.ForeignKey(
        Order, models.PROTECT, verbose_name=_("点单"), null=True, blank=True, related_name="venues"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("主办单位"), related_name="+")
    is_main = models.BooleanField(_("主会场"), default=False)
    place = LineField(_("地点"), max_length=100)
    district = LineField(_("区县"), max_length=30, blank=True)
    expected = models.PositiveIntegerField(_("预计人数"), null=True, blank=True)
    heads = models.PositiveIntegerField(_("实到人数"), null=True, blank=True)
    heads_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("填报人"), null=True, blank=True, related_name="+"
    )
    heads_at = models.DateTimeField(_("填报时间"), null=True, blank=True)
    speaker_heads = models.PositiveIntegerField(_("宣讲员所报人数"), null=True, blank=True)
    settled = LineField(_("人数说明"), max_length=200, blank=True)  # why the two differ
    key = models.UUIDField(_("链接标识"), default=uuid.uuid4, unique=True, editable=False)
    activity = models.OneToOneField(
        Activity, models.PROTECT, verbose_name=_("活动"), null=True, blank=True, related_name="+"
    )

    objects: ClassVar[OfficeManager[Venue]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("会场")
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(is_main=True), name="session_has_one_main_venue"
            ),
            models.UniqueConstraint(
                fields=["session", "order"],
                condition=Q(order__isnull=False),
                name="order_heard_once_in_session",
            ),
            models.CheckConstraint(
                condition=Q(heads__isnull=True, heads_at__isnull=True)
                | Q(heads__isnull=False, heads_at__isnull=False),
                name="heads_are_stated_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id
