"""Password policies, chosen by name (TAIZHANG_PASSWORDS)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
    "mlps": _profile(10, "taizhang.office.passwords.CharacterClasses"),  # 等级保护: shorter, composed
}
