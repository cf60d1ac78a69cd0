"""Fonts of the official page: what draws each role, what the machine has beside it, the same page in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.office.fonts import name_font, new_fonts, own_fonts, page_of, take_fonts
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.press import PressError, page_image
from taizhang.press.typeset.font_names import ROLE_NAMES, FontRole, shown_name
from taizhang.press.typeset.font_search import FoundFont, find_fonts
from taizhang.press.typeset.fonts import Face
from taizhang.web.frame.access import office_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Callout, Facts, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.words import say

OWN: Table[tuple[FontRole, Face]] = Table(
    Column(_("用途"), lambda row: gettext(ROLE_NAMES[row[0]]), head=True),
    Column(_("字体"), lambda row: shown_name(row[1].names)),
    Column(_("字数"), lambda row: f"{len(row[1].advances):,}", look="number"),
)
FOUND: Table[FoundFont] = Table(
    Column(_("用途"), lambda font: gettext(ROLE_NAMES[font.role]), head=True),
    Column(_("字体"), "name"),
    Column(_("来自"), lambda font: gettext(font.source)),
    Column(_("授权"), lambda font: gettext(font.rights)),
    Column("GB2312", lambda font: f"{font.gb2312:,}/6,763", look="number"),
    Column("GBK", lambda font: f"{font.gbk:,}/20,902", look="number"),
    Column(_("位置"), lambda font: str(font.path)),
)


class NameForm(OpenForm):
    """Which font is taken for a role."""

    role = forms.ChoiceField(label=_("用途"), choices=[(role.value, ROLE_NAMES[role]) for role in FontRole])
    name = line(_("字体名"), 80, help_text=_("照上表或字体文件夹中的名称填写；留空，恢复自动选用。"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices: Any = self.fields["role"]
        choices.choices = [(role.value, gettext(ROLE_NAMES[role])) for role in FontRole]


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    try:
        fonts = own_fonts()
    except PressError as error:
        return page(request, PageHead(_("字体")), Callout(say(error.sentence), look="bad"))
    found = find_fonts()
    new = new_fonts(found)
    unused = "、".join(shown_name(face.names) for face in fonts.unused)
    return page(
        request,
        PageHead(_("字体")),
        *(Callout(say(note), look="warn") for note in fonts.substitutions()),
        OWN.whole([(role, faces[0]) for role, faces in fonts.roles.items()], _("现在使用的字体")),
        *([Facts(_("没有用上的字体"), [(_("认不出用途"), unused)])] if unused else []),
        FOUND.whole(found, _("本机找到的字体")),
        *boxes,
        template="office/fonts.html",
        pages=["own", *(["found"] if new else [])],
    )


@require_safe
def picture(request: HttpRequest, which: str) -> HttpResponse:
    """The page as picture."""
    if which not in {"own", "found"}:
        raise Http404
    try:
        return HttpResponse(page_image(page_of(which), 1, 1.6), content_type="image/png")
    except PressError as error:
        raise Http404 from error


STEPS = Steps(
    "office",
    StepForm([Step("take", take_fonts, _("采用找到的字体"), _("已采用，下一次排版起生效。"), {}, SECOND)],
             when=lambda office, viewer: bool(new_fonts(find_fonts()))),
    StepForm([Step("name", name_font, _("指定"), _("已指定，下一次排版起生效。"))], NameForm, fold=_("指定一种用途的字体")),
    load=office_of,
    page=_page,
)  # fmt: skip
urlpatterns = [
    *STEPS.routes("office/fonts/", "office-fonts", Permission.MANAGE_UNITS),
    Route("office/fonts/<str:which>.png", picture, "office-fonts-page", Permission.MANAGE_UNITS),
]
