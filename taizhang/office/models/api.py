"""Tokens with which programs of the office's own read the API."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import Owned
from taizhang.office.models.people import Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField


class ApiToken(Owned):
    """What a program may read: as much as somebody with these roles (and of this unit) would.

    Only the SHA-256 of the secret is kept: it is shown once, and nobody can look it up again.
    """

    name = LineField(_("用途"), max_length=60)
    digest = LineField(_("校验值"), max_length=64, unique=True, editable=False)
    roles = Data(_("角色"), default=list)  # codes of office.roles, all of them readers of the archive
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("发放人"), null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("发放时间"))
    expires_on = models.DateField(_("有效期至"))  # the last day on which it opens anything
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)

    objects: ClassVar[OfficeManager[ApiToken]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return self.name

    def open_on(self, day: date) -> bool:
        """Whether it opens anything on that day."""
        return self.revoked_at is None and day <= self.expires_on
