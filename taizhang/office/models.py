"""The office's tables. Every row belongs to one office, and a query outside an office's scope raises."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.office.roles import Role
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, Line, LoginName


class Office(models.Model):
    """The office that keeps the accounts and issues the bulletin: the tenant."""

    name = Line(_("名称"), max_length=100, unique=True)
    short_name = Line(_("简称"), max_length=30)
    slug = models.SlugField(_("代号"), max_length=30, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("办公室")

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """A row of one office."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("办公室"))

    class Meta:
        abstract = True


class UnitKind(models.TextChoices):
    """What kind of member a unit is."""

    DEPARTMENT = "department", _("市直单位")
    DISTRICT = "district", _("区县")
    OTHER = "other", _("其他单位")


class Unit(Owned):
    """A member unit."""

    name = Line(_("单位名称"), max_length=100)
    short_name = Line(_("单位简称"), max_length=30)
    kind = Line(_("类别"), max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[OfficeManager[Unit]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="unit_named_once")]

    def __str__(self) -> str:
        return self.short_name


class People(BaseUserManager["Person"]):
    """Looks a person up by login name, in whatever office: nobody is in a scope before logging in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this login name, folded."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Someone with an account. What they may do follows from the posts they hold, never from the account."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("办公室"))
    username = LoginName(_("登录名"), max_length=60, unique=True)
    name = Line(_("姓名"), max_length=30)
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    objects: ClassVar[People] = People()
    of_office: ClassVar[OfficeManager[Person]] = OfficeManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        default_manager_name = "objects"

    def __str__(self) -> str:
        return self.name


class Post(Owned):
    """A post carries the responsibility: whoever succeeds to it inherits everything."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True)
    role = Line(_("角色"), max_length=20, choices=Role.choices)
    title = Line(_("岗位名称"), max_length=60)

    objects: ClassVar[OfficeManager[Post]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")

    def __str__(self) -> str:
        return self.title


class PostHolder(Owned):
    """Who holds a post, and from when to when; ``valid_to`` is the first moment no longer held."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("岗位"), related_name="holders")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="holdings")
    valid_from = models.DateTimeField(_("任职起"))
    valid_to = models.DateTimeField(_("任职止"), null=True, blank=True)

    objects: ClassVar[OfficeManager[PostHolder]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="holding_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(valid_to__isnull=True), name="post_held_by_one_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


class AppendOnly(Exception):
    """The event record is never changed."""


class Event(Owned):
    """Who did what to what, when, and how it ended. Rows are only ever added (triggers guard the table)."""

    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("操作人"), null=True, related_name="+")
    verb = Line(_("操作"), max_length=40)
    subject_kind = Line(_("对象类别"), max_length=40)
    subject_id = models.BigIntegerField(_("对象编号"))
    detail = Data(_("详情"), default=dict)
    outcome = Line(_("结果"), max_length=20, default="done")

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

    sha256 = Line(_("校验值"), max_length=64)
    size = models.BigIntegerField(_("字节数"))
    name = Line(_("文件名"), max_length=200)
    media_type = Line(_("类型"), max_length=100)
    stored_at = models.DateTimeField(_("保存时间"))

    objects: ClassVar[OfficeManager[StoredFile]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        constraints = [models.UniqueConstraint(fields=["office", "sha256", "name"], name="file_stored_once")]

    def __str__(self) -> str:
        return self.name
