"""What units send in for the bulletin, and what the office asks them for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.models.topics import PlannedTopic
from taizhang.core.lifecycle.bulletin_life import CommissionState, SubmissionState
from taizhang.ledger.models import ProgressReport, Project, Theme
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

COMMISSION_STATES = [
    (CommissionState.OPEN, _("待供稿")),
    (CommissionState.ANSWERED, _("已供稿")),
    (CommissionState.CLOSED, _("已结束")),
]
SUBMISSION_STATES = [
    (SubmissionState.DRAFT, _("草稿")),
    (SubmissionState.UNIT_REVIEW, _("待审签")),
    (SubmissionState.SUBMITTED, _("待受理")),
    (SubmissionState.ACCEPTED, _("已受理")),
    (SubmissionState.RETURNED, _("退改")),
    (SubmissionState.HELD, _("留用")),
    (SubmissionState.DECLINED, _("不采用")),
    (SubmissionState.DUPLICATE, _("重复来稿")),
    (SubmissionState.ADOPTED, _("已采用")),
    (SubmissionState.PUBLISHED, _("已刊发")),
    (SubmissionState.WITHDRAWN, _("已撤回")),
]


class Commission(Owned):
    """A request for an article (约稿): to one unit, with the brief and what it will cost."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("约稿单位"), related_name="+")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="+"
    )
    topic = models.ForeignKey(
        PlannedTopic,
        models.PROTECT,
        verbose_name=_("选题"),
        null=True,
        blank=True,
        related_name="commissions",
    )
    title = LineField(_("约稿题目"), max_length=100)
    brief = Text(_("编辑要求"), max_length=2_000, blank=True)
    due = models.DateField(_("截稿日期"))
    minutes = models.PositiveSmallIntegerField(_("预计用时（分钟）"), default=40)
    state = LineField(_("状态"), max_length=12, choices=COMMISSION_STATES, default=CommissionState.OPEN)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("约稿人"), related_name="+")
    at = models.DateTimeField(_("约稿时间"))

    objects: ClassVar[OfficeManager[Commission]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("约稿")

    def __str__(self) -> str:
        return self.title


class Submission(Owned):
    """A unit's article on its way to the bulletin (投稿). ``title`` and ``body`` are the unit's working text;
    what was signed is frozen as SubmittedText."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("供稿单位"), related_name="+")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="submissions"
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name=_("类别"), null=True, blank=True, related_name="+"
    )
    report = models.ForeignKey(
        ProgressReport,
        models.PROTECT,
        verbose_name=_("来自进展报告"),
        null=True,
        blank=True,
        related_name="+",
    )
    commission = models.ForeignKey(
        Commission,
        models.PROTECT,
        verbose_name=_("约稿"),
        null=True,
        blank=True,
        related_name="submissions",
    )
    title = LineField(_("标题"), max_length=200, blank=True)
    body = Text(_("正文"), max_length=ARTICLE_LIMIT, blank=True)
    source_name = LineField(_("来源文件"), max_length=200, blank=True)
    state = LineField(_("状态"), max_length=12, choices=SUBMISSION_STATES, default=SubmissionState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    # What the writer said of passages that stand in earlier texts: {"passage": "answer"}.
    recycled = Data(_("旧文说明"), default=dict, blank=True)
    reason = Text(_("处理意见"), max_length=500, blank=True)  # of a return, a decline, a hold
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("与之重复"), null=True, blank=True, related_name="+"
    )
    written_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("撰稿人"), related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("处理人"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Submission]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("来稿")
        indexes = [models.Index(fields=["office", "state", "-submitted_at"], name="submission_inbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_by__isnull=False),
                name="submission_decided_by_someone",
            )
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.unit_id

    @property
    def text(self) -> str:
        """The text in which remarks have their places."""
        return f"{self.title}\n{self.body}"

    def __str__(self) -> str:
        return self.title


class SubmittedText(Owned):
    """A submission as the unit's leader signed it: never changed. A return and a new signature add a round."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name=_("来稿"), related_name="signed_texts"
    )
    round = models.PositiveSmallIntegerField(_("第几次报送"))
    title = LineField(_("标题"), max_length=200)
    body = Text(_("正文"), max_length=ARTICLE_LIMIT)
    signed_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("审签人"), related_name="+")
    signed_at = models.DateTimeField(_("审签时间"))

    objects: ClassVar[OfficeManager[SubmittedText]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("报送原文")
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["submission", "round"], name="submitted_round_once")]

    def __str__(self) -> str:
        return self.title
