"""Member units, people with an account, and the posts they hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from taizhang.office import clock
from taizhang.office.models.owned import Office, Owned
from taizhang.office.roles import Role
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, LoginName


class UnitKind(models.TextChoices):
    """What kind of member a unit is."""

    DEPARTMENT = "department", _("市直单位")
    DISTRICT = "district", _("区县")
    OTHER = "other", _("其他单位")


class Unit(Owned):
    """A member unit."""

    name = LineField(_("单位名称"), max_length=100)
    short_name = LineField(_("单位简称"), max_length=30)
    kind = LineField(_("类别"), max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    aliases = Data(_("别名"), default=list, blank=True)  # other names it is written by
    district = LineField(_("所属区县"), max_length=30, blank=True)
    active = models.BooleanField(_("在用"), default=True)
    closed_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("并入"), null=True, blank=True, related_name="absorbed"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("拆分自"), null=True, blank=True, related_name="split_off"
    )

    objects: ClassVar[OfficeManager[Unit]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="unit_named_once")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def every_name(self) -> list[str]:
        """The names by which it is known: its own, its aliases, those it bore before; each once."""
        former = [word for each in self.former_names.all() for word in (each.name, each.short_name)]
        return list(dict.fromkeys([self.name, self.short_name, *self.aliases, *former]))


class FormerName(Owned):
    """A name that a unit bore until some moment."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="former_names")
    name = LineField(_("单位名称"), max_length=100)
    short_name = LineField(_("单位简称"), max_length=30)
    until = models.DateTimeField(_("用到"))

    objects: ClassVar[OfficeManager[FormerName]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("曾用名")
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Looks a person up by login name, in whatever office: nobody is in a scope before logging in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this login name, folded."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Someone with an account. What they may do follows from the posts they hold, never from the account."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("办公室"))
    username = LoginName(_("登录名"), max_length=60, unique=True)
    name = LineField(_("姓名"), max_length=30)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = LineField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    large_type = models.BooleanField(_("大字号"), default=False)
    password_set_at = models.DateTimeField(_("密码设定时间"), default=clock.now)
    # Kept with the rows of SecondFactor, so that the guard of every page asks nothing more.
    has_second_factor = models.BooleanField(_("已设第二因素"), default=False)

    held: tuple[Post, ...] | None = (
        None  # the posts of whoever a session belongs to, as they were when it was read
    )

    objects: ClassVar[People] = People()
    of_office: ClassVar[OfficeManager[Person]] = OfficeManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        default_manager_name = "objects"

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Set the password, and when that was."""
        super().set_password(raw_password)
        self.password_set_at = clock.now()


class Post(Owned):
    """A post carries the responsibility: whoever succeeds to it inherits everything."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True)
    role = LineField(_("角色"), max_length=20, choices=Role.choices)
    title = LineField(_("岗位名称"), max_length=60)
    closed_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    acted_for: Person | None = None  # whom the person who acts on this post stands in for

    objects: ClassVar[OfficeManager[Post]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")

    def __str__(self) -> str:
        return self.title


class PostHolder(Owned):
    """Who holds a post, and from when to when; ``valid_to`` is the first moment no longer held.

    A deputy holds it beside the person on leave (``deputy_for``), for a time that is set beforehand.
    """

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("岗位"), related_name="holders")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="holdings")
    valid_from = models.DateTimeField(_("任职起"))
    valid_to = models.DateTimeField(_("任职止"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("代理"), null=True, blank=True, related_name="+"
    )

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
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | Q(valid_to__isnull=False), name="deputy_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it is held; None for one without an end."""
        return None if self.valid_to is None else localdate(self.valid_to - timedelta(seconds=1))
