"""Outreach: speakers and topics, orders of units, sessions and what became of them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """Registers what waits for people, and what is done by the clock."""

    name = "taizhang.outreach"
    label = "outreach"
    verbose_name = _("宣讲")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Inline: models can be imported only when every app is known.
        from taizhang.office import tasks as office_tasks
        from taizhang.office import tick
        from taizhang.office.actions.units import on_unit_end
        from taizhang.outreach import jobs, tasks
        from taizhang.outreach.actions.unit_end import follow_unit

        on_unit_end(follow_unit)
        office_tasks.register("outreach", tasks.waiting, tasks.news)
        tick.register("lapse_offers", jobs.lapse_offers)
