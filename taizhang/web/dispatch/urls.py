"""Recipients, distribution, corrections, recalls; and the pages that need no account."""

from __future__ import annotations

from taizhang.web.dispatch import corrections, public, recipients, sendings

urlpatterns = [
    *recipients.urlpatterns,
    *sendings.urlpatterns,
    *corrections.urlpatterns,
    *public.urlpatterns,
]
