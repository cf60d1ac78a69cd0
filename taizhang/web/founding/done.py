"""What each person does next, the codes for their passwords, and the end of the founding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock
from taizhang.office.actions import finish_founding
from taizhang.office.models import PostHolder
from taizhang.office.queries import holders_of, missing_administrators, people_of
from taizhang.office.roles import Role
from taizhang.web.founding.door import KEY, founding_page, steps_head
from taizhang.web.frame.parts import Callout, PagePart, PostButton, page
from taizhang.web.frame.perform import who
from taizhang.web.frame.request import Request
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.words import say
from taizhang.web.office.inviting import code_sheet, without_password
from taizhang.web.office.people import account_words

# What the holder of each role does first.
FIRST = {
    Role.LEDGER_OFFICER: _("登录后打开“征集”，发第一份征集通知；或者在“台账 › 导入”读入去年的表格。"),
    Role.LIAISON: _("登录后看“待办”：收到征集就申报项目，每月填一次进展，平时投稿。"),
    Role.UNIT_LEADER: _("登录后在“待办”审签本单位的申报、进展和稿件。"),
    Role.EDITOR: _("登录后打开“简报 › 编刊”新建一期；旧刊可以成批读入档案。"),
    Role.CHECKER: _("责编送核后，在“待办”核稿。"),
    Role.SIGNER: _("核稿后，在“待办”签发并编号。"),
    Role.OFFICE_LEADER: _("登录后看“总览”：全年进度和需要过问的项目。"),
    Role.DISPATCHER: _("登录后先在“宣讲 › 课题菜单”列出课题，再导入宣讲员；单位的点单会出现在“待办”。"),
    Role.READER: _("登录后查阅简报档案。"),
    Role.SYS_ADMIN: _("登录后在“设置 › 系统”核对邮件、存储和定时任务。"),
    Role.SEC_ADMIN: _("登录后在“设置 › 人员”管理账号、任职和一次性码。"),
    Role.AUDITOR: _("登录后在“设置 › 操作记录”查看谁在什么时候做了什么。"),
}
NEXT: Table[PostHolder] = Table(
    Column(_("姓名"), lambda row: row.person.name, head=True),
    Column(_("岗位"), lambda row: row.post.title),
    Column(_("接下来"), lambda row: FIRST[Role(row.post.role)]),
    Column(_("账号"), lambda row: account_words(row.person)),
    empty=_("还没有人员，请先到“人员”一步添加。"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def done(request: Request) -> HttpResponse:
    """The page; posted, it shows the codes, or ends the founding."""
    office, now = request.viewer.office, clock.now()
    head, tabs = steps_head(request, _("开始使用"))
    people = without_password(people_of(office).select_related("office"))
    parts: list[PagePart] = [tabs]
    if request.method == "POST" and request.POST.get("act") == "finish":
        try:
            finish_founding(office=office, **who(request))
        except Refused as refusal:
            messages.error(request, say(refusal.sentence))
        else:
            request.session.pop(KEY, None)
            messages.success(
                request,
                say(Message(N_("“{name}”已经建立。请用一次性码设好密码后登录。"), {"name": office.name})),
            )
            return redirect("account_login")
    elif request.method == "POST" and people:
        parts += code_sheet(request, people)
    elif people:
        words = gettext("有{n}人还没有密码。生成一次性码，打印后交给本人。").format(n=len(people))
        parts += [
            Callout(words),
            PostButton(_("生成一次性码"), "", {"act": "codes"}, look="button button-main"),
        ]
    if missing_administrators(office, now):
        parts.append(Callout(gettext("三员还没有配齐，配齐以后才能完成建立。"), look="warn"))
    else:
        words = gettext("一次性码都已发出后，完成建立：这些页面随即关闭，以后由各人登录办理。")
        parts += [Callout(words), PostButton(_("完成建立"), "", {"act": "finish"}, look="button")]
    return page(request, head, *parts, NEXT.whole(holders_of(office, now), _("各人接下来做什么")))


urlpatterns = [founding_page("setup/done/", "founding-done", done)]
