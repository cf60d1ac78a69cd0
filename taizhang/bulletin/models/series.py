"""Series, and the numbers that their issues get: allotted in order, never twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.gongwen.issue_templates import SERIES_KINDS, IssueTemplate
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.gongwen.model import IssueKind
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField

KINDS = [(IssueKind.REGULAR, _("正刊")), (IssueKind.SUPPLEMENT, _("增刊")), (IssueKind.SPECIAL, _("专刊"))]


class Series(Owned):
    """A bulletin that appears in numbered issues (刊物)."""

    name = LineField(_("刊名"), max_length=60)
    slug = models.SlugField(_("代号"), max_length=30)
    issuer = LineField(_("编发单位"), max_length=60)
    template = Data(_("版式"), default=dict, blank=True)  # what differs from the press's default template
    # With what an issue begins: columns, contacts, recipients, copies, as core.gongwen writes a bulletin.
    head = Data(_("常用要素"), default=dict, blank=True)
    lengths = Data(
        _("篇幅"), default=dict, blank=True
    )  # core.gongwen.lengths.UsualLength; empty: as in a 简报
    # core.gongwen.issue_templates.IssueTemplate of each kind that has one: what an issue may be begun from.
    issue_templates = Data(_("期刊模板"), default=dict, blank=True)
    first_cumulative_no = models.PositiveIntegerField(_("存档起始总期号"), default=1)

    objects: ClassVar[OfficeManager[Series]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("刊物")
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="series_named_once"),
            models.UniqueConstraint(fields=["office", "slug"], name="series_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def usual(self) -> UsualLength:
        return UsualLength.from_json(self.lengths)

    @property
    def templates(self) -> list[IssueTemplate]:
        """The templates that it has, in the order of the kinds."""
        found = map(self.issue_template, SERIES_KINDS)
        return [each for each in found if each is not None]

    def issue_template(self, kind: str) -> IssueTemplate | None:
        """The template for issues of this kind; None where they are as the series is."""
        told = self.issue_templates.get(kind)
        return IssueTemplate.from_json(told) if told else None

    def look_from(self, made_by: IssueTemplate | None) -> dict[str, Any]:
        """How the issues that are begun from this template look, as plain values of a house template."""
        if made_by is None:
            return dict(self.template)
        return {**self.template, **made_by.look, "name": made_by.name}


class NumberCounter(Owned):
    """The last number allotted: of a year's issues of one kind, or (year 0) of all regular issues ever."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="counters")
    count = LineField(_("编号序列"), max_length=12, blank=True)  # as Issue.count
    kind = LineField(_("类别"), max_length=12, choices=KINDS)
    year = models.PositiveIntegerField(_("年度"))  # 0: the cumulative number
    last = models.PositiveIntegerField(_("已用到"), default=0)

    objects: ClassVar[OfficeManager[NumberCounter]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("编号计数")
        constraints = [
            models.UniqueConstraint(fields=["series", "count", "kind", "year"], name="issue_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.kind} {self.year}: {self.last}"


class VoidNumber(Owned):
    """A number that no issue carries: void in this series (year 0: a cumulative number)."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="void_numbers")
    count = LineField(_("编号序列"), max_length=12, blank=True)  # as Issue.count
    kind = LineField(_("类别"), max_length=12, choices=KINDS)
    year = models.PositiveIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("号码"))
    reason = LineField(_("原因"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[VoidNumber]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("作废号")
        constraints = [
            models.UniqueConstraint(fields=["series", "count", "kind", "year", "number"], name="void_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="void_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}-{self.number}"
