"""The pages. Each name is declared in ``routes`` with what it asks of the person."""

from __future__ import annotations

from django.views.i18n import set_language

from taizhang.office.permissions import Permission
from taizhang.web.account import views as me
from taizhang.web.api import urls as urls_api
from taizhang.web.archive import urls_search
from taizhang.web.archive import views as issues
from taizhang.web.dispatch import urls as urls_send
from taizhang.web.exchange import urls as urls_exchange
from taizhang.web.frame import health
from taizhang.web.frame.routes import Door, Route
from taizhang.web.grid import urls as urls_ledger
from taizhang.web.importing import views as importing
from taizhang.web.issues import urls as urls_bulletin
from taizhang.web.office import tokens
from taizhang.web.projects import urls as urls_records
from taizhang.web.proposals import urls as urls_propose
from taizhang.web.reading import fields, page_preview
from taizhang.web.reading import views as desk
from taizhang.web.reports import urls as urls_work
from taizhang.web.submissions import urls as urls_submit
from taizhang.web.supervision import urls as urls_supervision
from taizhang.web.tasks import views as queue

urlpatterns = [
    Route("", queue.show, "queue", Door.SIGNED_IN),
    Route("tasks/count/", queue.count, "task-count", Door.SIGNED_IN),
    Route("healthz", health.show, "healthz", Door.PUBLIC),
    Route("language/", set_language, "set_language", Door.PUBLIC),
    Route("me/", me.show, "me", Door.SIGNED_IN),
    Route("me/feed/", me.feed, "me-feed", Door.SIGNED_IN),
    Route("calendar/<str:token>.ics", me.calendar, "feed", Door.PUBLIC),  # its token is asked instead
    Route("desk/", desk.new, "desk", Permission.USE_DESK),
    Route("desk/<int:pk>/", desk.show, "reading", Permission.USE_DESK),
    Route("desk/<int:pk>/fields/", fields.correct, "reading-fields", Permission.USE_DESK),
    Route("desk/<int:pk>/save/", desk.save, "reading-save", Permission.SAVE_TO_ARCHIVE),
    Route("desk/<int:pk>/discard/", desk.discard, "reading-discard", Permission.USE_DESK),
    Route("desk/<int:pk>/leaf/", page_preview.of_reading, "reading-leaf", Permission.USE_DESK),
    Route(
        "desk/<int:pk>/page/<int:page>.png", page_preview.reading_picture, "reading-page", Permission.USE_DESK
    ),
    Route("desk/<int:pk>/pdf", desk.pdf, "reading-pdf", Permission.USE_DESK),
    Route("desk/<int:pk>/docx", desk.docx, "reading-docx", Permission.USE_DESK),
    Route("ledger/import/", importing.new, "ledger-import", Permission.RUN_LEDGER),
    Route("ledger/import/<int:pk>/", importing.preview, "ledger-import-preview", Permission.RUN_LEDGER),
    Route("issues/", issues.index, "issues", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/", issues.show, "issue", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/leaf/", page_preview.of_issue, "issue-leaf", Permission.READ_ARCHIVE),
    Route(
        "issues/<int:pk>/page/<int:page>.png",
        page_preview.issue_picture,
        "issue-page",
        Permission.READ_ARCHIVE,
    ),
    Route("issues/<int:pk>/pdf", issues.pdf, "issue-pdf", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/docx", issues.docx, "issue-docx", Permission.READ_ARCHIVE),
    *tokens.urlpatterns,
    *urls_api.urlpatterns,
    *urls_bulletin.urlpatterns,
    *urls_exchange.urlpatterns,
    *urls_ledger.urlpatterns,
    *urls_propose.urlpatterns,
    *urls_records.urlpatterns,
    *urls_send.urlpatterns,
    *urls_submit.urlpatterns,
    *urls_supervision.urlpatterns,
    *urls_search.urlpatterns,
    *urls_work.urlpatterns,
]
