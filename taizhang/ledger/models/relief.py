"""What is asked of the units, and what they say of it (减负); saved views of the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class AskKind(models.TextChoices):
    """What kind of request it was."""

    CALL = "call", _("征集")
    REPORT = "report", _("报送")
    RETURN = "return", _("退回修改")
    NOTICE = "notice", _("督办")
    CLOSURE = "closure", _("销账")
    REVIEW = "review", _("督查")
    COMMISSION = "commission", _("约稿")
    PROOF = "proof", _("校样确认")
    FACT_QUERY = "fact_query", _("事实核实")


class Ask(Owned):
    """One request made of one unit: the burden meter counts them by month."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    month = LineField(_("月份"), max_length=7)  # 2026-08
    kind = LineField(_("类别"), max_length=12, choices=AskKind.choices)
    fields = models.PositiveSmallIntegerField(_("填写项数"), default=0)
    attachments = models.PositiveSmallIntegerField(_("要求附件数"), default=0)
    minutes = models.PositiveSmallIntegerField(_("预计分钟"), default=0)
    subject_kind = LineField(_("对象类别"), max_length=40)
    subject_id = models.BigIntegerField(_("对象编号"))
    asked_at = models.DateTimeField(_("时间"))

    objects: ClassVar[OfficeManager[Ask]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("向单位提出的要求")
        indexes = [models.Index(fields=["office", "month", "unit"], name="burden_by_month")]

    def __str__(self) -> str:
        return f"{self.unit} {self.month} {self.kind}"


class Complaint(Owned):
    """What somebody says is too much (减负意见); the name is given only if they wish."""

    text = Text(_("意见"), max_length=2_000)
    page = LineField(_("页面"), max_length=200, blank=True)
    by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("提出人"), null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("提出时间"))
    answer = Text(_("答复"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Complaint]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("减负意见")

    def __str__(self) -> str:
        return self.text[:40]


class SavedView(Owned):
    """A filter of the grid that somebody keeps as a link."""

    owner = models.ForeignKey(Person, models.PROTECT, verbose_name=_("所有人"), related_name="+")
    name = LineField(_("名称"), max_length=40)
    query = LineField(_("条件"), max_length=500)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[SavedView]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("常用视图")

    def __str__(self) -> str:
        return self.name
