"""What is said of places in a text on its way, and which words somebody suggests instead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Article
from taizhang.bulletin.models.submissions import Submission
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.core.figures import Span
from taizhang.core.lifecycle.bulletin_life import RemarkState
from taizhang.core.text.anchors import CONTEXT, Anchor
from taizhang.core.text.remarking import WORDS_LIMIT, RemarkKind
from taizhang.ledger.models import ProgressReport
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text

REMARK_STATES = [
    (RemarkState.OPEN, _("待处理")),
    (RemarkState.SETTLED, _("已了结")),
    (RemarkState.ACCEPTED, _("已采纳")),
    (RemarkState.REJECTED, _("未采纳")),
    (RemarkState.PASSED_OVER, _("不作处理")),
]
REMARK_KINDS = [(RemarkKind.REMARK, _("批注")), (RemarkKind.SUGGESTION, _("修订"))]


class Remark(Owned):
    """A remark at a place of an article, a submission or a unit's progress report, or a suggestion to insert, delete or
    replace words there.

    The place is an anchor (``core.text.anchors``) in the text of ``version``; without ``start`` its words are gone or
    it is about the whole. ``unit``: the unit whose people see it, which raised it or whose text it is about;
    ``from_desk``: the desk, or the office, raised it.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name=_("稿件"), null=True, blank=True, related_name="remarks"
    )
    submission = models.ForeignKey(
        Submission, models.CASCADE, verbose_name=_("来稿"), null=True, blank=True, related_name="remarks"
    )
    report = models.ForeignKey(
        ProgressReport,
        models.CASCADE,
        verbose_name=_("进展报告"),
        null=True,
        blank=True,
        related_name="remarks",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True, related_name="+"
    )
    from_desk = models.BooleanField(_("由编辑部提出"), default=True)
    kind = LineField(_("类别"), max_length=12, choices=REMARK_KINDS, default=RemarkKind.REMARK)
    state = LineField(_("状态"), max_length=12, choices=REMARK_STATES, default=RemarkState.OPEN)
    version = models.PositiveIntegerField(_("版本"), default=1)
    start = models.PositiveIntegerField(_("起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("止"), null=True, blank=True)
    # A Word file brings back whole paragraphs: the limits of what is typed are those of core.text.remarking.
    quote = Text(_("原文"), max_length=ARTICLE_LIMIT, blank=True)
    prefix = Text(_("前文"), max_length=CONTEXT, blank=True)
    suffix = Text(_("后文"), max_length=CONTEXT, blank=True)
    replacement = Text(_("改为"), max_length=ARTICLE_LIMIT, blank=True)
    words = Text(_("意见"), max_length=ARTICLE_LIMIT, blank=True)
    # Of a suggestion: its sentence was edited since it was made, so that it is accepted by itself only.
    sentence_changed = models.BooleanField(_("所在句子已改动"), default=False)
    # Of one that a Word file held: whose it is there; ``by`` took the file back.
    author = LineField(_("文件中的署名"), max_length=200, blank=True, default="")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("提出人"), related_name="+")
    at = models.DateTimeField(_("提出时间"))
    reason = Text(_("说明"), max_length=WORDS_LIMIT, blank=True)  # why it is passed over or not taken
    closed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("处理人"), null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Remark]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("批注")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, submission__isnull=True, report__isnull=True)
                | Q(article__isnull=True, submission__isnull=False, report__isnull=True, unit__isnull=False)
                | Q(article__isnull=True, submission__isnull=True, report__isnull=False, unit__isnull=False),
                name="remark_of_one_text",
            ),
            models.CheckConstraint(
                condition=Q(from_desk=True) | Q(unit__isnull=False), name="remark_from_desk_or_unit"
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="remarks_by_state")]

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id

    @property
    def anchor(self) -> Anchor:
        """The place in the text."""
        placed = self.start is not None and self.end is not None
        span = Span(self.start or 0, self.end or 0) if placed else None
        return Anchor(span, self.quote, self.prefix, self.suffix)

    @property
    def suggests(self) -> bool:
        """Whether other words are suggested."""
        return self.kind == RemarkKind.SUGGESTION

    def __str__(self) -> str:
        return (self.words or self.replacement or self.quote)[:40]


class RemarkReply(Owned):
    """What was said to a remark."""

    remark = models.ForeignKey(Remark, models.CASCADE, verbose_name=_("批注"), related_name="replies")
    words = Text(_("回复"), max_length=WORDS_LIMIT)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("回复人"), related_name="+")
    at = models.DateTimeField(_("回复时间"))

    objects: ClassVar[OfficeManager[RemarkReply]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("批注回复")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words[:40]
