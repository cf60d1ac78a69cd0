"""Who receives an issue (报、送、发), and how far it has come with each of them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Issue
from taizhang.bulletin.models.series import Series
from taizhang.core.lifecycle.bulletin_life import SendingState
from taizhang.office.models import OutboxMessage, Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField

SENDING_STATES = [
    (SendingState.LISTED, _("待分发")),
    (SendingState.UNDER_WAY, _("已分发")),
    (SendingState.STOPPED, _("已停发")),
    (SendingState.RECEIVED, _("已签收")),
]


class Direction(models.TextChoices):
    """报 to those above, 送 to peers, 发 to those below."""

    UP = "up", _("报")
    PEER = "peer", _("送")
    DOWN = "down", _("发")


class Way(models.TextChoices):
    """How an issue reaches a recipient."""

    PAPER = "paper", _("纸质")
    MAIL = "mail", _("邮件")
    BOTH = "both", _("纸质和邮件")


class Recipient(Owned):
    """An office that receives a series. ``unit`` where it is a member unit."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="recipients")
    direction = LineField(_("报送发"), max_length=8, choices=Direction.choices)
    name = LineField(_("名称"), max_length=100)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("成员单位"), null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("邮箱"), blank=True)
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    way = LineField(_("方式"), max_length=8, choices=Way.choices, default=Way.PAPER)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[OfficeManager[Recipient]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("发送对象")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="recipient_once"),
            models.CheckConstraint(condition=Q(way="paper") | ~Q(email=""), name="mail_needs_an_address"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER_ORDER = ("recipient__position", "pk")  # of sendings: in each direction as its recipients are listed


class Sending(Owned):
    """One issue to one recipient, with the name, address and copies of that day. ``key`` opens it by link."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="sendings")
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, verbose_name=_("发送对象"), related_name="sendings"
    )
    letter = LineField(_("版次"), max_length=1, default="A")
    direction = LineField(_("报送发"), max_length=8, choices=Direction.choices)
    name = LineField(_("名称"), max_length=100)
    email = models.EmailField(_("邮箱"), blank=True)
    copies = models.PositiveSmallIntegerField(_("份数"))
    way = LineField(_("方式"), max_length=8, choices=Way.choices)
    state = LineField(_("状态"), max_length=12, choices=SENDING_STATES, default=SendingState.LISTED)
    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, verbose_name=_("邮件"), null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(_("链接编号"), default=uuid.uuid4, unique=True, editable=False)
    sent_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("分发人"), null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("分发时间"), null=True, blank=True)
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)  # by the office, not by a person
    closed_at = models.DateTimeField(_("链接关闭时间"), null=True, blank=True)  # by whoever sends
    recall_seen_at = models.DateTimeField(_("知悉撤回时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Sending]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("分发")
        constraints = [
            models.UniqueConstraint(fields=["issue", "recipient", "letter"], name="sent_once"),
            models.CheckConstraint(
                condition=Q(state="received", received_at__isnull=False)
                | (~Q(state="received") & Q(received_at__isnull=True)),
                name="received_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} → {self.name}"
