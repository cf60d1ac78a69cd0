"""What happens to a project in its year: records, figures, notices, changes, closing, relief."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.closing import changes, closures, turn
from taizhang.web.frame.routes import Route
from taizhang.web.projects import activities, evidence, figures, services

urlpatterns = [
    Route("activities/", activities.index, "activities", Permission.SEE_LEDGER),
    Route("activities/new/", activities.new, "activity-new", Permission.ACT_IN_LEDGER),
    Route("activities/reading/", activities.reading, "count-reading", Permission.SEE_LEDGER),
    Route("activities/<int:pk>/", activities.show, "activity", Permission.SEE_LEDGER),
    Route("activities/<int:pk>/void/", activities.void, "activity-void", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/figures/", figures.of_project, "figures", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/figures.csv", figures.export, "figures-csv", Permission.SEE_LEDGER),
    Route("figures/<int:pk>/", figures.show, "figure", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/evidence/", evidence.of_project, "evidence", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/file", evidence.take, "evidence-file", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/withdraw/", evidence.withdraw, "evidence-withdraw", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/services/", services.of_project, "services", Permission.SEE_LEDGER),
    Route("services/<int:pk>/entries/", services.entry, "service-entry", Permission.ACT_IN_LEDGER),
    Route("services/entries/<int:pk>/void/", services.void, "service-entry-void", Permission.ACT_IN_LEDGER),
    Route("changes/", changes.index, "changes", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/change/", changes.ask, "change-request", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/amend/", changes.amend, "change-amend", Permission.ACT_IN_LEDGER),
    Route("changes/<int:pk>/", changes.show, "change", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/close/", closures.ask, "closure-request", Permission.ACT_IN_LEDGER),
    Route("closures/<int:pk>/", closures.show, "closure", Permission.SEE_LEDGER),
    Route("rectifications/<int:pk>/", closures.rectified, "rectified", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/reopen/", closures.reopen, "project-reopen", Permission.DECIDE_CHANGE),
    Route("projects/<int:pk>/archive/", closures.archive, "project-archive", Permission.RUN_LEDGER),
    Route("ledger/<int:year_no>/turn/", turn.show, "year-turn", Permission.RUN_LEDGER),
]
