"""The checks as one table; each looks at one part and says how it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import Error
from django.db.utils import InterfaceError

from taizhang.core.text.messages import N_, Message
from taizhang.office.health import machine, running
from taizhang.office.health.finding import HealthFinding, HealthLevel

Check = Callable[[datetime], HealthFinding]
# By the part's code, in the order in which they are shown: what everything else rests on comes first.
CHECKS: Mapping[str, tuple[str, Check]] = {
    "database": (N_("数据库"), machine.database),
    "schema": (N_("数据结构"), running.schema),
    "home": (N_("目录权限"), machine.home),
    "disk": (N_("磁盘空间"), machine.disk),
    "clock": (N_("系统时间"), machine.clock),
    "secret_key": (N_("密钥"), machine.secret),
    "seal_keys": (N_("封存密钥"), running.seal_keys),
    "debug": (N_("调试模式"), machine.debug),
    "address": (N_("网站地址"), machine.address),
    "fonts": (N_("字体"), machine.fonts),
    "typesetting": (N_("排版"), machine.typesetting),
    "mail": (N_("邮件"), running.mail),
    "jobs": (N_("定时任务"), running.jobs),
    "storage": (N_("文件存储"), running.storage),
    "files": (N_("文件"), running.files),
    "backup": (N_("备份"), running.backup),
}


def checkup(at: datetime) -> dict[str, tuple[str, HealthFinding]]:
    """Return of each part its name and how it is at that moment; nothing is changed.

    A database that is away is one finding and leaves the checks that ask it without an answer.
    """
    return {code: (name, _looked(check, at)) for code, (name, check) in CHECKS.items()}


def _looked(check: Check, at: datetime) -> HealthFinding:
    try:
        return check(at)
    except (Error, InterfaceError) as error:
        return HealthFinding(
            HealthLevel.UNKNOWN,
            Message(N_("数据库没有应答，无法检查（{kind}）。"), {"kind": type(error).__name__}),
        )
