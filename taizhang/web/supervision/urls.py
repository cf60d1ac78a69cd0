"""Notices, blockers, reviews, and what is asked of the units."""

from __future__ import annotations

from taizhang.web.supervision import blockers, notices, relief, reviews

urlpatterns = [*notices.urlpatterns, *blockers.urlpatterns, *reviews.urlpatterns, *relief.urlpatterns]
