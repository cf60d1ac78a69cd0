"""Recipients, distribution, corrections, recalls; and the pages that need no account."""

from __future__ import annotations

from taizhang.web.dispatch import corrections, own_links, public, receipts, recipients, sendings

urlpatterns = [
    *recipients.urlpatterns,
    *sendings.urlpatterns,
    *receipts.urlpatterns,
    *own_links.urlpatterns,
    *corrections.urlpatterns,
    *public.urlpatterns,
]
