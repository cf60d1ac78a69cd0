"""Who may do what: one table, permission → roles. The web's access layer and every action ask it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from taizhang.office.roles import Role


class Permission(StrEnum):
    """Something a role allows."""

    USE_DESK = "use_desk"  # open, correct and discard one's own readings
    SAVE_TO_ARCHIVE = "save_to_archive"  # put a reading into the archive; found a series
    READ_ARCHIVE = "read_archive"
    SEE_OFFICE = "see_office"  # units, posts and who holds them
    MANAGE_UNITS = "manage_units"  # units and posts
    MANAGE_PEOPLE = "manage_people"  # accounts and appointments
    SEE_EVENTS = "see_events"  # the record of what was done


TABLE: dict[Permission, frozenset[Role]] = {
    Permission.USE_DESK: frozenset({Role.LIAISON, Role.EDITOR}),
    Permission.SAVE_TO_ARCHIVE: frozenset({Role.EDITOR}),
    Permission.READ_ARCHIVE: frozenset(
        {Role.EDITOR, Role.CHECKER, Role.SIGNER, Role.OFFICE_LEADER, Role.LEDGER_OFFICER, Role.READER}
    ),
    Permission.SEE_OFFICE: frozenset(
        {Role.OFFICE_LEADER, Role.LEDGER_OFFICER, Role.EDITOR, Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDITOR}
    ),
    Permission.MANAGE_UNITS: frozenset({Role.SYS_ADMIN}),
    Permission.MANAGE_PEOPLE: frozenset({Role.SEC_ADMIN}),
    Permission.SEE_EVENTS: frozenset({Role.AUDITOR}),
}


def allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of ``roles`` carries ``permission``."""
    return not TABLE[permission].isdisjoint(roles)
