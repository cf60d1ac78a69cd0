"""One press, one row: the same form of the same page is carried out once, however often it is sent.

A form carries the number of its page in the browser's history (``once.js``); without a script, the CSRF token, which each
page masks anew. A form that comes again with the same number and the same content (a double click, a proxy that retries,
Back and Save) gets the answer of the first one. What scripts send as somebody types is told apart by versions instead.
"""

from __future__ import annotations

import hashlib
import time

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from taizhang.web.frame.errors import busy

KEPT = 12 * 3600  # seconds: longer than a session
PATIENCE = 10.0  # seconds in which the first of two equal requests is waited for
PAUSE = 0.1
UNDER_WAY = ""
OF_ITS_PAGE, OF_ITS_FORM = "once", "csrfmiddlewaretoken"  # fields that hold its number


def answered_before(request: HttpRequest) -> HttpResponse | None:
    """Return the way to where the same form led before; None if the view is to answer.

    While the first one is under way it is waited for; who waits too long is asked to try again.
    """
    key = _key_of(request)
    if key is None:
        return None
    until = time.monotonic() + PATIENCE
    while not cache.add(key, UNDER_WAY, KEPT):
        if address := cache.get(key, UNDER_WAY):
            messages.info(request, _("这些内容已经提交过，没有重复保存。"))
            return HttpResponseRedirect(address)
        if time.monotonic() > until:
            return busy(request)
        time.sleep(PAUSE)
    request.once_key = key  # type: ignore[attr-defined]
    return None


def note_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Keep where the form led. Only a redirect counts as done: after a refusal it may be sent again."""
    key = getattr(request, "once_key", None)
    if key is None:
        return
    address = response.headers.get("Location", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        cache.set(key, address, KEPT)
    else:
        cache.delete(key)


def _key_of(request: HttpRequest) -> str | None:
    """What tells this form from every other; None for what is no form of a page."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return None
    if request.headers.get("HX-Request") or not request.POST.get(OF_ITS_FORM):
        return None
    number = request.POST.get(OF_ITS_PAGE) or request.POST[OF_ITS_FORM]
    content = hashlib.sha256(f"{request.user.pk}\0{request.get_full_path()}\0{number}".encode())
    for name, values in sorted(request.POST.lists()):
        if name in (OF_ITS_PAGE, OF_ITS_FORM):
            continue
        content.update(f"\0{name}\0{values!r}".encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        content.update(f"\0{name}\0{[(each.name, each.size) for each in files]!r}".encode())
    return f"once-{content.hexdigest()}"
