"""Recipients, distribution, corrections, recalls; and the pages that need no account."""

from __future__ import annotations

from django.urls import path

from taizhang.web.dispatch import corrections, public, recipients
from taizhang.web.dispatch import views as sendings

urlpatterns = [
    path("recipients/", recipients.index, name="recipients"),
    path("recipients/<int:pk>/", recipients.edit, name="recipient"),
    path("recipients/<int:pk>/act/", recipients.act, name="recipient-act"),
    path("sendings/", sendings.index, name="sendings"),
    path("sendings/<int:pk>/act/", sendings.one, name="sending-act"),
    path("issues/<int:pk>/sendings/", sendings.show, name="issue-sendings"),
    path("issues/<int:pk>/sendings/paper/", sendings.paper, name="issue-paper"),
    path("issues/<int:pk>/sendings/act/", sendings.act, name="issue-send"),
    path("issues/<int:pk>/recall/", sendings.recall, name="issue-recall"),
    path("issues/<int:pk>/correct/", corrections.new, name="correction-new"),
    path("corrections/", corrections.index, name="corrections"),
    path("corrections/<int:pk>/", corrections.show, name="correction"),
    path("corrections/<int:pk>/edit/", corrections.edit, name="correction-edit"),
    path("corrections/<int:pk>/act/", corrections.act, name="correction-act"),
    path("places/<int:pk>/settle/", corrections.settle, name="place-settle"),
    path("r/<str:token>/", public.letter, name="letter"),
    path("r/<str:token>/pdf", public.letter_pdf, name="letter-pdf"),
    path("r/<str:token>/page/<int:page>.png", public.letter_page, name="letter-page"),
    path("v/<str:key>/", public.issue, name="issue-public"),
]
