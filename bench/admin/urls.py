"""The product's addresses, and the admin's, which ask the product's guard nothing."""

from __future__ import annotations

from django.urls import include, path

from bench.admin.site import lean, same

urlpatterns = [
    path("admin/", same.urls),
    path("lean/", lean.urls),
    path("", include("taizhang.urls")),
]
