"""What units send in: articles, requests for them, proofs."""

from __future__ import annotations

from taizhang.web.submissions import article, commissions, inbox, proofs, topics, writing

urlpatterns = [
    *writing.urlpatterns,
    *article.urlpatterns,
    *inbox.urlpatterns,
    *commissions.urlpatterns,
    *topics.urlpatterns,
    *proofs.urlpatterns,
]
