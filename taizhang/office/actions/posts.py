"""Posts: added, renamed, closed. A post's role never changes."""

from __future__ import annotations

from datetime import datetime

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person, Post, PostHolder, Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.rules import check_post
from taizhang.office.workflow import unit_of_work


def add_post(
    *, office: Office, role: Role, title: str = "", unit: Unit | None = None, by: Person | None, at: datetime
) -> Post:
    """Add a post, of a unit or of the office itself; without a title it is called by unit and role."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        role = Role(role)
        check_post(role, of_unit=unit is not None)
        if unit is not None and unit.office_id != office.pk:
            raise Refused(Message(N_("这个单位不属于本办公室。")))
        title = title.strip() or f"{unit.short_name if unit else ''}{role.label}"
        post = Post.objects.create(office=office, unit=unit, role=role, title=title)
        work.record("add_post", post, {"role": role.value, "title": title})
    return post


def rename_post(*, post: Post, title: str, by: Person | None, at: datetime) -> Post:
    """Give a post another title."""
    with unit_of_work(office=post.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if not title.strip():
            raise Refused(Message(N_("请填写岗位名称。")))
        before, post.title = post.title, title.strip()
        post.save(update_fields=["title"])
        work.record("rename_post", post, {"before": {"title": before}, "after": {"title": post.title}})
    return post


def close_post(*, post: Post, by: Person | None, at: datetime) -> Post:
    """Take a vacant post away; what was done on it stays in the record."""
    with unit_of_work(office=post.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if PostHolder.objects.filter(post=post, valid_to__isnull=True).exists():
            raise Refused(Message(N_("岗位上还有人，请安全管理员先免去任职。")))
        if not Post.objects.filter(pk=post.pk, closed_at__isnull=True).update(closed_at=at):
            raise Refused(Message(N_("这个岗位已经撤销。")))
        post.refresh_from_db()
        work.record("close_post", post, {"title": post.title})
    return post
