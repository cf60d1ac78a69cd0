"""The ledger: calls, proposals, accounts, reports, records, signals, notices, changes and closure of a year."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Registers what is due by digest and calendar, and what is done by the clock."""

    name = "taizhang.ledger"
    label = "ledger"
    verbose_name = _("台账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Inline: models can be imported only when every app is known.
        from taizhang.ledger import directive_tasks, jobs, optimise, tasks
        from taizhang.ledger.actions.state_history import write_interval
        from taizhang.ledger.actions.unit_end import follow_unit
        from taizhang.ledger.models import Ledger, Project
        from taizhang.office import tasks as office_tasks
        from taizhang.office import tick, workflow
        from taizhang.office.actions.units import on_unit_end
        from taizhang.office.record import name_subjects

        workflow.on_move(Project, write_interval)
        on_unit_end(follow_unit)
        office_tasks.register("directives", directive_tasks.waiting)
        name_subjects("ledger", lambda office: Ledger.objects.filter(office=office).values_list("pk", "name"))
        office_tasks.register("ledger", tasks.waiting)
        tick.register("watch_ledgers", jobs.watch)
        tick.register("plan_by_size", optimise.refresh)
