"""The daily work: reports, who is missing, blockers, reviews."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.reports import composing, missing
from taizhang.web.reports import views as reports

urlpatterns = [
    *missing.urlpatterns,
    *composing.urlpatterns,
    *reports.STEPS.routes("reports/<int:pk>/", "report", Permission.SEE_LEDGER, act=Permission.ACT_IN_LEDGER),
    Route("obligations/<int:pk>/report/", reports.write, "report-write", Permission.FILE_FOR_UNIT),
    Route("obligations/<int:pk>/keep/", reports.keep, "report-keep", Permission.FILE_FOR_UNIT),
    *reports.RAISE.post("reports/<int:pk>/remark/", "report-remarked", Permission.ACT_IN_LEDGER),
    *reports.ALL.post("reports/<int:pk>/remarks/all/", "report-remarks-all", Permission.FILE_FOR_UNIT),
    Route("reports/no-change/", reports.no_change, "no-change", Permission.FILE_FOR_UNIT),
    Route("reports/sign/", reports.sign, "report-sign", Permission.SIGN_FOR_UNIT),
    Route("reports/unchanged/", reports.accept_unchanged, "accept-unchanged", Permission.RUN_LEDGER),
]
