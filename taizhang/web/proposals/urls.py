"""The pages of calls, proposals and accounts (征集、建账)."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.office import ledger_settings
from taizhang.web.proposals import accounts, admission, calls, views

urlpatterns = [
    *calls.urlpatterns,
    *views.urlpatterns,
    *admission.urlpatterns,
    *accounts.urlpatterns,
    Route("ledger/<int:year_no>/settings/", ledger_settings.show, "ledger-settings", Permission.RUN_LEDGER),
]
