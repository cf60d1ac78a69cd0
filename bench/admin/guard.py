"""The product's guard, which lets the admin's routes through: everything else about a request is the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.web.frame.middleware import PrivateResponses


class OpenToAdmin(PrivateResponses):
    """Asks the route table only about the product's own routes."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match and match.namespace in {"same", "lean"}:
            return None
        return super().process_view(request, view, args, kwargs)
