"""The pages. Each name is declared in ``routes`` with what it asks of the person."""

from __future__ import annotations

from django.views.i18n import set_language

from taizhang.office.permissions import Permission
from taizhang.web.account import factors, invited, second_factor, sign_on
from taizhang.web.account import views as me
from taizhang.web.api import urls as urls_api
from taizhang.web.archive import urls as urls_archive
from taizhang.web.closing import urls as urls_closing
from taizhang.web.coverage import urls as urls_coverage
from taizhang.web.directives import urls as urls_directives
from taizhang.web.dispatch import urls as urls_send
from taizhang.web.exchange import urls as urls_exchange
from taizhang.web.fieldwork import urls as urls_fieldwork
from taizhang.web.founding import urls as urls_founding
from taizhang.web.frame import health
from taizhang.web.frame.routes import Door, Route
from taizhang.web.grid import urls as urls_ledger
from taizhang.web.help import views as guide
from taizhang.web.importing import views as importing
from taizhang.web.issues import urls as urls_bulletin
from taizhang.web.office import urls as urls_office
from taizhang.web.outreach import urls as urls_outreach
from taizhang.web.projects import urls as urls_records
from taizhang.web.proposals import urls as urls_propose
from taizhang.web.reading import urls as urls_reading
from taizhang.web.remarks import thread as remarks
from taizhang.web.reports import urls as urls_work
from taizhang.web.search import views as search
from taizhang.web.submissions import urls as urls_submit
from taizhang.web.supervision import urls as urls_supervision
from taizhang.web.tasks import views as queue

urlpatterns = [
    Route("", queue.show, "queue", Door.SIGNED_IN),
    Route("tasks/count/", queue.count, "task-count", Door.SIGNED_IN),
    Route("healthz", health.show, "healthz", Door.PUBLIC),
    Route("readyz", health.ready, "readyz", Door.PUBLIC),
    Route("metrics", health.measures, "metrics", Door.PUBLIC),  # its token is asked instead
    Route("language/", set_language, "set_language", Door.PUBLIC),
    *me.urlpatterns,
    Route("ledger/import/", importing.new, "ledger-import", Permission.RUN_LEDGER),
    Route("ledger/import/<int:pk>/", importing.preview, "ledger-import-preview", Permission.RUN_LEDGER),
    *urls_founding.urlpatterns,
    *invited.urlpatterns,
    *second_factor.urlpatterns,
    *factors.urlpatterns,
    *sign_on.urlpatterns,
    *urls_office.urlpatterns,
    *urls_reading.urlpatterns,
    *urls_archive.urlpatterns,
    *urls_api.urlpatterns,
    *urls_bulletin.urlpatterns,
    *urls_closing.urlpatterns,
    *urls_directives.urlpatterns,
    *urls_coverage.urlpatterns,
    *urls_exchange.urlpatterns,
    *remarks.urlpatterns,
    *urls_fieldwork.urlpatterns,
    *guide.urlpatterns,
    *urls_ledger.urlpatterns,
    *urls_outreach.urlpatterns,
    *urls_propose.urlpatterns,
    *urls_records.urlpatterns,
    *urls_send.urlpatterns,
    *urls_submit.urlpatterns,
    *urls_supervision.urlpatterns,
    *search.urlpatterns,
    *urls_work.urlpatterns,
]
