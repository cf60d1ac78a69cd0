"""The bulletin desk: issues at the desk, their articles, the figures in them."""

from __future__ import annotations

from django.urls import path

from taizhang.web.archive import archiving
from taizhang.web.issues import approval, articles, facts
from taizhang.web.issues import views as drafts

urlpatterns = [
    path("drafts/", drafts.index, name="drafts"),
    path("drafts/new/", drafts.begin, name="draft-new"),
    path("drafts/<int:pk>/", drafts.show, name="draft"),
    path("drafts/<int:pk>/beside/", drafts.beside, name="draft-beside"),
    path("drafts/<int:pk>/head/", drafts.head, name="draft-head"),
    path("drafts/<int:pk>/order/", drafts.order, name="draft-order"),
    path("drafts/<int:pk>/act/", approval.act, name="draft-act"),
    path("drafts/<int:pk>/leaf/", drafts.leaf, name="draft-leaf"),
    path("drafts/<int:pk>/page/<int:page>.png", drafts.picture, name="draft-page"),
    path("drafts/<int:pk>/add/", articles.add, name="article-new"),
    path("articles/<int:pk>/keep/", articles.keep, name="article-keep"),
    path("articles/<int:pk>/draw/", articles.draw, name="article-draw"),
    path("articles/<int:pk>/marks/", articles.marks, name="article-marks"),
    path("articles/<int:pk>/candidates/", articles.candidates, name="article-candidates"),
    path("articles/<int:pk>/link/", articles.link, name="article-link"),
    path("articles/<int:pk>/place/", articles.place, name="article-place"),
    path("articles/<int:pk>/remove/", articles.remove, name="article-remove"),
    path("articles/<int:pk>/remark/", approval.remark, name="article-remark"),
    path("issues/read-in/", archiving.show, name="archiving"),
    path("facts/<int:pk>/", facts.show, name="fact"),
    path("facts/<int:pk>/act/", facts.act, name="fact-act"),
]
