"""The addresses of outreach."""

from __future__ import annotations

from taizhang.web.outreach import dispatching, links, orders, sessions, speakers

urlpatterns = [
    *orders.urlpatterns,
    *dispatching.urlpatterns,
    *sessions.urlpatterns,
    *speakers.urlpatterns,
    *links.urlpatterns,
]
