"""The pages. Each name is declared in ``routes`` with what it asks of the person."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from taizhang.web.account import views as me
from taizhang.web.archive import urls_search
from taizhang.web.archive import views as issues
from taizhang.web.dispatch import urls as urls_send
from taizhang.web.exchange import urls as urls_exchange
from taizhang.web.frame import health
from taizhang.web.grid import urls as urls_ledger
from taizhang.web.importing import views as importing
from taizhang.web.issues import urls as urls_bulletin
from taizhang.web.projects import urls as urls_records
from taizhang.web.proposals import urls as urls_propose
from taizhang.web.reading import fields, page_preview
from taizhang.web.reading import views as desk
from taizhang.web.reports import urls as urls_work
from taizhang.web.submissions import urls as urls_submit
from taizhang.web.tasks import views as queue

urlpatterns = [
    path("", queue.show, name="queue"),
    path("healthz", health.show, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("me/", me.show, name="me"),
    path("me/feed/", me.feed, name="me-feed"),
    path("calendar/<str:token>.ics", me.calendar, name="feed"),
    path("desk/", desk.new, name="desk"),
    path("desk/<int:pk>/", desk.show, name="reading"),
    path("desk/<int:pk>/fields/", fields.correct, name="reading-fields"),
    path("desk/<int:pk>/save/", desk.save, name="reading-save"),
    path("desk/<int:pk>/discard/", desk.discard, name="reading-discard"),
    path("desk/<int:pk>/leaf/", page_preview.of_reading, name="reading-leaf"),
    path("desk/<int:pk>/page/<int:page>.png", page_preview.reading_picture, name="reading-page"),
    path("desk/<int:pk>/pdf", desk.pdf, name="reading-pdf"),
    path("desk/<int:pk>/docx", desk.docx, name="reading-docx"),
    path("ledger/import/", importing.new, name="ledger-import"),
    path("ledger/import/<int:pk>/", importing.preview, name="ledger-import-preview"),
    path("issues/", issues.index, name="issues"),
    path("issues/<int:pk>/", issues.show, name="issue"),
    path("issues/<int:pk>/leaf/", page_preview.of_issue, name="issue-leaf"),
    path("issues/<int:pk>/page/<int:page>.png", page_preview.issue_picture, name="issue-page"),
    path("issues/<int:pk>/pdf", issues.pdf, name="issue-pdf"),
    path("issues/<int:pk>/docx", issues.docx, name="issue-docx"),
    *urls_bulletin.urlpatterns,
    *urls_exchange.urlpatterns,
    *urls_ledger.urlpatterns,
    *urls_propose.urlpatterns,
    *urls_records.urlpatterns,
    *urls_send.urlpatterns,
    *urls_submit.urlpatterns,
    *urls_search.urlpatterns,
    *urls_work.urlpatterns,
]
