"""Addresses of the first-run pages."""

from __future__ import annotations

from taizhang.web.founding import begin, done, lists, works

urlpatterns = [*begin.urlpatterns, *lists.urlpatterns, *works.urlpatterns, *done.urlpatterns]
