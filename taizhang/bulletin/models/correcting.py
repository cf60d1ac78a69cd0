"""After print: corrections, revisions and recalls. The sealed issue itself stays as it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Article, Issue
from taizhang.core.lifecycle.bulletin_life import CorrectionState
from taizhang.ledger.models import Figure
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

CORRECTION_STATES = [
    (CorrectionState.DRAFT, _("拟稿")),
    (CorrectionState.ISSUED, _("已发布")),
    (CorrectionState.DROPPED, _("已放弃")),
]


class Correction(Owned):
    """What was printed wrongly and what is right (更正): run in a later issue, or as a revision of this one."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="corrections")
    article = models.ForeignKey(
        Article, models.PROTECT, verbose_name=_("稿件"), null=True, blank=True, related_name="corrections"
    )
    figure = models.ForeignKey(
        Figure, models.PROTECT, verbose_name=_("台账数据"), null=True, blank=True, related_name="+"
    )
    wrong = LineField(_("原文"), max_length=200)
    which = models.PositiveSmallIntegerField(_("第几处"), default=0)  # 0: the words stand there once
    right = LineField(_("更正为"), max_length=200)
    reason = LineField(_("原因"), max_length=200)
    notice = Text(_("更正说明"), max_length=2_000)
    as_revision = models.BooleanField(_("另出修订版"), default=False)
    state = LineField(_("状态"), max_length=12, choices=CORRECTION_STATES, default=CorrectionState.DRAFT)
    runs_in = models.ForeignKey(
        Issue, models.PROTECT, verbose_name=_("刊登于"), null=True, blank=True, related_name="notices_of"
    )
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("拟稿人"), related_name="+")
    at = models.DateTimeField(_("拟稿时间"))
    issued_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("签发人"), null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Correction]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("更正")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="issued", issued_at__isnull=False, issued_by__isnull=False)
                | (~Q(state="issued") & Q(issued_at__isnull=True, issued_by__isnull=True)),
                name="correction_issued_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"


class Printed(Owned):
    """One place where the corrected figure was printed: an issue, a report, a page. ``settled_at``: looked at."""

    correction = models.ForeignKey(Correction, models.CASCADE, verbose_name=_("更正"), related_name="places")
    kind = LineField(_("类别"), max_length=12)  # issue, report, activity, figure
    target = models.BigIntegerField(_("对象编号"))
    title = LineField(_("名称"), max_length=200)
    sentence = Text(_("所在句"), max_length=1_000, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Printed]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("刊载之处")

    def __str__(self) -> str:
        return self.title


class Revision(Owned):
    """A sealed revision of an issue (修订版): letter B and on. The first version stays beside it."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="revisions")
    letter = LineField(_("版次"), max_length=1)
    correction = models.OneToOneField(
        Correction, models.PROTECT, verbose_name=_("更正"), related_name="revision"
    )
    data = Data(_("内容"))
    sealed_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("封存人"), related_name="+")
    sealed_at = models.DateTimeField(_("封存时间"))

    objects: ClassVar[OfficeManager[Revision]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("修订版")
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["issue", "letter"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.issue} {self.letter}"


class Recall(Owned):
    """That an issue was called back, from exactly those who had received it."""

    issue = models.OneToOneField(Issue, models.PROTECT, verbose_name=_("期"), related_name="recall")
    reason = LineField(_("原因"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("撤回人"), related_name="+")
    at = models.DateTimeField(_("撤回时间"))

    objects: ClassVar[OfficeManager[Recall]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("撤回")

    def __str__(self) -> str:
        return f"{self.issue}"
