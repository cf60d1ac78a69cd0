"""The bulletin: series, readings at the desk, the archive."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinConfig(AppConfig):
    """Nothing happens at start."""

    name = "taizhang.bulletin"
    label = "bulletin"
    verbose_name = _("简报")
    default_auto_field = "django.db.models.BigAutoField"
