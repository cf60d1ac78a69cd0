"""Who holds a post: appointments, their end, and deputies for the time of a leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person, Post, PostHolder
from taizhang.office.permissions import Permission
from taizhang.office.queries import acting_administrators, roles_from
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.rules import check_appointable
from taizhang.office.workflow import Work, unit_of_work

LONGEST_LEAVE = timedelta(days=366)


def appoint(*, post: Post, person: Person, by: Person | None, at: datetime) -> PostHolder:
    """Put ``person`` on ``post`` from now on; whoever held it is relieved at the same moment."""
    with unit_of_work(office=post.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        return appoint_in(work, post, person)


def appoint_in(work: Work, post: Post, person: Person) -> PostHolder:
    """As ``appoint``, as a part of an act under way."""
    check_appointable(person, post, roles_from(person, work.at))
    before = PostHolder.objects.filter(post=post, valid_to__isnull=True).first()
    if before is not None:
        if before.person_id == person.pk:
            raise Refused(Message(N_("“{name}”已在这个岗位上。"), {"name": person.name}))
        _check_somebody_acts(post, without=before.person_id, also=person, at=work.at)
        _relieve(before, work.at)
    holder = PostHolder.objects.create(office=work.office, post=post, person=person, valid_from=work.at)
    work.record("appoint", post, {"person": person.pk, "before": before.person_id if before else None})
    return holder


def end_appointment(*, holder: PostHolder, by: Person | None, at: datetime) -> None:
    """Leave the post vacant, or end a deputy's time before its day.

    Refused for an administrator while nobody else of that role can act.
    """
    with unit_of_work(office=holder.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if holder.deputy_for_id is None:
            _check_somebody_acts(holder.post, without=holder.person_id, at=at)
        _relieve(holder, at)
        work.record("end_appointment", holder.post, {"person": holder.person_id})


def deputise(
    *, post: Post, deputy: Person, starts: datetime, ends: datetime, by: Person | None, at: datetime
) -> PostHolder:
    """Let ``deputy`` act on a post beside its holder from ``starts`` until ``ends``; the record says for whom.

    Done by the holder, or by whoever manages the people. Refused for a post that nobody holds, for times that are past
    or longer than a year, and where the three administrators exclude it.
    """
    with scope(office=post.office_id):
        holder = PostHolder.objects.filter(post=post, valid_to=None).select_related("person").first()
    of_oneself = by is not None and holder is not None and holder.person_id == by.pk
    needs = None if of_oneself else Permission.MANAGE_PEOPLE
    with unit_of_work(office=post.office, by=by, at=at, needs=needs) as work:
        if holder is None:
            raise Refused(Message(N_("岗位空缺，没有可代理的人。")))
        if holder.person_id == deputy.pk:
            raise Refused(Message(N_("代理人不能是本人。")))
        if not (starts < ends and at < ends and ends - starts <= LONGEST_LEAVE):
            raise Refused(Message(N_("代理的起止日期不对：止期须晚于起期和今天，最长一年。")))
        check_appointable(deputy, post, roles_from(deputy, at))
        overlapping = PostHolder.objects.filter(post=post, deputy_for__isnull=False, valid_from__lt=ends)
        if overlapping.filter(valid_to__gt=max(starts, at)).exists():
            raise Refused(Message(N_("这段时间已经有人代理。")))
        row = PostHolder.objects.create(
            office=work.office, post=post, person=deputy, deputy_for=holder.person,
            valid_from=max(starts, at), valid_to=ends,
        )  # fmt: skip
        times = {"from": row.valid_from.isoformat(), "to": ends.isoformat()}
        work.record("deputise", post, {"person": deputy.pk, "for": holder.person_id, **times})
    return row


def end_deputy(*, holder: PostHolder, by: Person, at: datetime) -> None:
    """End a deputy's time before its day: done by the person on leave."""
    with unit_of_work(office=holder.office, by=by, at=at, needs=None) as work:
        if holder.deputy_for_id != by.pk:
            raise Refused(Message(N_("只能结束本人委托的代理。")))
        _relieve(holder, at)
        work.record("end_deputy", holder.post, {"person": holder.person_id})


def _check_somebody_acts(post: Post, *, without: int, also: Person | None = None, at: datetime) -> None:
    """Refused where no administrator of the post's role could act any more; ``also`` is who is appointed now."""
    role = Role(post.role)
    if role not in ADMINISTRATORS:
        return
    # One such act of an office at a time: two administrators who relieve each other would both find somebody left.
    Office.objects.select_for_update(no_key=True).get(pk=post.office_id)
    left = acting_administrators(post.office, role, at).exclude(person=without)
    if not left.exists() and not (also is not None and also.has_usable_password()):
        raise Refused(
            Message(
                N_("目前只有这一位{role}能够履职。请先让继任者设好密码，再办理交接。"),
                {"role": str(role.label)},
            )
        )


def _relieve(holder: PostHolder, at: datetime) -> None:
    """End a holding, and with it those of the holder's deputies; a deputy's that has not begun is taken away."""
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    if holder.deputy_for_id is not None and holder.valid_from >= at:
        PostHolder.objects.filter(pk=holder.pk).delete()
        return
    if not PostHolder.objects.filter(running, pk=holder.pk, valid_from__lt=at).update(valid_to=at):
        raise Refused(Message(N_("任职已经结束，或此刻尚未开始。")))
    holder.valid_to = at
    if holder.deputy_for_id is None:
        deputies = PostHolder.objects.filter(running, post=holder.post_id, deputy_for=holder.person_id)
        deputies.filter(valid_from__gte=at).delete()
        deputies.update(valid_to=at)
