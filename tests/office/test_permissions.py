"""The whole policy, written out a second time: permission × role."""

from __future__ import annotations

import pytest

from taizhang.office.permissions import TABLE, Permission, allowed
from taizhang.office.roles import ADMINISTRATORS, Role

# desk archive read | office units calendar people events | ledger act file sign run decide direct handle sheet
# | submit issues act edit sign (of the bulletin) | see act order run (of outreach) | learn
EXPECTED = {
    Role.LIAISON: "x.x.....xxx....x.x.xx..xxx.x",
    Role.UNIT_LEADER: "..x.....xx.x...x.x.xx..xx..x",
    Role.LEDGER_OFFICER: "..xx.x..xx..xx.xx...x..x....",
    Role.EDITOR: "xxxx....x......x..xxxx.x...x",
    Role.CHECKER: "..x.....x......x..xxx..x....",
    Role.SIGNER: "..x.....x......x..xxx.xx....",
    Role.OFFICE_LEADER: "..xx....xx...xxxx.x.x..x....",
    Role.DISPATCHER: "...............x.......xx.x.",
    Role.READER: "..x........................x",
    Role.SYS_ADMIN: "...xxx......................",
    Role.SEC_ADMIN: "...x..x.....................",
    Role.AUDITOR: "...x...x....................",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_allows_exactly_what_the_policy_says(role: Role) -> None:
    assert "".join("x" if allowed([role], each) else "." for each in Permission) == EXPECTED[role]


def test_no_role_no_permission() -> None:
    assert not any(allowed([], permission) for permission in Permission)


def test_every_permission_is_in_the_table_and_somebody_has_it() -> None:
    assert set(TABLE) == set(Permission)
    assert all(TABLE.values())


def test_administrators_never_touch_content() -> None:
    own = {
        Permission.SEE_OFFICE, Permission.MANAGE_UNITS, Permission.MANAGE_PEOPLE, Permission.SEE_EVENTS,
        Permission.SET_CALENDAR,
    }  # fmt: skip
    content = set(Permission) - own
    assert not any(allowed(ADMINISTRATORS, permission) for permission in content)
