"""The daily work: reports, who is missing, blockers, reviews."""

from __future__ import annotations

from django.urls import path

from taizhang.web.reports import missing
from taizhang.web.reports import views as reports
from taizhang.web.supervision import blockers, reviews

urlpatterns = [
    path("obligations/<int:pk>/report/", reports.write, name="report-write"),
    path("obligations/<int:pk>/keep/", reports.keep, name="report-keep"),
    path("obligations/<int:pk>/waive/", missing.waive, name="waive"),
    path("reports/", missing.index, name="reports"),
    path("reports/remind/", missing.remind, name="remind"),
    path("reports/no-change/", reports.no_change, name="no-change"),
    path("reports/sign/", reports.sign, name="report-sign"),
    path("reports/unchanged/", reports.accept_unchanged, name="accept-unchanged"),
    path("reports/<int:pk>/", reports.show, name="report"),
    path("reports/<int:pk>/act/", reports.act, name="report-act"),
    path("projects/<int:pk>/blockers/new/", blockers.new, name="blocker-raise"),
    path("blockers/", blockers.index, name="blockers"),
    path("blockers/<int:pk>/", blockers.show, name="blocker"),
    path("blockers/<int:pk>/act/", blockers.act, name="blocker-act"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/new/", reviews.new, name="review-new"),
    path("reviews/<int:pk>/", reviews.show, name="review"),
    path("reviews/<int:pk>/act/", reviews.act, name="review-act"),
]
