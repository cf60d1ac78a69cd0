"""Addresses of the administrators' pages."""

from __future__ import annotations

from taizhang.web.office import (
    fonts,
    inviting,
    people,
    posts,
    record,
    security,
    series,
    standing_in,
    system,
    tokens,
    units,
)

urlpatterns = [
    *system.urlpatterns,
    *units.urlpatterns,
    *posts.urlpatterns,
    *series.urlpatterns,
    *fonts.urlpatterns,
    *people.urlpatterns,
    *inviting.urlpatterns,
    *security.urlpatterns,
    *tokens.urlpatterns,
    *record.urlpatterns,
    *standing_in.urlpatterns,
]
