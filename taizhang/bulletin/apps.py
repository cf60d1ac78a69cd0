"""The bulletin: series, readings at the desk, the archive."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinConfig(AppConfig):
    """Registers what is told by digest, and what is done by the clock."""

    name = "taizhang.bulletin"
    label = "bulletin"
    verbose_name = _("简报")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Inline: models can be imported only when every app is known.
        from taizhang.bulletin import jobs, tasks
        from taizhang.bulletin.actions.pushing import push_due
        from taizhang.bulletin.actions.remark_places import carry_in_report
        from taizhang.bulletin.models import Series
        from taizhang.bulletin.search import store
        from taizhang.ledger.actions.rewriting import on_rewritten
        from taizhang.office import purge, tick
        from taizhang.office import tasks as office_tasks
        from taizhang.office.backup.tables import leave_out, stay_here
        from taizhang.office.record import name_subjects

        leave_out("bulletin.searchentry", "bulletin.searchstate")  # made anew from the event record
        stay_here("bulletin.delivery", "bulletin.webhook")  # two installations would push, with one secret
        office_tasks.register("bulletin", tasks.waiting, tasks.news)
        tick.register("update_search", jobs.follow_record)
        tick.register("push_issues", push_due)
        name_subjects("series", lambda office: Series.objects.filter(office=office).values_list("pk", "name"))
        on_rewritten(carry_in_report)
        purge.on_purge(store.forget_all)
