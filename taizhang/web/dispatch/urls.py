"""Recipients, distribution, corrections, recalls; and the pages that need no account."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.dispatch import corrections, public, recipients
from taizhang.web.dispatch import views as sendings
from taizhang.web.frame.routes import Door, Route

urlpatterns = [
    Route("recipients/", recipients.index, "recipients", Permission.EDIT_BULLETIN),
    Route("recipients/<int:pk>/", recipients.edit, "recipient", Permission.EDIT_BULLETIN),
    Route("recipients/<int:pk>/act/", recipients.act, "recipient-act", Permission.EDIT_BULLETIN),
    Route("sendings/", sendings.index, "sendings", Permission.SEE_ISSUES),
    Route("sendings/<int:pk>/act/", sendings.one, "sending-act", Permission.EDIT_BULLETIN),
    Route("issues/<int:pk>/sendings/", sendings.show, "issue-sendings", Permission.SEE_ISSUES),
    Route("issues/<int:pk>/sendings/paper/", sendings.paper, "issue-paper", Permission.SEE_ISSUES),
    Route("issues/<int:pk>/sendings/act/", sendings.act, "issue-send", Permission.EDIT_BULLETIN),
    Route("issues/<int:pk>/recall/", sendings.recall, "issue-recall", Permission.SIGN_BULLETIN),
    Route("issues/<int:pk>/correct/", corrections.new, "correction-new", Permission.EDIT_BULLETIN),
    Route("corrections/", corrections.index, "corrections", Permission.SEE_ISSUES),
    Route("corrections/<int:pk>/", corrections.show, "correction", Permission.SEE_ISSUES),
    Route("corrections/<int:pk>/edit/", corrections.edit, "correction-edit", Permission.EDIT_BULLETIN),
    Route(
        "corrections/<int:pk>/act/", corrections.act, "correction-act", Permission.SEE_ISSUES
    ),  # the table of a correction's life says who may take which step
    Route("places/<int:pk>/settle/", corrections.settle, "place-settle", Permission.EDIT_BULLETIN),
    Route("r/<str:token>/", public.letter, "letter", Door.PUBLIC),  # its signed token is asked instead
    Route("r/<str:token>/pdf", public.letter_pdf, "letter-pdf", Door.PUBLIC),
    Route("r/<str:token>/page/<int:page>.png", public.letter_page, "letter-page", Door.PUBLIC),
    Route("v/<str:key>/", public.issue, "issue-public", Door.PUBLIC),  # nothing of an issue's content
]
