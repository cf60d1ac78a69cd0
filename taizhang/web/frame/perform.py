"""One act of the person who asks: done and said so, or refused in the user's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.web.frame.access import person_of, viewer_of
from taizhang.web.frame.parts import Words
from taizhang.web.frame.words import say


def who(request: HttpRequest) -> dict[str, Any]:
    """By whom and when, as every action asks; whoever founds the office acts as the keeper of the installation."""
    moment: datetime = clock.now()
    founding = isinstance(viewer_of(request).holder, Office)
    return {"by": None if founding else person_of(request), "at": moment}


def attempt(request: HttpRequest, act: Callable[..., object], done: Words, **given: Any) -> bool:
    """Take the act and say ``done``; a refusal is said instead. Whether it was done."""
    try:
        act(**given, **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return False
    messages.success(request, str(done))
    return True
