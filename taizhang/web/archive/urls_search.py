"""Search."""

from __future__ import annotations

from django.urls import path

from taizhang.web.archive import search

urlpatterns = [path("search/", search.show, name="search")]
