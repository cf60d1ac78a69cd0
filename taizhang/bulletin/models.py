"""Series, readings at the desk, and the archive of issues."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.gongwen.model import IssueKind
from taizhang.office.models import Owned, Person, StoredFile
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, Line, Text

TEXT_LIMIT = 200_000  # characters of a source text; the seed issue has 3,000

KINDS = [(IssueKind.REGULAR, _("正刊")), (IssueKind.SUPPLEMENT, _("增刊")), (IssueKind.SPECIAL, _("专刊"))]


class Series(Owned):
    """A bulletin that appears in numbered issues (刊物)."""

    name = Line(_("刊名"), max_length=60)
    slug = models.SlugField(_("代号"), max_length=30)
    issuer = Line(_("编发单位"), max_length=60)
    template = Data(_("版式"), default=dict, blank=True)  # what differs from the press's default template
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


class Issue(Owned):
    """An issue in the archive. It never changes."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="issues")
    kind = Line(_("类别"), max_length=12, choices=KINDS, default=IssueKind.REGULAR)
    year = models.PositiveIntegerField(_("年度"))
    annual_no = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    cumulative_no = models.PositiveIntegerField(_("总期号"), null=True, blank=True)
    issuer = Line(_("编发单位"), max_length=100, blank=True)
    date = models.DateField(_("日期"))
    data = Data(_("内容"))  # the bulletin, as core.gongwen.bulletin_to_json writes it
    source_name = Line(_("来源文件"), max_length=200, blank=True)
    source_text = Text(_("原文"), max_length=TEXT_LIMIT)
    search_text = Text(_("检索文字"), editable=False)  # name, column, note, articles; folded
    saved_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("归档人"), null=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("归档时间"))

    objects: ClassVar[OfficeManager[Issue]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("期")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "kind", "annual_no"],
                condition=Q(annual_no__isnull=False),
                name="annual_no_once",
            ),
            models.UniqueConstraint(
                fields=["series", "cumulative_no"],
                condition=Q(cumulative_no__isnull=False),
                name="cumulative_no_once",
            ),
        ]
        indexes = [models.Index(fields=["office", "-date", "-id"], name="archive_newest_first")]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.annual_no or ''}".strip()


class Article(Owned):
    """One article of an archived issue."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="articles")
    position = models.PositiveSmallIntegerField(_("次序"))
    title = Line(_("标题"), max_length=500)
    body = Text(_("正文"))
    source_unit = Line(_("供稿单位"), max_length=200, blank=True)
    column = Line(_("栏目"), max_length=100, blank=True)

    objects: ClassVar[OfficeManager[Article]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("稿件")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["issue", "position"], name="article_position_once")]

    def __str__(self) -> str:
        return self.title


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
    source_name = Line(_("来源文件"), max_length=200, blank=True)
    source_format = Line(_("来源格式"), max_length=20)
    source_text = Text(_("原文"), max_length=TEXT_LIMIT)  # never rewritten: spans are offsets into it
    data = Data(_("内容"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    state = Line(_("状态"), max_length=12, choices=ReadingState.choices, default=ReadingState.OPEN)
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


class RenderingFormat(models.TextChoices):
    """What an issue is rendered to."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Rendering(Owned):
    """An issue as a file, with the form check made of it."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="renderings")
    format = Line(_("格式"), max_length=8, choices=RenderingFormat.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")
    form = Data(_("版式核验"), default=dict)
    made_at = models.DateTimeField(_("生成时间"))

    objects: ClassVar[OfficeManager[Rendering]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("成品文件")

    def __str__(self) -> str:
        return f"{self.issue} {self.format}"
