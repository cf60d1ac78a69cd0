"""The request as views see it: the guard has made sure who asks."""

from __future__ import annotations

from django.http import HttpRequest

from taizhang.office.models import Person
from taizhang.office.visible import Viewer


class Request(HttpRequest):
    """A request that has passed the guard; ``viewer`` is the person with the posts they hold now."""

    user: Person
    viewer: Viewer
    request_id: str
