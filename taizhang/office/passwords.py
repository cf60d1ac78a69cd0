"""Password policies, chosen by name (TAIZHANG_PASSWORDS)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:  # the settings read the policies before there are models
    from taizhang.office.models import Person

CLASSES = 3  # of the four: lower case, upper case, digits, signs


class CharacterClasses:
    """At least three of four classes of characters (GB/T 22239-2019, 8.1.4.1 鉴别信息复杂度)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for too few classes."""
        tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(test(sign) for sign in password) for test in tests) < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """What the policy asks for."""
        return _("密码须包含小写字母、大写字母、数字、符号中的至少三类。")


class NotThePresent:
    """A password that is changed because of its age becomes another one."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for the present password."""
        if user is not None and user.has_usable_password() and user.check_password(password):
            raise ValidationError(self.get_help_text(), code="password_present")

    def get_help_text(self) -> str:
        """What the policy asks for."""
        return _("新密码不能与现用密码相同。")


def is_too_old(person: Person, at: datetime) -> bool:
    """Whether the person must choose another password first. A demo's accounts keep theirs."""
    days: int = settings.PASSWORD_DAYS
    if not days or person.office.is_demo or not person.has_usable_password():
        return False
    return at - person.password_set_at > timedelta(days=days)


def _profile(length: int, *more: str) -> list[dict[str, Any]]:
    standard = "django.contrib.auth.password_validation"
    return [
        {"NAME": f"{standard}.MinimumLengthValidator", "OPTIONS": {"min_length": length}},
        {
            "NAME": f"{standard}.UserAttributeSimilarityValidator",
            "OPTIONS": {"user_attributes": ["username", "name"]},
        },
        {"NAME": f"{standard}.CommonPasswordValidator"},
        *({"NAME": name} for name in more),
    ]


PROFILES = {
    "asvs": _profile(15),  # OWASP ASVS 5.0, 6.2: long, no rules of composition
    # 等级保护: shorter, composed, changed at times
    "mlps": _profile(
        10, "taizhang.office.passwords.CharacterClasses", "taizhang.office.passwords.NotThePresent"
    ),
}
DAYS = {"asvs": 0, "mlps": 90}  # after which a password is changed; 0: when its owner wants to
