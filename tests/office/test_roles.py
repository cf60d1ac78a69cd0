from __future__ import annotations

from itertools import combinations

from taizhang.office.roles import ADMINISTRATORS, Role, exclude_each_other


def test_administrators_exclude_each_other_and_everyone_else() -> None:
    for first, second in combinations(Role, 2):
        expected = first in ADMINISTRATORS or second in ADMINISTRATORS
        assert exclude_each_other(first, second) is expected
        assert exclude_each_other(second, first) is expected


def test_no_role_excludes_itself() -> None:
    assert not any(exclude_each_other(role, role) for role in Role)


def test_roles_are_called_what_offices_call_them() -> None:
    assert [str(role.label) for role in ADMINISTRATORS if role == Role.AUDITOR] == ["审计管理员"]
    assert str(Role.LEDGER_OFFICER.label) == "督账员"
