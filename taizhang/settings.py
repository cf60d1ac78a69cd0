"""Django's settings. All that differs between installations comes from the environment: docs/settings.md."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from taizhang.core.suitcase import Rotation
from taizhang.office.engine import read_database_url, use_newer_sqlite
from taizhang.office.home import clock_shift, home_folder, secret_fallbacks, secret_key
from taizhang.office.mail.smtp import smtp_security
from taizhang.office.passwords import DAYS, PROFILES
from taizhang.office.storage import bucket_address

use_newer_sqlite()  # before Django's backend imports sqlite3


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _yes(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


# --- the installation
PACKAGE = Path(__file__).parent
TAIZHANG_HOME = home_folder(os.environ)
FILES_FOLDER = TAIZHANG_HOME / "files"
FILES_BUCKET = bucket_address(os.environ)  # None: files lie in the folder
os.environ.setdefault("TAIZHANG_FONTS", str(TAIZHANG_HOME / "fonts"))  # where the typesetting workers look
DEBUG = _yes("TAIZHANG_DEBUG")
SECRET_KEY = secret_key(os.environ, TAIZHANG_HOME)
SECRET_KEY_FALLBACKS = secret_fallbacks(os.environ, TAIZHANG_HOME)
BACKUP_TO = (
    Path(os.environ["TAIZHANG_BACKUP_TO"]).absolute() if os.environ.get("TAIZHANG_BACKUP_TO") else None
)
BACKUP_PASSPHRASE = os.environ.get("TAIZHANG_BACKUP_PASSPHRASE", "")
BACKUP_KEEP = Rotation.read(os.environ.get("TAIZHANG_BACKUP_KEEP", "7,4,12"))  # days, weeks, months
METRICS_TOKEN = os.environ.get("TAIZHANG_METRICS_TOKEN", "")
ALLOWED_HOSTS = _list("TAIZHANG_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("TAIZHANG_ORIGINS")
DATABASES = {"default": read_database_url(os.environ.get("DATABASE_URL", ""), TAIZHANG_HOME)}
# Rate limits must hold over all processes: the cache is a table (made by a migration of the office).
CACHES = {
    "default": {
        "BACKEND": "taizhang.office.caching.TableCache",
        "LOCATION": "office_cache",
        "OPTIONS": {
            "MAX_ENTRIES": 20_000
        },  # rate limits and forms of a day; fewer would forget failed log-ins
    }
}

# --- the parts
INSTALLED_APPS = [
    "taizhang.web",
    "taizhang.bulletin",
    "taizhang.outreach",
    "taizhang.ledger",
    "taizhang.office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "taizhang.web.frame.middleware.NumberedRequests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taizhang.web.frame.middleware.PrivateResponses",
]
ROOT_URLCONF = "taizhang.urls"
WSGI_APPLICATION = "taizhang.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((PACKAGE / "web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "frame": "taizhang.web.frame.tags_frame",
                "guide": "taizhang.web.help.tags_guide",
                "ledger_look": "taizhang.web.frame.tags_ledger_look",
                "office_words": "taizhang.web.frame.tags_office_words",
                "record_look": "taizhang.web.frame.tags_record_look",
                "submit_look": "taizhang.web.submissions.tags_submit_look",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
# Messages travel in a signed cookie, so that the session row changes at log-in only and its end is fixed.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# Only a demo's clock is shifted (taizhang demo writes the file): see taizhang.office.clock.
CLOCK_SHIFT = clock_shift(TAIZHANG_HOME)

# --- people
AUTH_USER_MODEL = "office.Person"
AUTHENTICATION_BACKENDS = ["taizhang.office.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_passwords = os.environ.get("TAIZHANG_PASSWORDS", "asvs")
AUTH_PASSWORD_VALIDATORS = PROFILES[_passwords]
PASSWORD_DAYS = int(os.environ.get("TAIZHANG_PASSWORD_DAYS") or DAYS[_passwords])
ACCOUNT_ADAPTER = "taizhang.office.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Failed log-ins are counted by office.lockout; the library's own limits are by address, behind which an office sits.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL

# --- mail (office.outbox; without a host nothing is sent)
SITE_URL = os.environ.get("TAIZHANG_URL", "http://localhost:8000").rstrip("/")
EMAIL_HOST = os.environ.get("TAIZHANG_SMTP_HOST", "")
EMAIL_USE_SSL, EMAIL_USE_TLS, _port = smtp_security(os.environ.get("TAIZHANG_SMTP_TLS", "starttls"))
EMAIL_PORT = int(os.environ.get("TAIZHANG_SMTP_PORT") or _port)
EMAIL_HOST_USER = os.environ.get("TAIZHANG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TAIZHANG_SMTP_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("TAIZHANG_SMTP_FROM") or EMAIL_HOST_USER or "taizhang@localhost"
EMAIL_TIMEOUT = 30  # seconds a mail server may be silent

LINK_DAYS = int(os.environ.get("TAIZHANG_LINK_DAYS", "366"))  # that a mailed link opens an issue

# --- cookies and headers
HTTPS = _yes("TAIZHANG_HTTPS")
SESSION_COOKIE_AGE = int(os.environ.get("TAIZHANG_SESSION_HOURS", "8")) * 3600
SESSION_IDLE = timedelta(minutes=int(os.environ.get("TAIZHANG_IDLE_MINUTES", "120")))
SESSION_ENGINE = "taizhang.office.sessions"
SESSION_COOKIE_NAME = "taizhang"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Behind a proxy that ends TLS: it must set this header itself, and strip the client's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _yes("TAIZHANG_PROXY") else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _yes("TAIZHANG_PROXY") else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- files
STATIC_URL = "static/"
STATIC_ROOT = TAIZHANG_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_FOLDER},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
UPLOAD_LIMIT = int(os.environ.get("TAIZHANG_UPLOAD_MB", "20")) * 1_000_000  # bytes of one request's files
FILE_UPLOAD_HANDLERS = [
    "taizhang.office.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A pasted bulletin of 200,000 characters is at most 800 kB, percent-encoded three times that.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

_LOG = {"json": "json"}.get(os.environ.get("TAIZHANG_LOG", ""), "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "taizhang.office.logs.RequestFilter"}},
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} [{request_id} person {person}] {message}",
            "style": "{",
        },
        "json": {"()": "taizhang.office.logs.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": _LOG}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
