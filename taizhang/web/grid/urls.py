"""The ledger's pages: grid, wall chart, one page, project, unit."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.grid import charts, saved_views
from taizhang.web.grid import views as ledger

urlpatterns = [
    Route("ledger/", ledger.grid, "ledger", Permission.SEE_LEDGER),
    Route("ledger/wall/", charts.wall, "wall", Permission.SEE_LEDGER),
    Route("ledger/export/<str:fmt>/", ledger.export, "ledger-export", Permission.SEE_LEDGER),
    Route("ledger/views/", saved_views.save, "view-save", Permission.SEE_LEDGER),
    Route("ledger/views/<int:pk>/remove/", saved_views.remove, "view-remove", Permission.SEE_LEDGER),
    Route("sheet/", charts.sheet, "sheet", Permission.SEE_SHEET),
]
