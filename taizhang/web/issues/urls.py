"""The bulletin desk: issues at the desk, their articles, the figures in them."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.frame.routes import Route
from taizhang.web.issues import (
    approval,
    articles,
    attachments,
    facts,
    grounds,
    page_fit,
    proofing,
    versions,
    word_copies,
)
from taizhang.web.issues import views as drafts

urlpatterns = [
    Route("drafts/", drafts.index, "drafts", Permission.SEE_ISSUES),
    Route("drafts/new/", drafts.begin, "draft-new", Permission.EDIT_BULLETIN),
    Route("drafts/<int:pk>/", drafts.show, "draft", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/beside/", drafts.beside, "draft-beside", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/head/", drafts.head, "draft-head", Permission.EDIT_BULLETIN),
    Route("drafts/<int:pk>/order/", drafts.order, "draft-order", Permission.EDIT_BULLETIN),
    Route(
        "drafts/<int:pk>/act/", approval.act, "draft-act", Permission.SEE_ISSUES
    ),  # the table of an issue's life says who may take which step
    Route("drafts/<int:pk>/leaf/", drafts.leaf, "draft-leaf", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/page/<int:page>.png", drafts.picture, "draft-page", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/page/<int:page>/words/", drafts.words, "draft-words", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/add/", articles.add, "article-new", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/keep/", articles.keep, "article-keep", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/draw/", articles.draw, "article-draw", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/marks/", articles.marks, "article-marks", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/candidates/", articles.candidates, "article-candidates", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/link/", articles.link, "article-link", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/answer/", articles.answer, "article-answer", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/picture/", articles.picture, "article-picture", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/place/", articles.place, "article-place", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/remove/", articles.remove, "article-remove", Permission.EDIT_BULLETIN),
    Route("articles/<int:pk>/remarks/", drafts.remarks, "article-remarks", Permission.SEE_ISSUES),
    *drafts.RAISE.post("articles/<int:pk>/remark/", "article-remark", Permission.SEE_ISSUES),
    *drafts.ALL.post("articles/<int:pk>/remarks/all/", "article-remarks-all", Permission.EDIT_BULLETIN),
    *drafts.ATTACH.post("drafts/<int:pk>/attach/", "draft-attach", Permission.EDIT_BULLETIN),
    *attachments.urlpatterns,
    *versions.urlpatterns,
    *facts.urlpatterns,
    *page_fit.urlpatterns,
    *grounds.urlpatterns,
    *proofing.urlpatterns,
    *word_copies.urlpatterns,
]
