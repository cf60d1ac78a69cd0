"""How the work goes: schema, seal keys, mail, jobs, stored files, the last backup."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.utils import timezone

from taizhang.core.text.messages import N_, counted
from taizhang.office import keys
from taizhang.office.backup import tables
from taizhang.office.backup.schedule import made_in
from taizhang.office.beats import NONE_YET, readiness
from taizhang.office.clock import machine_now
from taizhang.office.health.finding import HealthFinding, bad, fine, note
from taizhang.office.home import KEYS
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.models import MessageState, Office, OutboxMessage, StoredFile
from taizhang.office.storage import contents

OLD = timedelta(hours=30)  # for the last backup: a day, and a night that was late
WAITING = timedelta(hours=2)  # for mail in the queue


def schema(at: datetime) -> HealthFinding:
    """Whether the database is that of this release."""
    here, known = tables.applied("default"), tables.known()
    lacking = sum(len(set(names) - set(here.get(app, ()))) for app, names in known.items())
    if any(set(names) - set(known.get(app, ())) for app, names in here.items()):
        return bad(N_("数据库由更新的版本使用过，本版本不应继续运行。"), N_("安装新版本后再启动。"))
    if lacking:
        return bad(
            N_("数据结构落后 {lacking} 步。"),
            N_("先备份，再重新启动服务（taizhang serve 会自动升级）。"),
            lacking=lacking,
        )
    return fine(N_("数据结构与本版本一致。"))


def seal_keys(at: datetime) -> HealthFinding:
    """Whether each office that has sealed has its key in this home."""
    for office in Office.objects.order_by("pk"):
        if keys.seal_key_known(office) and not keys.seal_key_here(office):
            return bad(
                N_("“{name}”的封存密钥不在本机，不能封存新的简报。"),
                N_("从备份恢复 {folder}；确已丢失的，运行 taizhang seal-key {slug} --new"),
                name=office.name,
                slug=office.slug,
                folder=str(Path(settings.TAIZHANG_HOME) / KEYS / office.slug),
            )
    return fine(N_("封存密钥齐全。"))


def mail(at: datetime) -> HealthFinding:
    """Whether mail is on and goes out."""
    if not mail_is_on():
        return note(
            N_("没有设置邮件服务器，不发邮件，待办只在网页上。"),
            N_("设置 TAIZHANG_SMTP_HOST 等，见 docs/settings.md。"),
        )
    rows = OutboxMessage._base_manager
    stuck = rows.filter(state__in=[MessageState.FAILED, MessageState.HELD]).count()
    late = rows.filter(state=MessageState.QUEUED, created_at__lt=at - WAITING).count()
    if stuck or late:
        return bad(
            N_("{said}。"),
            N_("运行 taizhang mail 查看原因；检查 TAIZHANG_SMTP_HOST、端口和口令。"),
            said=counted((N_("{n} 封邮件没有发出"), stuck), (N_("{n} 封邮件已等待两小时以上"), late)),
        )
    return fine(N_("邮件服务器 {host}，没有积压。"), host=settings.EMAIL_HOST)


def jobs(at: datetime) -> HealthFinding:
    """Whether the periodic work is being done."""
    state = readiness()["tick"]
    if state == "ok":
        return fine(N_("定时任务正常。"))
    words = N_("定时任务还没有运行过。") if state == NONE_YET else N_("定时任务已停：{state}。")
    return bad(words, N_("启动服务（taizhang serve），或单独运行 taizhang tick。"), state=state)


def storage(at: datetime) -> HealthFinding:
    """Where files lie; of a bucket, whether something can be written to it, read and removed."""
    address = settings.FILES_BUCKET
    if address is None:
        return fine(N_("文件存放在本机目录 {path}。"), path=str(settings.FILES_FOLDER))
    store, probe = contents(), token_hex(32)
    try:
        store.put(probe, probe.encode())
        same = store.get(probe) == probe.encode()
        store.remove(probe)
    except OSError as error:
        return _away(error)
    if not same:
        return bad(
            N_("对象存储 {bucket} 读回的内容与写入的不一致。"),
            N_("检查对象存储服务，不要启用会改写内容的功能。"),
            bucket=address.bucket,
        )
    return fine(N_("对象存储 {bucket} 可以写入、读取和删除。"), bucket=address.bucket)


def _away(error: OSError) -> HealthFinding:
    """The store cannot be asked: the service's code says why, never a key."""
    return bad(
        N_("文件存储没有应答：{reason}"),
        N_(
            "检查 TAIZHANG_FILES、TAIZHANG_S3_ENDPOINT、密钥和网络；缺少 boto3 时运行 pip install 'taizhang[s3]'"
        ),
        reason=error.strerror or type(error).__name__,
    )


def files(at: datetime) -> HealthFinding:
    """Whether every stored file lies in its place with its length; contents are compared at each backup."""
    try:
        sizes = contents().sizes()
    except OSError as error:
        return _away(error)
    rows = StoredFile._base_manager.values_list("sha256", "size").distinct()
    count, wrong = 0, 0
    for digest, size in rows.iterator():
        count += 1
        wrong += sizes.get(digest) != size
    if wrong:
        return bad(
            N_("{count} 个文件中有 {wrong} 个丢失或长度不对。"),
            N_("从备份中取回（备份文件是 ZIP，文件在 files/ 下，按校验值命名）。"),
            count=count,
            wrong=wrong,
        )
    return fine(N_("{count} 个文件都在。"), count=count)


def backup(at: datetime) -> HealthFinding:
    """When the last proven backup was made."""
    folder = settings.BACKUP_TO or Path(settings.TAIZHANG_HOME) / "backups"
    last = max(made_in(folder), default=None)
    mend = N_(
        "设置 TAIZHANG_BACKUP_TO（最好是另一块盘）和 TAIZHANG_BACKUP_PASSPHRASE，每天自动备份；现在可运行 taizhang backup"
    )
    if last is None:
        return bad(N_("目录 {path} 里还没有备份。"), mend, path=str(folder))
    when = f"{timezone.localtime(last):%Y-%m-%d %H:%M}"
    if machine_now() - last > OLD:
        return bad(N_("最近一次备份是 {when}。"), mend, when=when)
    if settings.BACKUP_TO is None or not settings.BACKUP_PASSPHRASE:
        return note(N_("最近一次备份是 {when}，没有设置每天自动备份。"), mend, when=when)
    return fine(N_("最近一次备份 {when}，已核对，在 {folder}。"), when=when, folder=str(folder))
