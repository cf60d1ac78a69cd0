"""Who may do what: one table, permission → roles. The web's access layer and every action ask it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from taizhang.office.roles import OF_A_UNIT, OF_THE_DESK, Role


class Permission(StrEnum):
    """Something a role allows."""

    USE_DESK = "use_desk"  # open, correct and discard one's own readings
    SAVE_TO_ARCHIVE = "save_to_archive"  # put a reading into the archive; found a series
    READ_ARCHIVE = "read_archive"
    SEE_OFFICE = "see_office"  # units, posts and who holds them
    MANAGE_UNITS = "manage_units"  # units and posts
    SET_CALENDAR = "set_calendar"  # the office's holidays
    MANAGE_PEOPLE = "manage_people"  # accounts and appointments
    SEE_EVENTS = "see_events"  # the record of what was done
    SEE_LEDGER = "see_ledger"  # the ledger: people of a unit see their unit's rows
    ACT_IN_LEDGER = "act_in_ledger"  # take a step of a project's year; the tables in core say which
    FILE_FOR_UNIT = "file_for_unit"  # proposals, reports, records of one's own unit
    SIGN_FOR_UNIT = "sign_for_unit"
    RUN_LEDGER = "run_ledger"  # calls, accounts, reviews of reports, notices, rules, import
    DECIDE_CHANGE = "decide_change"
    WRITE_DIRECTIVE = "write_directive"  # a leader's sentence that becomes a post's task
    HANDLE_DIRECTIVE = "handle_directive"  # answer one, pass it on; whose it is, the act itself asks
    SEE_SHEET = "see_sheet"  # the leader's one page
    SUBMIT = "submit"  # articles of one's own unit, and what they became
    SEE_ISSUES = "see_issues"  # issues at the desk, and what units sent in
    ACT_IN_BULLETIN = "act_in_bulletin"  # take a step of a bulletin's life; the tables in core say which
    REMARK = "remark"  # deal with what is said of a text; whose text it is, the tables and the act ask
    EDIT_BULLETIN = "edit_bulletin"  # inbox, composing, sending, corrections
    SIGN_BULLETIN = "sign_bulletin"
    SEE_OUTREACH = "see_outreach"  # orders, sessions, coverage: people of a unit see their unit's
    ACT_IN_OUTREACH = "act_in_outreach"  # take a step of an order or session; the tables in core say which
    ORDER_TALK = "order_talk"  # order a talk for one's own unit
    RUN_OUTREACH = "run_outreach"  # speakers, topics, dispatch, coverage programmes
    LEARN = "learn"  # ask a unit, take over its practice, follow a theme


TABLE: dict[Permission, frozenset[Role]] = {
    Permission.USE_DESK: frozenset({Role.LIAISON, Role.EDITOR}),
    Permission.SAVE_TO_ARCHIVE: frozenset({Role.EDITOR}),
    # The units read too: the bulletin is printed for them to learn from each other.
    Permission.READ_ARCHIVE: OF_A_UNIT | OF_THE_DESK | {Role.OFFICE_LEADER, Role.LEDGER_OFFICER, Role.READER},
    Permission.SEE_OFFICE: frozenset(
        {Role.OFFICE_LEADER, Role.LEDGER_OFFICER, Role.EDITOR, Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDITOR}
    ),
    Permission.MANAGE_UNITS: frozenset({Role.SYS_ADMIN}),
    Permission.SET_CALENDAR: frozenset({Role.SYS_ADMIN, Role.LEDGER_OFFICER}),
    Permission.MANAGE_PEOPLE: frozenset({Role.SEC_ADMIN}),
    Permission.SEE_EVENTS: frozenset({Role.AUDITOR}),
    Permission.SEE_LEDGER: OF_A_UNIT
    | {Role.LEDGER_OFFICER, Role.OFFICE_LEADER, Role.EDITOR, Role.CHECKER, Role.SIGNER},
    Permission.ACT_IN_LEDGER: OF_A_UNIT | {Role.LEDGER_OFFICER, Role.OFFICE_LEADER},
    Permission.FILE_FOR_UNIT: frozenset({Role.LIAISON}),
    Permission.SIGN_FOR_UNIT: frozenset({Role.UNIT_LEADER}),
    Permission.RUN_LEDGER: frozenset({Role.LEDGER_OFFICER}),
    Permission.DECIDE_CHANGE: frozenset({Role.LEDGER_OFFICER, Role.OFFICE_LEADER}),
    Permission.WRITE_DIRECTIVE: frozenset({Role.OFFICE_LEADER}),
    Permission.HANDLE_DIRECTIVE: OF_A_UNIT
    | OF_THE_DESK
    | {Role.LEDGER_OFFICER, Role.OFFICE_LEADER, Role.DISPATCHER},
    Permission.SEE_SHEET: frozenset({Role.LEDGER_OFFICER, Role.OFFICE_LEADER}),
    Permission.SUBMIT: OF_A_UNIT,
    Permission.SEE_ISSUES: OF_THE_DESK | {Role.OFFICE_LEADER},
    Permission.ACT_IN_BULLETIN: OF_A_UNIT | OF_THE_DESK,
    Permission.REMARK: OF_A_UNIT | OF_THE_DESK | {Role.LEDGER_OFFICER, Role.OFFICE_LEADER},
    Permission.EDIT_BULLETIN: frozenset({Role.EDITOR}),
    Permission.SIGN_BULLETIN: frozenset({Role.SIGNER}),
    Permission.SEE_OUTREACH: OF_A_UNIT
    | OF_THE_DESK
    | {Role.DISPATCHER, Role.LEDGER_OFFICER, Role.OFFICE_LEADER},
    Permission.ACT_IN_OUTREACH: OF_A_UNIT | {Role.DISPATCHER},
    Permission.ORDER_TALK: frozenset({Role.LIAISON}),
    Permission.RUN_OUTREACH: frozenset({Role.DISPATCHER}),
    Permission.LEARN: OF_A_UNIT | {Role.READER, Role.EDITOR},
}


def allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of ``roles`` carries ``permission``."""
    return not TABLE[permission].isdisjoint(roles)
