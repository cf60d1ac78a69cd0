"""What the office allows: pairs of check_x (raises Refused with words) and can_x (for the button)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import AskedOf, Office, Person, Post
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import OF_A_UNIT, PRIVILEGED, Role, exclude_each_other


def check_may(roles: frozenset[Role], permission: Permission) -> None:
    """Refused unless one of ``roles`` carries ``permission``."""
    if not allowed(roles, permission):
        raise Refused(Message(N_("您的岗位没有这项权限。")))


def check_post(role: Role, *, of_unit: bool) -> None:
    """Refused if a unit's role stands without its unit, or an office's role within one."""
    if role in OF_A_UNIT and not of_unit:
        raise Refused(Message(N_("联络员、单位负责人岗位须属于一个单位。")))
    if role not in OF_A_UNIT and role != Role.READER and of_unit:
        raise Refused(Message(N_("这一岗位属于办公室，不属于成员单位。")))


def check_appointable(person: Person, post: Post, held: frozenset[Role]) -> None:
    """Refused if ``person``, holding the roles ``held`` now or soon, must not hold ``post`` beside them."""
    if person.office_id != post.office_id:
        raise Refused(Message(N_("此人不属于本办公室。")))
    if not person.is_active:
        raise Refused(Message(N_("“{name}”的账号已停用。"), {"name": person.name}))
    if any(exclude_each_other(Role(post.role), role) for role in held):
        raise Refused(
            Message(
                N_("系统、安全、审计三员互斥，也不得兼任其他岗位：“{name}”不能担任此岗位。"),
                {"name": person.name},
            )
        )


def must_have_second_factor(office: Office, roles: frozenset[Role]) -> bool:
    """Whether whoever holds these roles must have a second factor beside the password."""
    if office.second_factor == AskedOf.PRIVILEGED:
        return not PRIVILEGED.isdisjoint(roles)
    return office.second_factor == AskedOf.EVERYBODY


def can_appoint(person: Person, post: Post, held: frozenset[Role]) -> bool:
    """Whether check_appointable passes."""
    return passes(lambda: check_appointable(person, post, held))


def passes(check: Callable[[], None]) -> bool:
    """Whether ``check`` refuses nothing."""
    try:
        check()
    except Refused:
        return False
    return True


@contextmanager
def in_words() -> Iterator[None]:
    """What a field's validator objects to, as Refused."""
    try:
        yield
    except ValidationError as error:
        raise Refused(Message("{reason}", {"reason": " ".join(error.messages)})) from error
