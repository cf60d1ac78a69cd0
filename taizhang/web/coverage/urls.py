"""Coverage: programmes, rolls, districts."""

from __future__ import annotations

from taizhang.web.coverage import claims, programmes, rolls, tiles

urlpatterns = [*programmes.urlpatterns, *rolls.urlpatterns, *tiles.urlpatterns, *claims.urlpatterns]
