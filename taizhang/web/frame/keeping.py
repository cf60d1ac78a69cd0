"""The server's side of the autosave: each refusal has the status that the page tells apart."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form

from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.ledger.rules.checks import Objections
from taizhang.web.frame.words import say

OVERTAKEN = "overtaken"


def refuse(form: Form, refusal: Refused) -> None:
    """Put the words of the refusal at the head of the form."""
    code = OVERTAKEN if isinstance(refusal, Overtaken) else "refused"
    form.add_error(None, ValidationError(say(refusal.sentence), code))


def objected(form: Form, refusal: Refused) -> None:
    """Put the words of the refusal at the fields that it names, else at the head of the form."""
    at_fields = refusal.by_field if isinstance(refusal, Objections) else {}
    for name, sentence in at_fields.items():
        form.add_error(name, say(sentence))
    if not at_fields:
        refuse(form, refusal)


def status_of(*forms: Any) -> int:
    """Return 200 where all of ``forms`` were kept, 409 where others changed the same row, 422 for every other refusal."""
    if any(form.has_error(NON_FIELD_ERRORS, OVERTAKEN) for form in forms):
        return 409
    return 200 if all(form.is_valid() for form in forms) else 422
