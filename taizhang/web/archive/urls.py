"""The archive of issues."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.archive import archiving, views
from taizhang.web.frame.routes import Route
from taizhang.web.reading import attached, live_page

urlpatterns = [
    Route("issues/", views.index, "issues", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/", views.show, "issue", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/leaf/", live_page.of_issue, "issue-leaf", Permission.READ_ARCHIVE),
    Route(
        "issues/<int:pk>/page/<int:page>.png", live_page.issue_picture, "issue-page", Permission.READ_ARCHIVE
    ),
    Route("issues/<int:pk>/original", views.original, "issue-original", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/pdf", views.pdf, "issue-pdf", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/docx", views.docx, "issue-docx", Permission.READ_ARCHIVE),
    Route("attachments/<int:pk>/", attached.take, "attachment", Permission.READ_ARCHIVE),
    Route("issues/<int:pk>/account", views.account, "issue-account", Permission.EDIT_BULLETIN),
    Route("issues/read-in/", archiving.show, "archiving", Permission.SAVE_TO_ARCHIVE),
]
