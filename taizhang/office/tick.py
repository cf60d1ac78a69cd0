"""Work that comes back: sending mail, writing digests, and whatever an app registers.

An app adds its own in ``AppConfig.ready``: ``tick.register("draw_signals", actions.draw_due_signals)``.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import Q
from django_scopes import scope

from taizhang.office.models import Event, Lease, Office
from taizhang.office.workflow import record_event

log = logging.getLogger(__name__)
HOLD = timedelta(minutes=10)  # longer than any job takes
REMIND = timedelta(days=1)  # a job that goes on failing is recorded once in that time


class Job(Protocol):
    """Does what is due in one office, in transactions of its own; how many things it did.

    It is called in the office's scope, again and again: done twice must be the same as done once.
    """

    def __call__(self, *, office: Office, at: datetime) -> int: ...


_JOBS: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Have ``job`` run at every tick, in order of registration; ``name`` is its verb in the event record."""
    _JOBS[name] = job


def names() -> list[str]:
    """The jobs in order of registration."""
    return list(_JOBS)


def run(*, office: Office, holder: str, at: datetime) -> dict[str, int]:
    """Every job of one office, unless another process is looking after it; what was done, by job."""
    done = dict.fromkeys(_JOBS, 0)
    with scope(office=office.pk):
        for name, job in _JOBS.items():
            if not hold(office=office, holder=holder, at=at):
                break
            done[name] = _do(name, job, office, at)
    return done


def hold(*, office: Office, holder: str, at: datetime) -> bool:
    """Take or renew the office's lease; False while another process has it.

    A lease that ends later than any could is of a clock that has been set back since: nobody waits for it.
    """
    free = Q(holder=holder) | Q(until__lte=at) | Q(until__gt=at + HOLD)
    if Lease.objects.filter(free, office=office).update(holder=holder, until=at + HOLD):
        return True
    try:
        with transaction.atomic():
            Lease.objects.create(office=office, holder=holder, until=at + HOLD)
    except IntegrityError:
        return False
    return True


def let_go(*, holder: str, at: datetime) -> None:
    """Leave the work to others at once."""
    for office in Office.objects.all():
        with scope(office=office.pk):
            Lease.objects.filter(holder=holder).update(until=at)


def _do(name: str, job: Job, office: Office, at: datetime) -> int:
    """One job; its failure is logged and recorded, and the next one has its turn."""
    try:
        count = job(office=office, at=at)
    except Exception as error:
        log.exception("job %s of office %s", name, office.slug)
        since = Event.objects.filter(verb=name, outcome="failed", at__gt=at - REMIND)
        if not since.exists():
            detail = {"error": type(error).__name__}
            record_event(
                office=office, by=None, at=at, verb=name, subject=office, detail=detail, outcome="failed"
            )
        return 0
    if count:
        record_event(office=office, by=None, at=at, verb=name, subject=office, detail={"done": count})
    return count
