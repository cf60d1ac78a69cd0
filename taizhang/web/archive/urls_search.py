"""Search."""

from __future__ import annotations

from taizhang.web.archive import search
from taizhang.web.frame.routes import Door, Route

urlpatterns = [Route("search/", search.show, "search", Door.SIGNED_IN)]
