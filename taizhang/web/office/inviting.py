"""Codes for people who have no password yet, or forgot it: printed, or sent by mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.office import clock
from taizhang.office.actions import invitations
from taizhang.office.actions.invitations import HandedCode
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.queries import holders_of, people_of
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.parts import Callout, Link, PageHead, PagePart, PostButton, page
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.office.people import LIST, account_words

CODES: Table[HandedCode] = Table(
    Column(_("姓名"), lambda each: each.person.name, head=True),
    Column(_("岗位"), lambda each: "、".join(getattr(each.person, "titles", ()))),
    Column(_("登录名"), lambda each: each.person.username),
    Column(_("一次性码"), "code", look="tight"),
    Column(_("有效期至"), lambda each: moment(each.expires_at), look="date"),
    Column(_("邮件"), lambda each: gettext("已发") if each.mailed else ""),
    look="codes",
)


def code_sheet(request: HttpRequest, people: Sequence[Person]) -> list[PagePart]:
    """Hand out the codes and return the sheet that shows them: they stand in this one answer and nowhere else."""
    office = viewer_of(request).office
    codes = invitations.invite(office=office, people=people, **who(request))
    titles: dict[int, list[str]] = {}
    for holder in holders_of(office, clock.now()):
        titles.setdefault(holder.person_id, []).append(holder.post.title)
    for each in codes:
        each.person.titles = titles.get(each.person.pk, [])  # type: ignore[attr-defined]
    address = request.build_absolute_uri(reverse("invited-code"))
    words = gettext(
        "请现在打印或抄下，交给本人；离开本页后不再显示。本人打开 {address} 输入一次性码，自己设定密码。"
    )
    return [Callout(words.format(address=address), look="warn"), CODES.whole(codes, _("一次性码"))]


def without_password(people: Iterable[Person]) -> list[Person]:
    """Those who cannot log in yet."""
    return [person for person in people if person.is_active and not person.has_usable_password()]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Whom a code is for: one person (``?person=``), or everybody without a password; posted, the codes."""
    people = _asked(request)
    head = PageHead(_("发一次性码"), crumb=Link(LIST, reverse("office-people")))
    if request.method == "POST" and people:
        return page(request, head, *code_sheet(request, people))
    words = gettext("给{n}人生成一次性码；以前发给他们而没有用过的码随即作废。").format(n=len(people))
    button = PostButton(_("生成一次性码"), "", look="button button-main")
    parts: list[PagePart] = [Callout(words), button, WAITING.of(request, people)] if people else []
    return page(request, head, *parts, empty=_("人人都已设好密码。要重设的，请从人员页进入。"))


def _asked(request: Request) -> list[Person]:
    people = people_of(request.viewer.office).select_related("office")
    if "person" in request.GET:
        return [load(people.filter(is_active=True), number_in(request.GET["person"]) or 0)]
    return without_password(people)


WAITING: Table[Person] = Table(
    Column(_("姓名"), "name", head=True),
    Column(_("登录名"), "username"),
    Column(_("邮箱"), "email"),
    Column(_("账号"), account_words),
)
urlpatterns = [Route("office/invite/", show, "office-invite", Permission.MANAGE_PEOPLE)]
