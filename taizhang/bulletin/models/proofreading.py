"""What an office settles of proofreading: rules that are off, its own words, questions that were put away by name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Article
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

LIST_LIMIT = 20_000  # characters of one of the office's lists
WORDS_LIMIT = 100


class ProofSettings(Owned):
    """The office's own lists, a line each (``core.proof.register``), and the ids of the rules that it does not ask."""

    off = Data(_("不用的规则"), default=list, blank=True)
    people = Text(_("人员职务"), max_length=LIST_LIMIT, blank=True)
    pairs = Text(_("用词"), max_length=LIST_LIMIT, blank=True)
    phrases = Text(_("规范表述"), max_length=LIST_LIMIT, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=0)

    objects: ClassVar[OfficeManager[ProofSettings]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("校对设置")
        constraints = [models.UniqueConstraint(fields=["office"], name="proof_settings_once")]

    def __str__(self) -> str:
        return str(self.office)


class PutAside(Owned):
    """A question that is not asked any more of these words: in this passage of an article, in the article, or in the
    whole office (no article).
    """

    rule = LineField(_("规则"), max_length=40)
    words = LineField(_("文字"), max_length=WORDS_LIMIT)
    passage = Text(_("所在句"), max_length=2_000, blank=True)
    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name=_("稿件"), null=True, blank=True, related_name="put_aside"
    )
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("处理人"), related_name="+")
    at = models.DateTimeField(_("处理时间"))
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("撤回人"), null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[PutAside]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("不再提示的校对问题")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "rule", "words"],
                condition=Q(withdrawn_at__isnull=True, article__isnull=True),
                name="put_aside_once",
            )
        ]

    def __str__(self) -> str:
        return self.words
