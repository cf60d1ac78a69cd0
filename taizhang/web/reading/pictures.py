"""The pictures that stand in texts: by the name that the text gives, so that whoever reads the text sees them, and the
form by which one is put into a text.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.queries.pictures import PICTURE_TYPE, pictures_named
from taizhang.core.text.pictures import is_name
from taizhang.intake import redraw
from taizhang.web.frame.forms import OpenForm, file_attrs, line
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route

PUT_IN = _("已插入图片。")
MOST_LINES = 100_000


class PictureForm(OpenForm):
    """A picture for the text: what stands below it, whose it is, what it shows to those who do not see it."""

    use_required_attribute = False
    after = forms.IntegerField(min_value=0, max_value=MOST_LINES, required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("图片"),
        help_text=_("PNG 或 JPEG，不超过20 MB，插入时缩小；也可以直接粘贴到正文。"),
        widget=forms.FileInput(attrs=file_attrs(accept=".png,.jpg,.jpeg")),
    )
    caption = line(_("图题"), 60, required=True, help_text=_("不用写“图1”，自动编号。"))
    credit = line(_("供图"), 40, help_text=_("如“市文明办供图”，可不填。"))
    description = line(_("图中是什么"), 200, required=True, help_text=_("读给看不见图片的人听，一句话。"))

    @property
    def picture(self) -> dict[str, Any]:
        """The picture, drawn anew, and what was said of it. Raises IntakeRefused."""
        given = dict(self.cleaned_data)
        return {"content": redraw(given.pop("file").read()), **given}


@require_safe
def picture(_request: Request, name: str) -> HttpResponse:
    """A picture of the office."""
    return picture_answer(name)


def picture_answer(name: str) -> HttpResponse:
    """The picture with this name; 404 where there is none. It never changes: its name is its content."""
    found = pictures_named([name]) if is_name(name) else {}
    if name not in found:
        raise Http404
    headers = {"Cache-Control": "private, max-age=604800, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found[name], content_type=PICTURE_TYPE, headers=headers)


urlpatterns = [Route("pictures/<str:name>/", picture, "picture", Door.SIGNED_IN)]  # the name is in the text
