"""Learning from each other."""

from __future__ import annotations

from taizhang.web.exchange import home, practice

urlpatterns = [*home.urlpatterns, *practice.urlpatterns]
