"""The roles a post may carry (docs/design/words.md). Speakers have no account; they get signed links later."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post answers for."""

    LIAISON = "liaison", _("联络员")
    UNIT_LEADER = "unit_leader", _("单位负责人")
    LEDGER_OFFICER = "ledger_officer", _("督账员")
    EDITOR = "editor", _("责编")
    CHECKER = "checker", _("核稿")
    SIGNER = "signer", _("签发")
    OFFICE_LEADER = "office_leader", _("办领导")
    DISPATCHER = "dispatcher", _("调度员")
    READER = "reader", _("读者")
    SYS_ADMIN = "sys_admin", _("系统管理员")
    SEC_ADMIN = "sec_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")


# 三员: nobody holds two of them, nor one of them beside any other role (GB/T 22239-2019, 8.1.4 管理权限分离).
ADMINISTRATORS = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDITOR})
# Whose log-in opens most: they need a second factor where the office asks for one at all.
PRIVILEGED = ADMINISTRATORS | {Role.SIGNER}
OF_A_UNIT = frozenset({Role.LIAISON, Role.UNIT_LEADER})
OF_THE_DESK = frozenset({Role.EDITOR, Role.CHECKER, Role.SIGNER})


def exclude_each_other(first: Role, second: Role) -> bool:
    """Whether one person must not hold both roles."""
    return first != second and not ADMINISTRATORS.isdisjoint({first, second})
