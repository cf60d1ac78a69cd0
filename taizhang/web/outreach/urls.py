"""The addresses of outreach."""

from __future__ import annotations

from taizhang.web.outreach import dispatching, links, orders, planning, sessions, speakers

urlpatterns = [
    *orders.urlpatterns,
    *dispatching.urlpatterns,
    *planning.urlpatterns,
    *sessions.urlpatterns,
    *speakers.urlpatterns,
    *links.urlpatterns,
]
