"""The product's settings with Django's admin beside it, under /admin/."""

from __future__ import annotations

from taizhang.settings import *  # noqa: F403
from taizhang.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.admin.urls"
MIDDLEWARE = [
    name.replace("taizhang.web.frame.middleware.PrivateResponses", "bench.admin.guard.OpenToAdmin")
    for name in MIDDLEWARE
]
ALLOWED_HOSTS = ["testserver"]
# Both sides name their static files plainly: there is nothing collected here.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
# One connection that stays, so that the CPU of its backend can be read.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
