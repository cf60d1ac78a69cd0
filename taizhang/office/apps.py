"""The office: units, posts, people, roles, files and the record of events."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Registers the system checks and the periodic work."""

    name = "taizhang.office"
    label = "office"
    verbose_name = _("机构")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from taizhang.office import entries, tasks, tick
        from taizhang.office.actions import sign_on
        from taizhang.office.mail import digests, outbox

        entries.connect()
        tasks.register("office", sign_on.waiting)
        tick.register("send_digests", digests.send_digests)
        tick.register("deliver_mail", outbox.deliver_due)
