"""What happens to a project in its year: records, figures, notices, changes, closing, relief."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.projects import activities, evidence, fieldwork, figures, services, transfer, views

urlpatterns = [
    Route("projects/<int:pk>/", views.show, "project", Permission.SEE_LEDGER),
    Route("units/<int:pk>/", views.unit, "unit", Permission.SEE_LEDGER),
    *transfer.urlpatterns,
    *activities.urlpatterns,
    *figures.urlpatterns,
    *evidence.urlpatterns,
    *services.urlpatterns,
    *fieldwork.urlpatterns,
]
