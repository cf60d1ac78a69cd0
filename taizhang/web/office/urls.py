"""Addresses of the administrators' pages."""

from __future__ import annotations

from taizhang.web.office import inviting, people, tokens, units

urlpatterns = [
    *units.urlpatterns,
    *people.urlpatterns,
    *inviting.urlpatterns,
    *tokens.urlpatterns,
]
