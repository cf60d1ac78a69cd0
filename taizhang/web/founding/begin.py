"""The code from the terminal, and the office itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import purge
from taizhang.office.actions.founding import (
    change_office,
    found_office,
    founded_before,
    holds_founding,
    use_founding_code,
)
from taizhang.office.models import Office, Person
from taizhang.web.founding.door import KEY, founding_page, steps_head
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Callout, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.words import say


class CodeForm(forms.Form):
    """The code that the terminal prints."""

    code = line(_("开设码"), 60, required=True, help_text=_("形如 K7QM-3HXP-9BTR-W2ND，大小写、横线不论。"))


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code; right, this browser founds the office. 404 where one is founded."""
    if founded_before():
        raise Http404
    if holds_founding(request.session.get(KEY, "")):
        return redirect("founding-office")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = use_founding_code(form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", say(refusal.sentence))
        else:
            logout(request)  # of the demo, perhaps; the session begins anew
            request.session[KEY] = token
            return redirect("founding-office")
    context = {"form": form, "demo": purge.demo_is_here()}
    return render(request, "founding/enter.html", context, status=422 if form.errors else 200)


class OfficeForm(OpenForm):
    """What the office is called."""

    name = line(_("机构名称"), 100, required=True, help_text=_("全称，例如：海川市精神文明建设委员会办公室"))
    short_name = line(_("简称"), 30, help_text=_("各页显示用，例如：市文明办"))
    drop_demo = forms.BooleanField(label=_("删除演示机构及其全部数据，不可恢复"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not purge.demo_is_here():
            del self.fields["drop_demo"]


def _keep(
    *, office: Office, name: str, short_name: str, by: Person | None, at: datetime, drop_demo: bool = False
) -> Office:
    """Name the office; the first time it is founded, and a demo goes."""
    if office.pk:
        return change_office(office=office, name=name, short_name=short_name, by=by, at=at)
    if drop_demo:
        purge.remove_demo()
    return found_office(name=name, short_name=short_name, in_steps=True, by=by, at=at)


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    head, tabs = steps_head(request, _("建立自己的机构"), _("下一步：单位") if office.pk else "")
    hint = Callout(
        _("共六步，随时可以离开，回来接着办；填过的都已保存。先建机构，再列单位和人员。"), look="good"
    )
    return page(request, head, tabs, hint, *boxes)


OFFICE = Steps(
    "office",
    StepForm(
        [Step("keep", _keep, _("保存，下一步"))],
        OfficeForm,
        initial=lambda office: {"name": office.name, "short_name": office.short_name},
    ),
    load=lambda request: viewer_of(request).office,
    page=_page,
    goes=lambda office: reverse("founding-units"),
)
urlpatterns = [
    Route("setup/", enter, "founding", Door.PUBLIC),
    founding_page("setup/office/", "founding-office", OFFICE, first=True),
]
