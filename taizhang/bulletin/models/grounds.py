"""The grounds of strong words (首次, 唯一, 最大): who accepted which, so that the same claim is not asked again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class AcceptedGround(Owned):
    """Why a claim may be made. ``claim`` are the words as they are printed: 全市首次开展反诈夜校."""

    claim = LineField(_("说法"), max_length=100)
    ground = Text(_("依据"), max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("认可人"), related_name="+")
    at = models.DateTimeField(_("认可时间"))
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("撤回人"), null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[AcceptedGround]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("说法依据")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "claim"], condition=Q(withdrawn_at__isnull=True), name="claim_grounded_once"
            )
        ]

    def __str__(self) -> str:
        return self.claim
