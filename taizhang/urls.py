"""The URLs of the installation."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("taizhang.web.urls")),
]

handler400 = "taizhang.web.frame.errors.bad_request"
handler403 = "taizhang.web.frame.errors.forbidden"
handler404 = "taizhang.web.frame.errors.not_found"
handler500 = "taizhang.web.frame.errors.broken"
