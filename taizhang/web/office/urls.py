"""Addresses of the administrators' pages."""

from __future__ import annotations

from taizhang.web.office import (
    access,
    fonts,
    inviting,
    issue_templates,
    people,
    posts,
    record,
    security,
    series,
    sign_on,
    standing_in,
    system,
    tokens,
    units,
    webhooks,
    working_days,
)

urlpatterns = [
    *system.urlpatterns,
    *units.urlpatterns,
    *posts.urlpatterns,
    *series.urlpatterns,
    *issue_templates.urlpatterns,
    *webhooks.urlpatterns,
    *fonts.urlpatterns,
    *sign_on.urlpatterns,
    *people.urlpatterns,
    *inviting.urlpatterns,
    *security.urlpatterns,
    *access.urlpatterns,
    *tokens.urlpatterns,
    *record.urlpatterns,
    *working_days.urlpatterns,
    *standing_in.urlpatterns,
]
