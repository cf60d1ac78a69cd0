"""The office's working days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import Owned
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, Text


class YearCalendar(Owned):
    """A year's holidays and the weekends worked for them, with the text that they were read from."""

    year = models.PositiveSmallIntegerField(_("年度"))
    text = Text(_("放假安排"), max_length=20_000)
    holidays = Data(_("放假"), default=list)  # ISO days
    workdays = Data(_("调休上班"), default=list)
    changed_at = models.DateTimeField(_("修改时间"))

    objects: ClassVar[OfficeManager[YearCalendar]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="calendar_once_a_year")]

    def __str__(self) -> str:
        return str(self.year)
