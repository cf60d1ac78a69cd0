"""The pictures that stand in texts: by the name that the text gives, so that whoever reads the text sees them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from taizhang.bulletin.queries.pictures import PICTURE_TYPE, pictures_named
from taizhang.core.text.pictures import is_name
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route


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
