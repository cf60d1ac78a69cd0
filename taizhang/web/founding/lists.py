"""Units and people of the new office, pasted from a table."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.office import clock
from taizhang.office.queries import holders_of, missing_administrators, units_of
from taizhang.web.founding.door import founding_page, steps_head
from taizhang.web.frame.parts import Callout, PagePart
from taizhang.web.frame.request import Request
from taizhang.web.office.pasting import PEOPLE, UNITS, paste
from taizhang.web.office.people import HOLDERS
from taizhang.web.office.units import UNIT_LIST


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request) -> HttpResponse:
    """The member units: those that are there, and a table with more."""
    office = request.viewer.office
    head, tabs = steps_head(request, _("成员单位"), _("下一步：人员"))
    there = UNIT_LIST.whole(units_of(office), _("已列入的单位"))
    return paste(request, UNITS, head, [tabs], [there], reverse("founding-units"))


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """The people with their posts, and a table with more."""
    office, now = request.viewer.office, clock.now()
    head, tabs = steps_head(request, _("人员和岗位"), _("下一步：年度台账"))
    missing = "、".join(str(role.label) for role in missing_administrators(office, now))
    words = _("还须有人担任：{names}。三员由三个人分任，不兼其他岗位；名单可分几次粘贴。").format(
        names=missing
    )
    above: list[PagePart] = [tabs, Callout(words, look="warn")] if missing else [tabs]
    there = HOLDERS.whole(holders_of(office, now), _("已在岗的人员"))
    return paste(request, PEOPLE, head, above, [there], reverse("founding-people"))


urlpatterns = [
    founding_page("setup/units/", "founding-units", units),
    founding_page("setup/people/", "founding-people", people),
]
