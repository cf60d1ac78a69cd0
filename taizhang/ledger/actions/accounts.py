"""Accounts: prepared by the office, opened in bulk, confirmed by the unit (建账)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from taizhang.core.lifecycle.numbering import AccountNumber
from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import AccountPlan
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.actions.workflow import move, move_project, next_serial, stepping
from taizhang.ledger.models import Project
from taizhang.ledger.rules.account_plans import check_plan, fields_of, freeze, missing_of, write_lists
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, record_event


def prepare_account(
    *, project: Project, version: int, plan: AccountPlan, by: Person | None, at: datetime
) -> Project:
    """Write the account of a project that is not opened yet; it may still be incomplete."""
    with stepping(PROJECT, "prepare", project, unit=None, by=by, at=at) as step:
        check_plan(project, plan)
        move(project, step, version=version, changed_at=at, **fields_of(plan))
        write_lists(project, plan)
        record_event(office=project.office, by=by, at=at, verb="prepare_account", subject=project)
    return project


def open_accounts(*, projects: Sequence[Project], by: Person | None, at: datetime) -> list[Project]:
    """Open them all or none: numbers without gaps in the order given, Baseline v1 frozen.

    Refused, naming the project and what it lacks, where one is incomplete.
    """
    if not projects:
        return []
    with acting(office=projects[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        for project in projects:
            with stepping(PROJECT, "open_account", project, unit=None, by=by, at=at) as step:
                serial = next_serial(project.ledger, "account")
                number = AccountNumber(project.ledger.year, serial)
                move_project(project, step, at, serial=serial, account_no=str(number), opened_at=at)
                _check_complete(project)  # as it stands now, not as the caller saw it
                freeze(project, by=by, at=at)
                detail = {"account_no": str(number)}
                record_event(
                    office=project.office, by=by, at=at, verb="open_account", subject=project, detail=detail
                )
    return list(projects)


def confirm_account(*, project: Project, by: Person | None, at: datetime) -> Project:
    """The unit takes the account on: from now on it is supervised."""
    with stepping(PROJECT, "confirm", project, unit=project.lead_unit, by=by, at=at) as step:
        move_project(project, step, at)
        record_event(office=project.office, by=by, at=at, verb="confirm_account", subject=project)
    return project


def _check_complete(project: Project) -> None:
    missing = missing_of(project)
    if missing:
        gaps = {"title": project.title, "missing": "、".join(str(each) for each in missing)}
        raise Refused(Sentence(N_("“{title}”还不能建账：{missing}。"), gaps))
