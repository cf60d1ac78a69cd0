"""The pages of calls, proposals and accounts (征集、建账)."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.office import ledger_settings
from taizhang.web.proposals import accounts, admission, calls
from taizhang.web.proposals import views as proposals

urlpatterns = [
    *proposals.STEPS.routes(
        "proposals/<int:pk>/", "proposal", Permission.SEE_LEDGER, act=Permission.ACT_IN_LEDGER
    ),
    Route("calls/", calls.index, "calls", Permission.SEE_LEDGER),
    Route("calls/new/", calls.new, "call-new", Permission.RUN_LEDGER),
    Route("calls/<int:pk>/", calls.show, "call", Permission.SEE_LEDGER),
    Route("calls/<int:pk>/edit/", calls.edit, "call-edit", Permission.RUN_LEDGER),
    Route("calls/<int:pk>/act/", calls.act, "call-act", Permission.RUN_LEDGER),
    Route("calls/<int:pk>/propose/", proposals.new, "proposal-new", Permission.FILE_FOR_UNIT),
    Route("calls/<int:pk>/admission/", admission.show, "admission", Permission.RUN_LEDGER),
    Route("proposals/<int:pk>/write/", proposals.write, "proposal-write", Permission.FILE_FOR_UNIT),
    Route("proposals/<int:pk>/decide/", admission.decide, "proposal-decide", Permission.RUN_LEDGER),
    Route("accounts/", accounts.opening, "opening", Permission.RUN_LEDGER),
    Route("projects/<int:pk>/account/", accounts.prepare, "account", Permission.RUN_LEDGER),
    Route("projects/<int:pk>/confirm/", accounts.confirm, "account-confirm", Permission.SEE_LEDGER),
    Route("ledger/<int:year_no>/settings/", ledger_settings.show, "ledger-settings", Permission.RUN_LEDGER),
]
