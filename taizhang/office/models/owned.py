"""The tenant, and what every other table inherits."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.text import LineField

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class AskedOf(models.TextChoices):
    """Who must have a second factor beside the password; whoever has one by their own choice is asked for it, too."""

    NOBODY = "nobody", _("不要求")
    PRIVILEGED = "privileged", _("签发人和三员")
    EVERYBODY = "everybody", _("所有人")


class Office(models.Model):
    """The office that keeps the accounts and issues the bulletin: the tenant."""

    name = LineField(_("名称"), max_length=100, unique=True)
    short_name = LineField(_("简称"), max_length=30)
    slug = models.SlugField(_("代号"), max_length=30, unique=True)
    is_demo = models.BooleanField(_("演示"), default=False)
    # Until the founding is finished, whoever has the terminal's code goes on with it (None: not finished).
    founded_at = models.DateTimeField(_("建立时间"), null=True, blank=True, default=LONG_AGO)

    second_factor = LineField(_("第二因素"), max_length=10, choices=AskedOf.choices, default=AskedOf.NOBODY)

    class Meta:
        verbose_name = verbose_name_plural = _("办公室")

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """A row of one office."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("办公室"))

    class Meta:
        abstract = True

    @property
    def responsible_unit_id(self) -> int | None:
        """Key of the member unit whose people may take steps with the row; None: it is the office's own."""
        return None
