"""Every write to the office's tables: one keyword-only function per verb, ``by=`` and ``at=`` passed in."""

from taizhang.office.actions.appointments import appoint, deputise, end_appointment
from taizhang.office.actions.enrolling import enrol
from taizhang.office.actions.founding import finish_founding, found_office
from taizhang.office.actions.people import (
    change_person,
    close_account,
    give_password,
    open_account,
    register_person,
    unlock_account,
)
from taizhang.office.actions.posts import add_post, close_post, rename_post
from taizhang.office.actions.units import (
    add_unit,
    add_units,
    change_unit,
    close_unit,
    merge_unit,
    rename_unit,
    reopen_unit,
    split_unit,
)

__all__ = [
    "add_post",
    "add_unit",
    "add_units",
    "appoint",
    "change_person",
    "change_unit",
    "close_account",
    "close_post",
    "close_unit",
    "deputise",
    "end_appointment",
    "enrol",
    "finish_founding",
    "found_office",
    "give_password",
    "merge_unit",
    "open_account",
    "register_person",
    "rename_post",
    "rename_unit",
    "reopen_unit",
    "split_unit",
    "unlock_account",
]
