"""Where a figure in an article comes from, and what the unit is asked about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Article
from taizhang.core.lifecycle.bulletin_life import FactQueryState
from taizhang.ledger.models import Figure
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text
from taizhang.outreach.models import Programme

FACT_QUERY_STATES = [
    (FactQueryState.OPEN, _("待答复")),
    (FactQueryState.ANSWERED, _("已答复")),
    (FactQueryState.SETTLED, _("已了结")),
    (FactQueryState.WITHDRAWN, _("已撤回")),
]


class Answer(models.TextChoices):
    """What is said of a figure in an article."""

    LINKED = "linked", _("已关联")
    COVERAGE = "coverage", _("按覆盖计划")
    MEDIA = "media", _("按媒体报道登记")
    SCOPE = "scope", _("口径不同")
    ESTIMATE = "estimate", _("估计数")
    CORRECTED = "corrected", _("已更正")
    UNSOURCED = "unsourced", _("无来源，由本人认可")
    VERIFIED = "verified", _("已向单位核对")
    NOT_A_CLAIM = "not_a_claim", _("不是成效数据")


class Citation(Owned):
    """What is said of one figure of an article: a source in the ledger, or an answer with its reason and name.

    ``start`` and ``end`` are code points in the article's text; an edit carries them along, and where the
    words are gone the row goes with them.
    """

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="citations")
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    surface = LineField(_("原文"), max_length=100)
    answer = LineField(_("处理"), max_length=12, choices=Answer.choices)
    figure = models.ForeignKey(
        Figure, models.PROTECT, verbose_name=_("台账数据"), null=True, blank=True, related_name="citations"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("覆盖计划"), null=True, blank=True, related_name="+"
    )
    covered_on = models.DateField(_("依据截至"), null=True, blank=True)
    reason = LineField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("处理人"), related_name="+")
    at = models.DateTimeField(_("处理时间"))

    objects: ClassVar[OfficeManager[Citation]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("数据出处")
        constraints = [
            models.UniqueConstraint(fields=["article", "start", "end"], name="figure_cited_once"),
            models.CheckConstraint(
                condition=~Q(answer="linked") | Q(figure__isnull=False), name="linked_has_a_figure"
            ),
            models.CheckConstraint(
                condition=Q(answer="linked") | ~Q(reason=""), name="other_answers_have_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answer="coverage", programme__isnull=False, covered_on__isnull=False)
                | Q(answer="media", programme__isnull=True, covered_on__isnull=False)
                | (~Q(answer__in=["coverage", "media"]) & Q(programme__isnull=True, covered_on__isnull=True)),
                name="coverage_has_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return self.surface


class FactAnswer(models.TextChoices):
    """What the unit answers when asked about a figure."""

    CONFIRMED = "confirmed", _("数据属实")
    CORRECTED = "corrected", _("数据有误，应改为")
    SCOPE = "scope", _("口径不同")
    ESTIMATE = "estimate", _("估计数")


class FactQuery(Owned):
    """A question to the unit about a figure (事实核实): private between editor and unit."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="fact_queries")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    start = models.PositiveIntegerField(_("起"), null=True)  # None: the words are gone
    end = models.PositiveIntegerField(_("止"), null=True)
    surface = LineField(_("原文"), max_length=100)
    sentence = Text(_("所在句"), max_length=1_000)
    question = Text(_("问题"), max_length=500)
    state = LineField(_("状态"), max_length=12, choices=FACT_QUERY_STATES, default=FactQueryState.OPEN)
    asked_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("提问人"), related_name="+")
    asked_at = models.DateTimeField(_("提问时间"))
    answer = LineField(_("答复"), max_length=12, choices=FactAnswer.choices, blank=True)
    words = Text(_("说明"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[FactQuery]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("事实核实")

    @property
    def responsible_unit_id(self) -> int:
        return self.unit_id

    def __str__(self) -> str:
        return f"{self.surface}：{self.question[:40]}"
