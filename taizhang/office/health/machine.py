"""What the machine and the settings give: database, folders, disk, clock, keys, fonts, the press."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from taizhang.core.gongwen import read_bulletin
from taizhang.core.text.messages import N_, Message, counted, joined
from taizhang.office.beats import ROOM, folders
from taizhang.office.clock import machine_now
from taizhang.office.engine import loses_wal
from taizhang.office.health.finding import HealthFinding, HealthLevel, bad, fine, note
from taizhang.office.home import EARLIER, KEYS, SECRET
from taizhang.office.models import Event
from taizhang.press import PressError, installed, shared_press
from taizhang.press.typeset.fonts import fonts_folder

SKEW = 60  # seconds by which two clocks may differ


def database(at: datetime) -> HealthFinding:
    """The engine, its version, and whether it may be trusted."""
    if connection.vendor == "sqlite":
        return _sqlite()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
        cursor.execute("SHOW server_encoding")
        encoding = str(cursor.fetchone()[0])
    if encoding != "UTF8":
        return bad(
            N_("PostgreSQL 数据库编码是 {encoding}，存不下全部汉字。"),
            N_("新建 UTF8 编码的数据库（createdb -E UTF8 -T template0 名称），再把备份恢复进去。"),
            encoding=encoding,
        )
    return fine(N_("PostgreSQL {version}，编码 UTF8。"), version=version)


def _sqlite() -> HealthFinding:
    from sqlite3 import sqlite_version, sqlite_version_info

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0])
    if loses_wal(sqlite_version_info):
        return bad(
            N_(
                "SQLite {version} 在多人同时写入时可能损坏数据库（WAL 缺陷），本机（{machine}）没有可用的新版本。"
            ),
            N_(
                "安装 SQLite 3.51.3 或更新的系统版本，或者改用 PostgreSQL：DATABASE_URL=postgres://用户@主机/库名"
            ),
            version=sqlite_version,
            machine=platform.machine(),
        )
    if journal != "wal":
        return bad(
            N_("SQLite {version} 没有使用 WAL 日志（现为 {journal}），备份和多人同时使用会互相等待。"),
            N_("把 TAIZHANG_HOME 放在本机磁盘上（网络盘不支持 WAL），或者改用 PostgreSQL。"),
            version=sqlite_version,
            journal=journal,
        )
    return fine(N_("SQLite {version}，WAL 日志。"), version=sqlite_version)


def home(at: datetime) -> HealthFinding:
    """Whether the home can be written to, and is closed to other users."""
    folder = Path(settings.TAIZHANG_HOME)
    if not os.access(folder, os.W_OK | os.X_OK):
        return bad(N_("目录 {path} 不能写入。"), N_("运行 chown -R taizhang {path}"), path=str(folder))
    secret = [folder, folder / SECRET, folder / EARLIER, *(folder / KEYS).rglob("*.pem")]
    open_to_others = [each for each in secret if each.exists() and stat.S_IMODE(each.stat().st_mode) & 0o077]
    if open_to_others:
        return bad(
            N_("其他用户可以进入或读取：{path}"), N_("运行 chmod go= {path}"), path=str(open_to_others[0])
        )
    return fine(N_("目录 {path} 只有服务用户可以进入。"), path=str(folder))


def disk(at: datetime) -> HealthFinding:
    """Room for work, and for one more backup, which is restored beside the live data."""
    free = min(shutil.disk_usage(each).free for each in folders())
    size = 0
    if connection.vendor == "sqlite":
        size = Path(str(connection.settings_dict["NAME"])).stat().st_size
    mend = N_("清理磁盘或扩容；备份可用 TAIZHANG_BACKUP_TO 放到另一块盘。")
    if free < ROOM:
        return bad(N_("磁盘只剩 {free} MB，很快就不能保存。"), mend, free=free // 1_000_000)
    if free < ROOM + 3 * size:
        return note(N_("磁盘剩余 {free} MB，不够再做一次备份。"), mend, free=free // 1_000_000)
    return fine(N_("磁盘剩余 {free} MB。"), free=free // 1_000_000)


def clock(at: datetime) -> HealthFinding:
    """The machine's clock beside the database's, or beside the newest event where there is no other."""
    now = machine_now()
    if settings.CLOCK_SHIFT:
        return note(N_("这是演示系统，时间停在演示日期。"), N_("正式使用请另建目录：TAIZHANG_HOME=新目录"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            other: datetime | None = cursor.fetchone()[0]
        skew = abs((now - other).total_seconds()) if other else 0.0
    else:
        other = Event._base_manager.order_by("-pk").values_list("at", flat=True).first()
        skew = max(0.0, (other - now).total_seconds()) if other else 0.0
    if skew > SKEW:
        return bad(
            N_("本机时间与数据库相差 {seconds} 秒：期限、编号年度和签发时间会出错。"),
            N_("校准时间：timedatectl set-ntp true，或配置内网时间服务器。"),
            seconds=round(skew),
        )
    return fine(N_("本机时间 {now}。"), now=f"{timezone.localtime(now):%Y-%m-%d %H:%M}")


def secret(at: datetime) -> HealthFinding:
    """Where the secret key comes from."""
    earlier = len(settings.SECRET_KEY_FALLBACKS)
    old = counted((N_("另有 {n} 把旧密钥仍能打开旧链接"), earlier))
    if os.environ.get("TAIZHANG_SECRET_KEY"):
        words = N_("密钥来自环境变量，{old}。") if earlier else N_("密钥来自环境变量。")
        return fine(words, old=old)
    if connection.vendor == "postgresql":
        return note(
            N_("密钥在本机目录中；多台服务器共用数据库时，每台的密钥必须相同。"),
            N_("多机部署请设置 TAIZHANG_SECRET_KEY，或共用 TAIZHANG_HOME。"),
        )
    words = N_("密钥在本机目录中，{old}。") if earlier else N_("密钥在本机目录中。")
    return fine(words, old=old)


def debug(at: datetime) -> HealthFinding:
    """Error pages with details are for developers' machines."""
    if settings.DEBUG:
        return bad(N_("调试模式开着，出错页会显示内部信息。"), N_("去掉 TAIZHANG_DEBUG 后重新启动。"))
    return fine(N_("调试模式已关闭。"))


def address(at: datetime) -> HealthFinding:
    """What stands in links of mail, calendars and QR codes."""
    url = settings.SITE_URL
    if "//localhost" in url or "//127." in url:
        return note(
            N_("网站地址是 {url}：邮件链接和二维码在别的电脑上打不开。"),
            N_("设置 TAIZHANG_URL=https://本单位域名，以及 TAIZHANG_HOSTS。"),
            url=url,
        )
    if not settings.HTTPS:
        return note(
            N_("网站 {url} 没有启用 HTTPS，口令在网络上是明文。"),
            N_("在前面放一台代理（docs/deploy），并设置 TAIZHANG_HTTPS=1 和 TAIZHANG_PROXY=1。"),
            url=url,
        )
    return fine(N_("网站地址 {url}。"), url=url)


def fonts(at: datetime) -> HealthFinding:
    """Whether each role has its own font; substitutes are named."""
    try:
        lacking = installed(fonts_folder()).substitutions()
    except PressError as refusal:
        return bad(
            N_("字体有问题：{reason}"),
            N_("重新安装本软件，或检查 TAIZHANG_FONTS 目录。"),
            reason=refusal.sentence,
        )
    if lacking:
        mend = Message(N_("把本单位有授权的仿宋、小标宋字体放进一个目录，并设置 TAIZHANG_FONTS。"))
        return HealthFinding(HealthLevel.NOTE, joined("", lacking), mend)
    return fine(N_("公文字体齐全。"))


def typesetting(at: datetime) -> HealthFinding:
    """Whether the worker that sets pages answers: one short page is set."""
    begun = time.monotonic()
    try:
        shared_press().compile(read_bulletin("自检\n\n排版工作正常。"))
    except PressError as refusal:
        return bad(
            N_("排版进程没有完成一页：{reason}"),
            N_("检查内存（至少 2 GB）和 TAIZHANG_WORKER_MB。"),
            reason=refusal.sentence,
        )
    return fine(N_("排版一页用时 {ms} 毫秒。"), ms=round((time.monotonic() - begun) * 1_000))
