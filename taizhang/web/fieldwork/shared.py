"""What the pages of fieldwork share: the tabs between them, and fields that choose a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.web.frame.parts import PagePart, Tab, Tabs, Words

PAGES: tuple[tuple[str, Words], ...] = (
    ("sit-ins", _("巡听")),
    ("media", _("媒体")),
    ("research", _("调研")),
    ("services-year", _("服务")),
    ("plans", _("方案")),
)


def tabs(here: str) -> PagePart:
    """The lists of fieldwork beside each other."""
    return Tabs(_("外勤记录"), [Tab(words, reverse(name), name == here) for name, words in PAGES])


UNLINKED = _("不关联")


def choice(label: Any, empty: Any = UNLINKED, **more: Any) -> Any:
    """One row among those that the form offers (``ChoosingForm.rows``)."""
    return forms.ModelChoiceField(
        label=label, queryset=None, empty_label=empty, **{"required": False, **more}
    )
