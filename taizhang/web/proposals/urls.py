"""The pages of calls, proposals and accounts (征集、建账)."""

from __future__ import annotations

from django.urls import path

from taizhang.web.office import ledger_settings
from taizhang.web.proposals import accounts, admission, calls
from taizhang.web.proposals import views as proposals

urlpatterns = [
    path("calls/", calls.index, name="calls"),
    path("calls/new/", calls.new, name="call-new"),
    path("calls/<int:pk>/", calls.show, name="call"),
    path("calls/<int:pk>/edit/", calls.edit, name="call-edit"),
    path("calls/<int:pk>/act/", calls.act, name="call-act"),
    path("calls/<int:pk>/propose/", proposals.new, name="proposal-new"),
    path("calls/<int:pk>/admission/", admission.show, name="admission"),
    path("proposals/<int:pk>/", proposals.show, name="proposal"),
    path("proposals/<int:pk>/write/", proposals.write, name="proposal-write"),
    path("proposals/<int:pk>/act/", proposals.act, name="proposal-act"),
    path("proposals/<int:pk>/decide/", admission.decide, name="proposal-decide"),
    path("accounts/", accounts.opening, name="opening"),
    path("projects/<int:pk>/account/", accounts.prepare, name="account"),
    path("projects/<int:pk>/confirm/", accounts.confirm, name="account-confirm"),
    path("ledger/<int:year_no>/settings/", ledger_settings.show, name="ledger-settings"),
]
