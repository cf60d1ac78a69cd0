"""Readings at the desk: a source being read by one person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Issue
from taizhang.bulletin.models.text import TEXT_LIMIT
from taizhang.office.models import Owned, Person, StoredFile
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text


class ReadingState(models.TextChoices):
    """Where a reading stands."""

    OPEN = "open", _("在读")
    SAVED = "saved", _("已存档")
    DISCARDED = "discarded", _("已放弃")


class Reading(Owned):
    """A source being read at the desk: the private working copy of one person."""

    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("阅读人"), related_name="+")
    opened_at = models.DateTimeField(_("打开时间"))
    changed_at = models.DateTimeField(_("修改时间"))
    source_name = LineField(_("来源文件"), max_length=200, blank=True)
    source_format = LineField(_("来源格式"), max_length=20)
    source_file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("原件"), null=True, blank=True, related_name="+"
    )
    source_text = Text(_("原文"), max_length=TEXT_LIMIT)  # never rewritten: spans are offsets into it
    data = Data(_("内容"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    state = LineField(_("状态"), max_length=12, choices=ReadingState.choices, default=ReadingState.OPEN)
    issue = models.OneToOneField(
        Issue, models.PROTECT, verbose_name=_("存档为"), null=True, related_name="reading"
    )

    objects: ClassVar[OfficeManager[Reading]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("阅读")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReadingState.SAVED, issue__isnull=False)
                | (~Q(state=ReadingState.SAVED) & Q(issue__isnull=True)),
                name="reading_saved_iff_issue",
            )
        ]
        indexes = [models.Index(fields=["office", "by", "state"], name="own_readings")]

    def __str__(self) -> str:
        return self.source_name or str(_("粘贴的文字"))
