"""What was done, and the files that were kept: neither is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import Owned
from taizhang.office.models.people import Person, Post
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField


class AppendOnly(Exception):
    """The event record is never changed."""


class Event(Owned):
    """Who did what to what, when, and how it ended. Rows are only ever added (triggers guard the table)."""

    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("操作人"), null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("岗位"), null=True, related_name="+")
    deputy_for = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("代理"), null=True, related_name="+"
    )
    verb = LineField(_("操作"), max_length=40)
    subject_kind = LineField(_("对象类别"), max_length=40)
    subject_id = models.BigIntegerField(_("对象编号"))
    detail = Data(_("详情"), default=dict)
    outcome = LineField(_("结果"), max_length=20, default="done")

    objects: ClassVar[OfficeManager[Event]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作记录")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, never update."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly


class StoredFile(Owned):
    """A file kept by its content: the SHA-256 is its name on disk."""

    sha256 = LineField(_("校验值"), max_length=64)
    size = models.BigIntegerField(_("字节数"))
    name = LineField(_("文件名"), max_length=200)
    media_type = LineField(_("类型"), max_length=100)
    stored_at = models.DateTimeField(_("保存时间"))

    objects: ClassVar[OfficeManager[StoredFile]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        constraints = [models.UniqueConstraint(fields=["office", "sha256", "name"], name="file_stored_once")]

    def __str__(self) -> str:
        return self.name
