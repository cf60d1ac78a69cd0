"""What happens to a project in its year: records, figures, notices, changes, closing, relief."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.projects import activities, evidence, figures, services, transfer, views

urlpatterns = [
    Route("projects/<int:pk>/", views.show, "project", Permission.SEE_LEDGER),
    Route("units/<int:pk>/", views.unit, "unit", Permission.SEE_LEDGER),
    *transfer.urlpatterns,
    Route("activities/", activities.index, "activities", Permission.SEE_LEDGER),
    Route("activities/new/", activities.new, "activity-new", Permission.ACT_IN_LEDGER),
    Route("activities/reading/", activities.reading, "count-reading", Permission.SEE_LEDGER),
    Route("activities/<int:pk>/", activities.show, "activity", Permission.SEE_LEDGER),
    *activities.VOIDING.post("activities/<int:pk>/void/", "activity-void", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/figures/", figures.of_project, "figures", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/figures.csv", figures.export, "figures-csv", Permission.SEE_LEDGER),
    Route("figures/<int:pk>/", figures.show, "figure", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/evidence/", evidence.of_project, "evidence", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/view", evidence.view, "evidence-view", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/file", evidence.take, "evidence-file", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/withdraw/", evidence.withdraw, "evidence-withdraw", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/services/", services.of_project, "services", Permission.SEE_LEDGER),
    Route("services/<int:pk>/entries/", services.entry, "service-entry", Permission.ACT_IN_LEDGER),
    Route("services/entries/<int:pk>/void/", services.void, "service-entry-void", Permission.ACT_IN_LEDGER),
]
