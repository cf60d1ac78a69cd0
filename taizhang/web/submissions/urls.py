"""What units send in: articles, requests for them, proofs."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.submissions import commissions, inbox, proofs
from taizhang.web.submissions import views as submissions

urlpatterns = [
    Route("submissions/", submissions.index, "submissions", Permission.SUBMIT),
    Route("submissions/new/", submissions.begin, "submission-new", Permission.SUBMIT),
    Route(
        "reports/<int:pk>/submission/", submissions.from_report, "submission-from-report", Permission.SUBMIT
    ),
    Route(
        "submissions/<int:pk>/", submissions.show, "submission", Permission.ACT_IN_BULLETIN
    ),  # the loader says whose
    Route("submissions/<int:pk>/write/", submissions.write, "submission-write", Permission.SUBMIT),
    Route("submissions/<int:pk>/keep/", submissions.keep, "submission-keep", Permission.SUBMIT),
    Route("submissions/<int:pk>/act/", submissions.act, "submission-act", Permission.SUBMIT),
    Route("inbox/", inbox.index, "inbox", Permission.EDIT_BULLETIN),
    Route("submissions/<int:pk>/adopt/", inbox.adopt, "submission-adopt", Permission.EDIT_BULLETIN),
    Route("submissions/<int:pk>/decide/", inbox.decide, "submission-decide", Permission.EDIT_BULLETIN),
    Route("commissions/", commissions.index, "commissions", Permission.EDIT_BULLETIN),
    Route("commissions/<int:pk>/", commissions.show, "commission", Permission.ACT_IN_BULLETIN),
    Route("commissions/<int:pk>/close/", commissions.close, "commission-close", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/proof/", proofs.ask, "proof-ask", Permission.EDIT_BULLETIN),
    Route("proofs/<int:pk>/", proofs.show, "proof", Permission.ACT_IN_BULLETIN),
]
