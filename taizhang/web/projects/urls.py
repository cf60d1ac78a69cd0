"""What happens to a project in its year: records, figures, notices, changes, closing, relief."""

from __future__ import annotations

from django.urls import path

from taizhang.web.closing import changes, closures, turn
from taizhang.web.projects import activities, evidence, figures, services
from taizhang.web.supervision import notices, relief

urlpatterns = [
    path("activities/", activities.index, name="activities"),
    path("activities/new/", activities.new, name="activity-new"),
    path("activities/reading/", activities.reading, name="count-reading"),
    path("activities/<int:pk>/", activities.show, name="activity"),
    path("activities/<int:pk>/void/", activities.void, name="activity-void"),
    path("projects/<int:pk>/figures/", figures.of_project, name="figures"),
    path("projects/<int:pk>/figures.csv", figures.export, name="figures-csv"),
    path("figures/<int:pk>/", figures.show, name="figure"),
    path("projects/<int:pk>/evidence/", evidence.of_project, name="evidence"),
    path("evidence/<int:pk>/file", evidence.take, name="evidence-file"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("projects/<int:pk>/services/", services.of_project, name="services"),
    path("services/<int:pk>/entries/", services.entry, name="service-entry"),
    path("services/entries/<int:pk>/void/", services.void, name="service-entry-void"),
    path("notices/", notices.index, name="notices"),
    path("projects/<int:pk>/notices/new/", notices.draft, name="notice-draft"),
    path("notices/<int:pk>/", notices.show, name="notice"),
    path("notices/<int:pk>/pdf", notices.pdf, name="notice-pdf"),
    path("changes/", changes.index, name="changes"),
    path("projects/<int:pk>/change/", changes.ask, name="change-request"),
    path("projects/<int:pk>/amend/", changes.amend, name="change-amend"),
    path("changes/<int:pk>/", changes.show, name="change"),
    path("projects/<int:pk>/close/", closures.ask, name="closure-request"),
    path("closures/<int:pk>/", closures.show, name="closure"),
    path("rectifications/<int:pk>/", closures.rectified, name="rectified"),
    path("projects/<int:pk>/reopen/", closures.reopen, name="project-reopen"),
    path("projects/<int:pk>/archive/", closures.archive, name="project-archive"),
    path("ledger/<int:year_no>/turn/", turn.show, name="year-turn"),
    path("burden/", relief.meter, name="burden"),
    path("complain/", relief.complain, name="complain"),
    path("complaints/", relief.complaints, name="complaints"),
    path("complaints/<int:pk>/answer/", relief.answer, name="complaint-answer"),
    path("complaints/<str:token>/", relief.complaint, name="complaint"),
]
