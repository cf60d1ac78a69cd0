"""Learning from each other, and what programs may read."""

from __future__ import annotations

from taizhang.office.permissions import Permission
from taizhang.web.api.urls import urlpatterns as api_urls
from taizhang.web.exchange import views as exchange
from taizhang.web.frame.routes import Door, Route
from taizhang.web.office import tokens

urlpatterns = [
    Route("exchange/", exchange.home, "exchange", Permission.LEARN),
    Route("exchange/themes/", exchange.follow, "theme-follow", Permission.LEARN),
    Route("exchange/themes/<int:pk>/", exchange.unfollow, "theme-unfollow", Permission.LEARN),
    Route("exchange/feed/", exchange.feed, "theme-feed-set", Permission.LEARN),
    Route("exchange/adopted/<int:year>/", exchange.adopted, "adopted", Permission.READ_ARCHIVE),
    Route("themes/<str:token>.atom", exchange.atom, "theme-feed", Door.PUBLIC),  # its token is asked instead
    Route("articles/<int:pk>/practice/", exchange.practice, "practice", Permission.READ_ARCHIVE),
    Route("articles/<int:pk>/ask/", exchange.ask, "question-ask", Permission.LEARN),
    Route("articles/<int:pk>/reuse/", exchange.reuse, "reuse", Permission.LEARN),
    Route("reuse/<int:pk>/withdraw/", exchange.withdraw, "reuse-withdraw", Permission.LEARN),
    Route("questions/<int:pk>/act/", exchange.act, "question-act", Permission.ACT_IN_BULLETIN),
    Route("tokens/", tokens.index, "tokens", Permission.MANAGE_PEOPLE),
    Route("tokens/<int:pk>/revoke/", tokens.revoke, "token-revoke", Permission.MANAGE_PEOPLE),
    *api_urls,
]
