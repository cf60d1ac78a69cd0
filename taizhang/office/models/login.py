"""Ways in: sessions, single-use codes, and log-ins that failed, of known names and of unknown ones."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import LONG_AGO, Owned
from taizhang.office.models.people import Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField


class LoginFailures(models.Model):
    """How often one name failed, at one address or at all; ``until`` is when it may be tried again."""

    key = models.CharField(_("校验值"), max_length=64, primary_key=True)
    count = models.PositiveIntegerField(_("次数"), default=0)
    last = models.DateTimeField(_("最近一次"), default=LONG_AGO, db_index=True)
    until = models.DateTimeField(_("可再试的时间"), default=LONG_AGO)

    class Meta:
        verbose_name = _("登录失败")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class LoginSession(AbstractBaseSession):
    """A session of a browser; whose it is, from where, and when it was last used."""

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("人员"), null=True, related_name="login_sessions"
    )
    address = models.GenericIPAddressField(_("来源地址"), null=True)
    browser = models.CharField(_("浏览器"), max_length=200, blank=True)
    begun_at = models.DateTimeField(_("登录时间"))
    seen_at = models.DateTimeField(_("最近使用"))

    class Meta:
        verbose_name = verbose_name_plural = _("登录会话")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store of ``SESSION_ENGINE``; it reads this model, so it is looked up by its name."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class SpentTicket(models.Model):
    """A ticket that travelled through a browser and was taken back; after ``until`` it has run out anyway."""

    digest = models.CharField(_("校验值"), max_length=64, primary_key=True)
    until = models.DateTimeField(_("保留到"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("用过的票据")

    def __str__(self) -> str:
        return self.digest[:8]


class FoundingCode(models.Model):
    """A code printed in the terminal; whoever types it first founds the office. Only its SHA-256 is kept."""

    digest = models.CharField(_("校验值"), max_length=64, unique=True)
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("开设码")

    def __str__(self) -> str:
        return self.digest[:8]


class Invitation(Owned):
    """A single-use code with which a person chooses a password, the first one or another (``reset``).

    Only the SHA-256 of the code is kept: it is printed or mailed once.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="invitations")
    digest = LineField(_("校验值"), max_length=64, unique=True)
    reset = models.BooleanField(_("重置密码"), default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("发放人"), null=True, related_name="+")
    made_at = models.DateTimeField(_("发放时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Invitation]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("邀请")

    def __str__(self) -> str:
        return str(self.person)
