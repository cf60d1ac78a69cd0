"""The ledger's pages: grid, wall chart, one page, project, unit."""

from __future__ import annotations

from django.urls import path

from taizhang.web.grid import charts, saved_views
from taizhang.web.grid import views as ledger
from taizhang.web.projects import views as projects

urlpatterns = [
    path("ledger/", ledger.grid, name="ledger"),
    path("ledger/wall/", charts.wall, name="wall"),
    path("ledger/export/<str:fmt>/", ledger.export, name="ledger-export"),
    path("ledger/views/", saved_views.save, name="view-save"),
    path("ledger/views/<int:pk>/remove/", saved_views.remove, name="view-remove"),
    path("sheet/", charts.sheet, name="sheet"),
    path("projects/<int:pk>/", projects.show, name="project"),
    path("units/<int:pk>/", projects.unit, name="unit"),
]
