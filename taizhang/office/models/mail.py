"""Mail that leaves the house, what a person wishes to get, and who keeps the clock."""

from __future__ import annotations

import uuid
from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import Owned
from taizhang.office.models.people import Person
from taizhang.office.models.record import StoredFile
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class MessageState(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("发送失败")
    HELD = "held", _("待核实")  # the server took it and fell silent, again and again: nobody knows


class OutboxMessage(Owned):
    """The outbox: one message to one recipient, written in the transaction of the act that causes it.

    ``next_attempt_at`` is when a queued message is due, and when a message in sending is taken for abandoned.
    """

    kind = LineField(_("邮件种类"), max_length=40)
    dedupe_key = LineField(_("去重键"), max_length=120)
    message_id = LineField(_("邮件编号"), max_length=200, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("收件人"), null=True, related_name="+")
    name = LineField(_("收件人姓名"), max_length=100, blank=True)
    address = LineField(_("收件地址"), max_length=254)
    subject = LineField(_("邮件主题"), max_length=200)
    body = Text(_("正文"), max_length=100_000)
    state = LineField(_("状态"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次发送时间"))
    last_error = Text(_("最近一次的问题"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("写入时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True)

    objects: ClassVar[OfficeManager[OutboxMessage]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("邮件")
        constraints = [
            models.UniqueConstraint(fields=["office", "dedupe_key"], name="message_written_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Attachment(Owned):
    """A stored file that goes with a message."""

    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, verbose_name=_("邮件"), related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")

    objects: ClassVar[OfficeManager[Attachment]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        constraints = [models.UniqueConstraint(fields=["message", "file"], name="file_attached_once")]

    def __str__(self) -> str:
        return str(self.file)


class MailWish(Owned):
    """What mail a person wishes to get. Equal ends of the quiet hours mean that there are none."""

    person = models.OneToOneField(Person, models.PROTECT, verbose_name=_("人员"), related_name="mail_wish")
    digest = models.BooleanField(_("每天一封待办邮件"), default=True)
    digest_at = models.TimeField(_("发送时间"), default=time(8, 30))
    quiet_from = models.TimeField(_("免打扰起"), default=time(20))
    quiet_to = models.TimeField(_("免打扰止"), default=time(8))
    last_digest_on = models.DateField(_("最近一次查看待办的日期"), null=True)

    objects: ClassVar[OfficeManager[MailWish]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("邮件设置")

    def __str__(self) -> str:
        return str(self.person)


class FeedToken(Owned):
    """A calendar feed of a person's due dates. The address is ``key`` signed with the installation's secret,
    so the table alone opens no feed."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="+")
    key = models.UUIDField(_("订阅编号"), default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(_("开通时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    objects: ClassVar[OfficeManager[FeedToken]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="person_has_one_feed"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Lease(Owned):
    """Who does an office's periodic work, and until when nobody else does."""

    holder = LineField(_("执行进程"), max_length=100, blank=True)
    until = models.DateTimeField(_("有效至"))

    objects: ClassVar[OfficeManager[Lease]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("定时任务执行权")
        constraints = [models.UniqueConstraint(fields=["office"], name="office_has_one_lease")]

    def __str__(self) -> str:
        return self.holder
