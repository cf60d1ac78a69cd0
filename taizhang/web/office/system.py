"""The installation: its parts, storage, periodic work, and the mail server with a test mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.verbs import VERBS
from taizhang.office import clock, installation
from taizhang.office.health import HealthFinding, HealthLevel, checkup
from taizhang.office.installation import JobState
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.mail.trial import send_test_mail
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import office_of
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.parts import Callout, Facts, PageHead, PagePart, Words, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say
from taizhang.web.office.verbs import worded

LEVELS = {
    HealthLevel.FINE: _("正常"),
    HealthLevel.NOTE: _("请留意"),
    HealthLevel.BAD: _("有问题"),
    HealthLevel.UNKNOWN: _("无法检查"),
}
PARTS: Table[tuple[str, HealthFinding]] = Table(
    Column(_("部分"), lambda row: gettext(row[0]), head=True, look="tight"),
    Column(_("状态"), lambda row: LEVELS[row[1].level], look="tight"),
    Column(_("情况"), lambda row: say(row[1].said)),
    Column(_("怎么办"), lambda row: say(row[1].mend) if row[1].mend else ""),
)
JOBS: Table[JobState] = Table(
    Column(_("任务"), lambda job: worded(VERBS, job.name), head=True),
    Column(_("最近办成"), lambda job: moment(job.last.at) if job.last else "", look="date"),
    Column(_("最近失败"), lambda job: moment(job.failed.at) if job.failed else "", look="date"),
)


class TestMailForm(OpenForm):
    """Where the mail goes."""

    to = forms.EmailField(label=_("测试邮件发到"))


def _send(*, office: Office, to: str, by: Person, at: datetime) -> None:
    send_test_mail(to=to, by=by, at=at)


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    found = list(checkup(clock.machine_now()).values())
    amiss = [gettext(name) for name, each in found if each.level is HealthLevel.BAD]
    words = gettext("有异常：{parts}").format(parts="、".join(amiss))
    above = Callout(words, look="bad") if amiss else Callout(_("没有发现问题。"), look="good")
    kept, lease = installation.storage(office), installation.lease_of(office)
    return page(
        request,
        PageHead(_("系统")),
        above,
        PARTS.whole(found, _("检查")),
        Facts(_("存储"), [
            (_("数据库引擎"), kept["engine"]),
            (_("数据库大小"), filesizeformat(kept["database"])),
            (_("保存的文件"), gettext("{n}个，{size}").format(n=kept["files"], size=filesizeformat(kept["size"]))),
            (_("磁盘剩余"), filesizeformat(kept["free"])),
            (_("数据目录"), str(settings.TAIZHANG_HOME)),
            (_("定时任务由谁执行"), lease.holder if lease else ""),
        ]),
        JOBS.whole(installation.jobs(office), _("定时任务")),
        Facts(_("邮件"), _mail(office)),
        *boxes,
    )  # fmt: skip


def _mail(office: Office) -> list[tuple[Words, object]]:
    server = (
        f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if mail_is_on() else gettext("没有设置，系统不发邮件")
    )
    counts = "，".join(f"{words} {n}" for words, n in installation.mail_counts(office).items())
    return [
        (_("邮件服务器"), server),
        (_("发件地址"), settings.DEFAULT_FROM_EMAIL if mail_is_on() else ""),
        (_("登录会话"), _limits()),
        (_("待发和已发"), counts),
    ]


def _limits() -> str:
    hours, idle = settings.SESSION_COOKIE_AGE // 3600, int(settings.SESSION_IDLE.total_seconds() // 60)
    return gettext("最长{hours}小时，{idle}分钟不用即退出").format(hours=hours, idle=idle)


STEPS = Steps(
    "office",
    StepForm(
        [Step("send", _send, _("发送测试邮件"), _("测试邮件已发出，请到邮箱查收。"), look=SECOND)],
        TestMailForm,
    ),
    load=office_of,
    page=_page,
)
urlpatterns = STEPS.routes("office/system/", "office-system", Permission.MANAGE_UNITS)
