"""Addresses to which a series' sealed issues are announced, and what became of each announcement (签发推送)."""

from __future__ import annotations

import uuid
from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Issue
from taizhang.bulletin.models.series import Series
from taizhang.core.outgoing.destinations import Destination, destination
from taizhang.office.models import Owned
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text


class Webhook(Owned):
    """An address of another system. ``secret`` is encrypted, and empty once the address has been stopped.

    ``plain``: http is enough; ``networks``: private networks to which its host may belong.
    """

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="webhooks")
    address = models.URLField(_("推送地址"), max_length=500)
    plain = models.BooleanField(_("允许不加密"), default=False)
    networks = Data(_("允许的内网网段"), default=list, blank=True)
    secret = Text(_("密文"), blank=True)
    made_at = models.DateTimeField(_("设置时间"))
    stopped_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Webhook]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("推送地址")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "address"], condition=Q(stopped_at__isnull=True), name="pushed_to_once"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(secret=""), name="stopped_without_a_secret"
            ),
        ]

    def __str__(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def destination(self) -> Destination:
        """The address in its parts. Raise Refused for one to which nothing may be sent."""
        return destination(self.address, plain=self.plain)


class PushedEvent(models.TextChoices):
    """What happened to the issue."""

    SEALED = "issue.sealed", _("签发封存")
    REVISED = "issue.revised", _("出修订版")
    RECALLED = "issue.recalled", _("撤回")
    TRIAL = "trial", _("试推送")


class DeliveryState(models.TextChoices):
    """How far an announcement has come."""

    QUEUED = "queued", _("待推送")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("没有送达")
    STOPPED = "stopped", _("不再推送")


class DeliveryFailure(models.TextChoices):
    """Why an attempt failed."""

    ADDRESS = "address", _("地址不合规定")
    SECRET = "secret", _("密钥在本机解不开，请换密钥")
    RESOLVE = "resolve", _("找不到这个主机名")
    NETWORK = "network", _("主机名指向内网或保留地址，该网段未获允许")
    CERTIFICATE = "certificate", _("对方的证书不可信，或与主机名不符")
    TIME = "time", _("对方没有按时回答")
    CONNECTION = "connection", _("连接不上，或回答看不懂")
    REDIRECT = "redirect", _("对方要求转到别的地址，没有跟去")
    STATUS = "status", _("对方没有接受")


class Delivery(Owned):
    """One announcement to one address; ``body`` is what is sent, the same at each attempt. A trial is of no issue.

    ``status`` is the HTTP status of the last answer. ``next_attempt_at`` is when it is due, or, while an attempt goes
    on, when that counts as abandoned.
    """

    webhook = models.ForeignKey(
        Webhook, models.PROTECT, verbose_name=_("推送地址"), related_name="deliveries"
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, verbose_name=_("期"), null=True, blank=True, related_name="+"
    )
    event = LineField(_("事件"), max_length=20, choices=PushedEvent.choices)
    letter = LineField(_("版次"), max_length=1, blank=True)
    key = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    body = Text(_("内容"), max_length=20_000)
    state = LineField(_("状态"), max_length=12, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次推送时间"))
    failure = LineField(_("最近一次的问题"), max_length=12, choices=DeliveryFailure.choices, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP 状态"), null=True, blank=True)
    made_at = models.DateTimeField(_("写入时间"))
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Delivery]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("推送")
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "issue", "event", "letter"],
                condition=Q(issue__isnull=False),
                name="announced_once",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at__isnull=True)),
                name="delivered_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "next_attempt_at"], condition=Q(state="queued"), name="delivery_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} → {self.webhook}"
