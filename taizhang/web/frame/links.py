"""Pages that a signed link opens, without an account: the link is the right, and no cache or search engine keeps them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from taizhang.web.frame.errors import no_such_link
from taizhang.web.frame.middleware import KEPT_BY_NOBODY

View = Callable[..., HttpResponse]


def kept_by_nobody(answer: HttpResponse) -> HttpResponse:
    """Return the answer with what keeps it out of caches, search engines and the addresses that it leads to."""
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def by_link(find: Callable[[str], Any], name: str = "token") -> Callable[[View], View]:
    """Give the view the row that ``find`` returns for the part of the address called ``name``, in the scope of the row's
    office; answer 404 where it returns None.
    """

    def around(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **address: Any) -> HttpResponse:
            row = find(address[name])
            if row is None:
                return kept_by_nobody(no_such_link(request))
            with scope(office=row.office_id):
                return kept_by_nobody(view(request, row, **address))

        return wrapped

    return around
