"""The web server's entry."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

from taizhang.press import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.settings")

application = get_wsgi_application()
# A cold press takes two seconds for its first page; nobody should be the one who waits for it.
threading.Thread(target=warm, name="warm-press", daemon=True).start()
