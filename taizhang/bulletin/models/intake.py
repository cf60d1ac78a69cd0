"""Old issues read in from files: what became of each file, so that reading goes on where it stopped."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models.issues import Issue
from taizhang.bulletin.models.readings import Reading
from taizhang.bulletin.models.series import Series
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField


class FileOutcome(models.TextChoices):
    """What became of a file."""

    ARCHIVED = "archived", _("已存档")
    DOUBT = "doubt", _("待核对")  # it could not be archived as it stands; a person settles it at the desk
    DUPLICATE = "duplicate", _("重复")
    REFUSED = "refused", _("不能读取")


class ArchivedFile(Owned):
    """One file of old issues, known by its content: the same content is read once for a series."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("刊物"), related_name="files_read")
    sha256 = LineField(_("校验值"), max_length=64)
    name = LineField(_("文件名"), max_length=200)
    outcome = LineField(_("结果"), max_length=12, choices=FileOutcome.choices)
    # What is to be looked at, as marked patterns with their gaps: [{"pattern", "values"}].
    doubts = Data(_("疑问"), default=list)
    issue = models.ForeignKey(
        Issue, models.PROTECT, verbose_name=_("期"), null=True, blank=True, related_name="files_read"
    )
    reading = models.ForeignKey(
        Reading, models.PROTECT, verbose_name=_("阅读"), null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("读入人"), null=True, related_name="+")
    at = models.DateTimeField(_("读入时间"))

    objects: ClassVar[OfficeManager[ArchivedFile]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("读入的旧刊文件")
        constraints = [models.UniqueConstraint(fields=["series", "sha256"], name="file_read_once")]

    def __str__(self) -> str:
        return self.name
