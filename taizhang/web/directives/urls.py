"""Leaders' directives."""

from __future__ import annotations

from taizhang.web.directives import page, writing

urlpatterns = [*page.urlpatterns, *writing.urlpatterns]
