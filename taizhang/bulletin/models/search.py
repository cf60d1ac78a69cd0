"""The search index: derived data, made anew from the other tables at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Office, Owned
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField


class FoundKind(models.TextChoices):
    """What can be found."""

    ISSUE = "issue", _("简报")
    ARTICLE = "article", _("稿件")
    PROJECT = "project", _("项目")
    FIGURE = "figure", _("数据")
    DIRECTIVE = "directive", _("批示")
    ORDER = "order", _("点单")
    SESSION = "session", _("宣讲场次")
    SIT_IN = "sit_in", _("巡听旁听")
    MEDIA = "media", _("媒体报道")
    RESEARCH = "research", _("调研课题")
    SERVICE = "service", _("公益服务")
    PLAN = "plan", _("专项方案")


class SearchEntry(Owned):
    """One thing to be found, or a part of a long one. Its words are in a table of the database's own kind.

    The key grows with the date (``search.keys.key_of``), so that newest first is the order of the keys.
    """

    id = models.BigIntegerField(primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("办公室"), db_index=False)
    kind = LineField(_("类别"), max_length=12, choices=FoundKind.choices)
    target = models.BigIntegerField(_("对象编号"))
    date = models.DateField(_("日期"))
    year = models.PositiveIntegerField(_("年度"))
    series = models.BigIntegerField(_("刊物"), null=True)
    unit = models.BigIntegerField(_("单位"), null=True)
    project = models.BigIntegerField(_("项目"), null=True)  # whose readers may see it; none: of the bulletin
    column = LineField(_("栏目"), max_length=100, blank=True)
    low = models.DecimalField(_("下限"), max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(_("上限"), max_digits=24, decimal_places=6, null=True)
    counted_in = LineField(_("计量单位"), max_length=20, blank=True)

    objects: ClassVar[OfficeManager[SearchEntry]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("检索条目")
        # Hits are fetched by their keys; SQLite would rather walk through an index that begins with the office.
        indexes = [models.Index(fields=["target", "kind"], name="entries_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class SearchState(Owned):
    """How far the index has followed the event record: everything up to ``event``, and ``ahead`` beyond it.

    ``form`` is that of the words in it (``core.text.bigrams.index_form``): of another one it is made anew.
    """

    event = models.BigIntegerField(_("已跟到"), default=0)
    ahead = Data(_("已先行处理"), default=list)
    form = LineField(_("词形版本"), max_length=16, blank=True, default="")

    objects: ClassVar[OfficeManager[SearchState]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("检索进度")
        constraints = [models.UniqueConstraint(fields=["office"], name="search_state_once")]

    def __str__(self) -> str:
        return str(self.event)
