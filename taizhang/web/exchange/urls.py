"""Learning from each other, and what programs may read."""

from __future__ import annotations

from django.urls import path

from taizhang.web.api.urls import urlpatterns as api_urls
from taizhang.web.exchange import views as exchange
from taizhang.web.office import tokens

urlpatterns = [
    path("exchange/", exchange.home, name="exchange"),
    path("exchange/themes/", exchange.follow, name="theme-follow"),
    path("exchange/themes/<int:pk>/", exchange.unfollow, name="theme-unfollow"),
    path("exchange/feed/", exchange.feed, name="theme-feed-set"),
    path("exchange/adopted/<int:year>/", exchange.adopted, name="adopted"),
    path("themes/<str:token>.atom", exchange.atom, name="theme-feed"),
    path("articles/<int:pk>/practice/", exchange.practice, name="practice"),
    path("articles/<int:pk>/ask/", exchange.ask, name="question-ask"),
    path("articles/<int:pk>/reuse/", exchange.reuse, name="reuse"),
    path("reuse/<int:pk>/withdraw/", exchange.withdraw, name="reuse-withdraw"),
    path("questions/<int:pk>/act/", exchange.act, name="question-act"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    *api_urls,
]
