"""Accounts: prepared by the office, opened in bulk, confirmed by the unit (建账)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

from django.db.models import prefetch_related_objects

from taizhang.core.lifecycle.numbering import AccountNumber
from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import AccountPlan
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.actions.state_history import next_serial
from taizhang.ledger.models import Project
from taizhang.ledger.rules.account_plans import (
    LISTS,
    check_plan,
    fields_of,
    freeze,
    missing_in,
    plan_of,
    write_lists,
)
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import Transition, transition, unit_of_work


def prepare_account(
    *, project: Project, version: int, plan: AccountPlan, by: Person | None, at: datetime
) -> Project:
    """Write the account of a project that is not opened yet; it may still be incomplete."""
    with transition(PROJECT, "prepare", project, by=by, at=at) as act:
        check_plan(project, plan)
        act.move(version=version, changed_at=at, **fields_of(plan))
        write_lists(project, plan)
        act.record("prepare_account")
    return project


def open_accounts(*, projects: Sequence[Project], by: Person | None, at: datetime) -> list[Project]:
    """Open them all or none: numbers without gaps in the order given, Baseline v1 frozen.

    Refused, naming the project and what it lacks, where one is incomplete.
    """
    if not projects:
        return []
    with (
        unit_of_work(office=projects[0].office, by=by, at=at, needs=Permission.RUN_LEDGER),
        ExitStack() as open_,
    ):
        acts = [
            open_.enter_context(transition(PROJECT, "open_account", project, by=by, at=at))
            for project in projects
        ]
        prefetch_related_objects(projects, "ledger")
        for act in acts:
            _number(act)
        # As they stand now, not as the caller saw them: nobody changes the account of a numbered project.
        standing = Project.objects.prefetch_related(*LISTS).in_bulk([project.pk for project in projects])
        for act, project in zip(acts, projects, strict=True):
            plan = plan_of(standing[project.pk])
            _check_complete(project, plan)
            freeze(project, plan=plan, by=by, at=at)
            act.record("open_account", detail={"account_no": project.account_no})
    return list(projects)


def _number(act: Transition) -> None:
    """Open the account under the ledger's next number."""
    ledger = act.row.ledger
    serial = next_serial(ledger, "account")
    act.move(serial=serial, account_no=str(AccountNumber(ledger.year, serial)), opened_at=act.at)


def confirm_account(*, project: Project, by: Person | None, at: datetime) -> Project:
    """The unit takes the account on: from now on it is supervised."""
    with transition(PROJECT, "confirm", project, by=by, at=at) as act:
        act.move()
        act.record("confirm_account")
        judge_again([project], at)
    return project


def _check_complete(project: Project, plan: AccountPlan) -> None:
    missing = missing_in(plan)
    if missing:
        gaps = {"title": project.title, "missing": "、".join(str(each) for each in missing)}
        raise Refused(Message(N_("“{title}”还不能建账：{missing}。"), gaps))
