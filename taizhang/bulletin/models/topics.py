"""What a year's bulletins are to be about, month by month (选题计划)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Owned
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class PlannedTopic(Owned):
    """A topic of a month, from which articles are commissioned."""

    year = models.PositiveIntegerField(_("年度"))
    month = models.PositiveSmallIntegerField(_("月份"))
    title = LineField(_("选题"), max_length=100)
    note = Text(_("说明"), max_length=500, blank=True)

    objects: ClassVar[OfficeManager[PlannedTopic]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("选题")
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "month", "title"], name="topic_planned_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="topic_of_a_month"),
        ]

    def __str__(self) -> str:
        return self.title
