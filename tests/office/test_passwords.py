from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from taizhang.office.passwords import PROFILES


def accepts(profile: str, password: str) -> bool:
    try:
        validate_password(password, password_validators=get_password_validators(PROFILES[profile]))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("profile", "password", "accepted"),
    [
        ("asvs", "clear water under nine bridges", True),
        ("asvs", "河水清清流过九座桥下有人家吗", False),
        ("asvs", "short-1A", False),
        ("mlps", "Bridges-29", True),
        ("mlps", "Bridges-2", False),
        ("mlps", "bridgesbridges", False),
        ("mlps", "bridges+bridges", False),
        ("mlps", "bridges+12345", True),
    ],
)
def test_a_policy_accepts_what_it_promises(profile: str, password: str, accepted: bool) -> None:
    assert accepts(profile, password) is accepted
