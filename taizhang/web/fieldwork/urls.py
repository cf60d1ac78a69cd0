"""The addresses of fieldwork."""

from __future__ import annotations

from taizhang.web.fieldwork import (
    calendar,
    feeds,
    follow_ups,
    media,
    plans,
    research,
    services,
    sit_ins,
    statistics,
    statistics_rows,
)

PAGES = (calendar, feeds, sit_ins, follow_ups, media, research, services, plans, statistics, statistics_rows)
urlpatterns = [route for each in PAGES for route in each.urlpatterns]
