"""Failed log-ins, of known names and of unknown ones."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


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
