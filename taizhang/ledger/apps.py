"""The ledger: calls, proposals, accounts, reports, records, signals, notices, changes and closure of a year."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Nothing happens at start."""

    name = "taizhang.ledger"
    label = "ledger"
    verbose_name = _("台账")
    default_auto_field = "django.db.models.BigAutoField"
