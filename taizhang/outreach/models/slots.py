"""Services for the people that recur (义务理发, 蔬菜直通车): when and where; what was done are the ledger's entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.calendar.recurrence import Every, Recurrence
from taizhang.core.lifecycle.outreach_life import SlotState
from taizhang.ledger.models import ServiceItem
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField

SLOT_STATES = [(SlotState.RUNNING, _("进行中")), (SlotState.ENDED, _("已结束"))]
RHYTHMS = [(Every.WEEK, _("每周")), (Every.FORTNIGHT, _("隔周")), (Every.MONTH, _("每月"))]


class ServiceSlot(Owned):
    """When a line of the list of services takes place: from ``starts_on``, on its weekday, until ``ends_on``."""

    item = models.OneToOneField(ServiceItem, models.PROTECT, verbose_name=_("事项"), related_name="slot")
    every = LineField(_("多久一次"), max_length=10, choices=RHYTHMS)
    starts_on = models.DateField(_("第一次"))
    ends_on = models.DateField(_("最后一次"), null=True, blank=True)
    place = LineField(_("地点"), max_length=100, blank=True)
    state = LineField(_("状态"), max_length=10, choices=SLOT_STATES, default=SlotState.RUNNING)
    started_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("安排人"), null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("安排时间"))

    objects: ClassVar[OfficeManager[ServiceSlot]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("公益服务")
        ordering = ["item__project__serial", "item__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="slot_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def responsible_unit_id(self) -> int | None:
        return self.item.project.lead_unit_id

    @property
    def recurrence(self) -> Recurrence:
        """The days on which it takes place."""
        return Recurrence(self.every, self.starts_on, self.ends_on)
