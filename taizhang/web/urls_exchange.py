"""Learning from each other, and what programs may read."""

from __future__ import annotations

from django.urls import path

from taizhang.web.api.urls import urlpatterns as api_urls
from taizhang.web.views import tokens

urlpatterns = [
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    *api_urls,
]
