"""Changes to an account, closing it, and the turn of the year."""

from __future__ import annotations

from taizhang.web.closing import changes, closures, turn

urlpatterns = [*changes.urlpatterns, *closures.urlpatterns, *turn.urlpatterns]
