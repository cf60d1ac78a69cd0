"""Learning from each other (学习交流): questions to a unit, practice taken over, themes followed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Article
from taizhang.core.lifecycle.bulletin_life import QuestionState
from taizhang.ledger.models import Project
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text

QUESTION_STATES = [
    (QuestionState.ASKED, _("待答复")),
    (QuestionState.ANSWERED, _("已答复")),
    (QuestionState.CLOSED, _("已关闭")),
]


class Question(Owned):
    """A reader asks the unit that wrote an article how it was done."""

    article = models.ForeignKey(Article, models.PROTECT, verbose_name=_("稿件"), related_name="questions")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("被问单位"), related_name="+")
    asker = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("提问单位"), null=True, blank=True, related_name="+"
    )
    text = Text(_("问题"), max_length=500)
    state = LineField(_("状态"), max_length=12, choices=QUESTION_STATES, default=QuestionState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("提问人"), related_name="+")
    asked_at = models.DateTimeField(_("提问时间"))
    answer = Text(_("答复"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Question]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("交流提问")

    @property
    def responsible_unit_id(self) -> int:
        return self.unit_id

    def __str__(self) -> str:
        return self.text[:40]


class PracticeReuse(Owned):
    """That a unit took over what another had described; said by itself, never asked for."""

    article = models.ForeignKey(Article, models.PROTECT, verbose_name=_("稿件"), related_name="reuses")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("借鉴单位"), related_name="+")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("用于项目"), null=True, blank=True, related_name="+"
    )
    note = Text(_("怎样借鉴"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[PracticeReuse]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("做法借鉴")
        constraints = [models.UniqueConstraint(fields=["article", "unit"], name="reused_once")]

    def __str__(self) -> str:
        return f"{self.unit} ← {self.article}"


class ThemeSubscription(Owned):
    """A person follows a theme, by its name: it outlives the year's ledger."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="+")
    theme = LineField(_("主题"), max_length=60)
    at = models.DateTimeField(_("订阅时间"))

    objects: ClassVar[OfficeManager[ThemeSubscription]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("主题订阅")
        constraints = [models.UniqueConstraint(fields=["person", "theme"], name="subscribed_once")]

    def __str__(self) -> str:
        return self.theme


class ThemeFeed(Owned):
    """The address at which a feed reader finds what is new in the themes a person follows (as ``FeedToken``)."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="+")
    key = models.UUIDField(_("订阅编号"), default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(_("开通时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    objects: ClassVar[OfficeManager[ThemeFeed]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("主题订阅地址")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="person_has_one_theme_feed"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
