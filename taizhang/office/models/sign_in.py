"""Second factors beside the password, and who a person is at the provider of single sign-on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.office.models.owned import Owned
from taizhang.office.models.people import Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text


class FactorKind(models.TextChoices):
    """What somebody has beside the password."""

    TOTP = "totp", _("动态口令")
    KEY = "key", _("安全密钥")


class SecondFactor(Owned):
    """A telephone with one-time passwords, or a security key.

    ``secret`` is encrypted: the shared secret, or the key's public part. ``handle`` is the digest by which a security key is
    known. ``counter`` only rises: the last time step that was used, or the key's own count of signatures.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="second_factors")
    kind = LineField(_("类别"), max_length=10, choices=FactorKind.choices)
    name = LineField(_("名称"), max_length=40)
    secret = Text(_("密文"))
    handle = LineField(_("校验值"), max_length=64, blank=True)
    counter = models.BigIntegerField(_("计数"), default=0)
    made_at = models.DateTimeField(_("登记时间"))
    used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    objects: ClassVar[OfficeManager[SecondFactor]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("第二因素")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(kind="totp"), name="one_totp_of_a_person"),
            models.UniqueConstraint(fields=["handle"], condition=~Q(handle=""), name="security_key_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(Owned):
    """A code printed for the day on which the telephone is lost; only its SHA-256 is kept."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="recovery_codes")
    digest = LineField(_("校验值"), max_length=64, unique=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[RecoveryCode]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("恢复码")

    def __str__(self) -> str:
        return self.digest[:8]


class IdentityProvider(Owned):
    """The office's provider of single sign-on (OpenID Connect). ``client_secret`` is encrypted."""

    name = LineField(_("名称"), max_length=30)
    issuer = models.URLField(_("签发者地址"), max_length=300)
    client_id = LineField(_("客户端标识"), max_length=200)
    client_secret = Text(_("密文"), blank=True)
    active = models.BooleanField(_("启用"), default=True)

    objects: ClassVar[OfficeManager[IdentityProvider]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("统一身份认证")
        constraints = [models.UniqueConstraint(fields=["office"], name="one_provider_of_an_office")]

    def __str__(self) -> str:
        return self.name


class LinkedIdentity(Owned):
    """Whom the provider means by a subject. Neither name nor mail of the provider says who somebody is."""

    issuer = models.URLField(_("签发者地址"), max_length=300)
    subject = LineField(_("主体标识"), max_length=255)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="identities")
    linked_at = models.DateTimeField(_("关联时间"))

    objects: ClassVar[OfficeManager[LinkedIdentity]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("统一身份")
        constraints = [
            models.UniqueConstraint(fields=["office", "issuer", "subject"], name="subject_is_one_person"),
            models.UniqueConstraint(fields=["person", "issuer"], name="person_is_one_subject"),
        ]

    def __str__(self) -> str:
        return self.subject


class AccessState(models.TextChoices):
    """What became of a request for access."""

    ASKED = "asked", _("待办理")
    GRANTED = "granted", _("已开通")
    DECLINED = "declined", _("不予开通")


class AccessRequest(Owned):
    """Somebody whom the provider knows and the office does not asks to be let in."""

    issuer = models.URLField(_("签发者地址"), max_length=300)
    subject = LineField(_("主体标识"), max_length=255)
    name = LineField(_("姓名"), max_length=30)
    unit = LineField(_("单位"), max_length=100)
    words = Text(_("说明"), max_length=500, blank=True)
    state = LineField(_("状态"), max_length=10, choices=AccessState.choices, default=AccessState.ASKED)
    asked_at = models.DateTimeField(_("申请时间"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[AccessRequest]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("开通申请")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "issuer", "subject"], condition=Q(state="asked"), name="access_asked_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
