"""Issues and their articles, from the first piece on the desk to the sealed file."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.series import KINDS, Series
from taizhang.bulletin.models.submissions import Submission, SubmittedText
from taizhang.bulletin.models.text import TEXT_LIMIT
from taizhang.core.gongwen.issue_templates import IssueTemplate
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import IssueState, ProofState
from taizhang.ledger.models import Project, Theme
from taizhang.office.models import Owned, Person, StoredFile, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

ISSUE_STATES = [
    (IssueState.COMPOSING, _("编辑中")),
    (IssueState.EDITED, _("待核稿")),
    (IssueState.CHECKED, _("待签发")),
    (IssueState.SIGNED, _("已签发")),
    (IssueState.SEALED, _("已封存")),
    (IssueState.DISTRIBUTED, _("已分发")),
    (IssueState.ARCHIVED, _("已归档")),
    (IssueState.DROPPED, _("已放弃")),
    (IssueState.VOIDED, _("已作废")),
]
PROOF_STATES = [
    (ProofState.ASKED, _("待确认")),
    (ProofState.CONFIRMED, _("已确认")),
    (ProofState.OBJECTED, _("有意见")),
    (ProofState.OVERTAKEN, _("已有新稿")),
]
NUMBERED = [
    IssueState.SIGNED,
    IssueState.SEALED,
    IssueState.DISTRIBUTED,
    IssueState.ARCHIVED,
    IssueState.VOIDED,
]
SEALED = [IssueState.SEALED, IssueState.DISTRIBUTED, IssueState.ARCHIVED]


class Origin(models.TextChoices):
    """Where an issue comes from."""

    DESK = "desk", _("本系统编发")
    READ = "read", _("旧刊读入")


class Issue(Owned):
    """One issue. At the desk it is composed of articles; once sealed it never changes.

    ``data`` is the bulletin as ``core.gongwen`` writes it: at the desk without its articles, which are rows
    of their own; sealed or read in, the whole. ``key`` names it to those who have no account.
    """

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="issues")
    origin = LineField(_("来源"), max_length=8, choices=Origin.choices, default=Origin.READ)
    state = LineField(_("状态"), max_length=12, choices=ISSUE_STATES, default=IssueState.ARCHIVED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    key = models.UUIDField(_("公开编号"), default=uuid.uuid4, unique=True, editable=False)
    kind = LineField(_("类别"), max_length=12, choices=KINDS, default=IssueKind.REGULAR)
    template = LineField(_("模板"), max_length=12, blank=True)  # a kind of which the series has a template
    named = LineField(
        _("报头名称"), max_length=40, blank=True
    )  # as its template has it; empty: as the series is
    # In which count its number is, or will be: empty for that of the series, else the template's kind.
    count = LineField(_("编号序列"), max_length=12, blank=True)
    year = models.PositiveIntegerField(_("年度"))
    annual_no = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    cumulative_no = models.PositiveIntegerField(_("总期号"), null=True, blank=True)
    issuer = LineField(_("编发单位"), max_length=100, blank=True)
    date = models.DateField(_("日期"))
    data = Data(_("内容"))
    source_name = LineField(_("来源文件"), max_length=200, blank=True)
    original = models.ForeignKey(  # of one read in: the file as it was brought
        StoredFile, models.PROTECT, verbose_name=_("原件"), null=True, blank=True, related_name="+"
    )
    source_text = Text(_("原文"), max_length=TEXT_LIMIT, blank=True)
    search_text = Text(_("检索文字"), editable=False, blank=True)  # name, column, note, articles; folded
    reason = Text(_("退回意见"), max_length=500, blank=True)  # of the last return
    opened_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("编辑人"), null=True, blank=True, related_name="+"
    )
    edited_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("责编"), null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(_("送核时间"), null=True, blank=True)
    checked_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("核稿"), null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("核稿时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("签发"), null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    saved_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("归档人"), null=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("归档时间"))  # at the desk: begun; sealed: sealed; read in: stored
    snapshot = Data(_("数据快照"), default=dict, blank=True)  # every figure with its source, as sealed

    objects: ClassVar[OfficeManager[Issue]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("期")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "count", "year", "kind", "annual_no"],
                condition=Q(annual_no__isnull=False),
                name="annual_no_once",
            ),
            models.UniqueConstraint(
                fields=["series", "count", "cumulative_no"],
                condition=Q(cumulative_no__isnull=False),
                name="cumulative_no_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="issue_signed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(origin="read")
                | Q(state__in=NUMBERED, annual_no__isnull=False, signed_at__isnull=False)
                | (~Q(state__in=NUMBERED) & Q(annual_no__isnull=True, signed_at__isnull=True)),
                name="issue_numbered_iff_signed",
            ),
            models.CheckConstraint(
                condition=Q(origin="read")
                | Q(checked_by__isnull=True)
                | ~Q(checked_by=models.F("edited_by")),
                name="checker_is_not_the_editor",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-date", "-id"], name="archive_newest_first"),
            models.Index(fields=["office", "state"], name="issues_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year} {self.annual_no or ''}".strip()

    @property
    def made_by(self) -> IssueTemplate | None:
        """The template from which it was begun; None where it is as the series is."""
        return self.series.issue_template(self.template)

    @property
    def name(self) -> str:
        """What it is called: as its template's masthead said when it was signed, else as the series is."""
        return self.named or self.series.name

    @property
    def usual(self) -> UsualLength:
        made_by = self.made_by
        return made_by.lengths if made_by else self.series.usual


class Article(Owned):
    """One article of an issue. Its text, in which figures have their places, is ``title`` + line feed + ``body``;
    a line of the body is a paragraph."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="articles")
    position = models.PositiveSmallIntegerField(_("次序"))
    title = LineField(_("标题"), max_length=500, blank=True)
    body = Text(_("正文"), blank=True)
    run_in = models.BooleanField(_("标题接排正文"), default=True)
    source_unit = LineField(_("供稿单位"), max_length=200, blank=True)
    column = LineField(_("栏目"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="articles"
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name=_("类别"), null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    changed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("修改人"), null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("修改时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Article]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("稿件")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["issue", "position"], name="article_position_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        """The text in which the article's figures have their places."""
        return f"{self.title}\n{self.body}"


class ArticleVersion(Owned):
    """An article's text as it was saved: what a conflict is measured against, and what changed since."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="versions")
    version = models.PositiveIntegerField(_("版本"))
    title = LineField(_("标题"), max_length=500, blank=True)
    body = Text(_("正文"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("修改人"), related_name="+")
    at = models.DateTimeField(_("修改时间"))

    objects: ClassVar[OfficeManager[ArticleVersion]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("稿件版本")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.article} {self.version}"


class AdoptionMode(models.TextChoices):
    """How much of a submission was adopted."""

    FULL = "full", _("全文")
    EXCERPT = "excerpt", _("摘编")
    COMBINED = "combined", _("综合")


class Adoption(Owned):
    """That an article was made of a submission, and of which of its signed texts."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="adoptions")
    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name=_("来稿"), related_name="adoptions"
    )
    text = models.ForeignKey(SubmittedText, models.PROTECT, verbose_name=_("报送原文"), related_name="+")
    mode = LineField(_("采用方式"), max_length=12, choices=AdoptionMode.choices, default=AdoptionMode.FULL)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("采用人"), related_name="+")
    at = models.DateTimeField(_("采用时间"))

    objects: ClassVar[OfficeManager[Adoption]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("采用")
        constraints = [models.UniqueConstraint(fields=["article", "submission"], name="adopted_once")]

    def __str__(self) -> str:
        return f"{self.submission} → {self.article}"


class Proof(Owned):
    """An article shown to its unit before print (校样): the difference to what it signed, to be confirmed."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="proofs")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    title = LineField(_("标题"), max_length=500)
    body = Text(_("正文"))
    state = LineField(_("状态"), max_length=12, choices=PROOF_STATES, default=ProofState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("送校人"), related_name="+")
    asked_at = models.DateTimeField(_("送校时间"))
    answer = Text(_("意见"), max_length=500, blank=True)
    confirmed = models.BooleanField(
        _("单位确认过"), default=False
    )  # stays when a later text overtakes this one
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("确认人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[Proof]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("校样")

    @property
    def responsible_unit_id(self) -> int:
        return self.unit_id

    def __str__(self) -> str:
        return self.title


class LastLook(Owned):
    """An issue's texts as a person last saw them, so that what changed since can be shown."""

    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name=_("期"), related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="+")
    at = models.DateTimeField(_("时间"))
    texts = Data(_("文字"), default=dict)  # {"article": [title, body]}

    objects: ClassVar[OfficeManager[LastLook]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("上次查看")
        constraints = [models.UniqueConstraint(fields=["issue", "person"], name="last_look_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.issue}"


class Presence(Owned):
    """Who has an article open right now."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("稿件"), related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="+")
    seen_at = models.DateTimeField(_("时间"))

    objects: ClassVar[OfficeManager[Presence]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("在场")
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.article}"


class RenderingFormat(models.TextChoices):
    """What an issue is rendered to."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class IssueAttachment(Owned):
    """A file that goes out beside an issue, with its name as the issue prints it. Sealed, it never changes: its SHA-256
    stands in the issue's ``snapshot``.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="attachments")
    position = models.PositiveSmallIntegerField(_("次序"))
    name = LineField(_("名称"), max_length=100)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("添加人"), related_name="+")
    added_at = models.DateTimeField(_("添加时间"))

    objects: ClassVar[OfficeManager[IssueAttachment]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="attachment_position_once"),
            models.UniqueConstraint(fields=["issue", "file"], name="attached_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Rendering(Owned):
    """An issue as a file, with the form check made of it; ``letter`` is of a revision (A: the issue itself)."""

    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("期"), related_name="renderings")
    letter = LineField(_("版次"), max_length=1, default="A")
    format = LineField(_("格式"), max_length=8, choices=RenderingFormat.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")
    form = Data(_("版式核验"), default=dict)
    made_at = models.DateTimeField(_("生成时间"))

    objects: ClassVar[OfficeManager[Rendering]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("成品文件")

    def __str__(self) -> str:
        return f"{self.issue} {self.format}"
