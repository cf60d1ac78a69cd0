"""Where each district's square stands in the tile grid: placed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.outreach.actions.coverage import MOST_TILES, place_tiles
from taizhang.outreach.queries.coverage import districts_known, tiles_of
from taizhang.press import charts
from taizhang.press.charts import DistrictCount
from taizhang.web.frame.access import office_of
from taizhang.web.frame.forms import OpenForm, number
from taizhang.web.frame.parts import Drawing, Link, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps

TITLE = _("区县方格")


class TilesForm(OpenForm):
    """A row and a column for each district of the rolls."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, district in enumerate(districts_known()):
            for name, label in (("row", _("{district}：行")), ("column", _("{district}：列"))):
                words = label.format(district=district)
                self.fields[f"{name}{n}"] = number(words, 1, MOST_TILES, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        places = {
            district: (given.get(f"row{n}"), given.get(f"column{n}"))
            for n, district in enumerate(districts_known())
        }
        for n, place in enumerate(places.values()):
            if any(place) and not all(place):
                self.add_error(f"row{n}", _("行和列要一起填。"))
        return {"places": {district: place for district, place in places.items() if all(place)}}


def _initial(office: Office) -> Mapping[str, Any]:
    placed, known = tiles_of(), districts_known()
    pairs = {n: placed[district] for n, district in enumerate(known) if district in placed}
    return {f"row{n}": row for n, (row, _column) in pairs.items()} | {
        f"column{n}": column for n, (_row, column) in pairs.items()
    }


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    places = tiles_of()
    shown = tuple(DistrictCount(name, 0, 0, places.get(name)) for name in districts_known())
    head = PageHead(TITLE, crumb=Link(_("覆盖"), reverse("coverage")))
    words = _("照方位大致摆放即可；没有摆放的排在最后。只是示意，不是地图。")
    return page(
        request, head, *boxes, aside=[Drawing(TITLE, str(words), charts.district_tiles(str(TITLE), shown))]
    )


STEPS = Steps(
    "office",
    StepForm(
        [Step("place", place_tiles, _("保存"), _("已保存。"))], TilesForm, initial=_initial, as_stored=True
    ),
    load=office_of,
    page=_page,
    goes=lambda result: reverse("coverage"),
)
urlpatterns = [*STEPS.routes("coverage/tiles/", "tiles", Permission.RUN_OUTREACH)]
