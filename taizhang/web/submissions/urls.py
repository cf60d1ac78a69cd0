"""What units send in: articles, requests for them, proofs."""

from __future__ import annotations

from django.urls import path

from taizhang.web.submissions import commissions, inbox, proofs
from taizhang.web.submissions import views as submissions

urlpatterns = [
    path("submissions/", submissions.index, name="submissions"),
    path("submissions/new/", submissions.begin, name="submission-new"),
    path("reports/<int:pk>/submission/", submissions.from_report, name="submission-from-report"),
    path("submissions/<int:pk>/", submissions.show, name="submission"),
    path("submissions/<int:pk>/write/", submissions.write, name="submission-write"),
    path("submissions/<int:pk>/keep/", submissions.keep, name="submission-keep"),
    path("submissions/<int:pk>/act/", submissions.act, name="submission-act"),
    path("inbox/", inbox.index, name="inbox"),
    path("submissions/<int:pk>/adopt/", inbox.adopt, name="submission-adopt"),
    path("submissions/<int:pk>/decide/", inbox.decide, name="submission-decide"),
    path("commissions/", commissions.index, name="commissions"),
    path("commissions/<int:pk>/", commissions.show, name="commission"),
    path("commissions/<int:pk>/close/", commissions.close, name="commission-close"),
    path("articles/<int:pk>/proof/", proofs.ask, name="proof-ask"),
    path("proofs/<int:pk>/", proofs.show, name="proof"),
]
