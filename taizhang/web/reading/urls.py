"""The reading desk."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.reading import fields, live_page, pictures, views

urlpatterns = [
    Route("desk/", views.new, "desk", Permission.USE_DESK),
    Route("desk/<int:pk>/", views.show, "reading", Permission.USE_DESK),
    Route("desk/<int:pk>/fields/", fields.correct, "reading-fields", Permission.USE_DESK),
    Route("desk/<int:pk>/save/", views.save, "reading-save", Permission.SAVE_TO_ARCHIVE),
    Route("desk/<int:pk>/discard/", views.discard, "reading-discard", Permission.USE_DESK),
    Route("desk/<int:pk>/leaf/", live_page.of_reading, "reading-leaf", Permission.USE_DESK),
    Route(
        "desk/<int:pk>/page/<int:page>.png", live_page.reading_picture, "reading-page", Permission.USE_DESK
    ),
    Route("desk/<int:pk>/pdf", views.pdf, "reading-pdf", Permission.USE_DESK),
    Route("desk/<int:pk>/docx", views.docx, "reading-docx", Permission.USE_DESK),
    *pictures.urlpatterns,
]
