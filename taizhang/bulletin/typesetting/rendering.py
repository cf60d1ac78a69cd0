"""The finished files of an issue: PDF in official form, signed by the office's key, and the same as Word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.keys import signing_key
from taizhang.office.models import Office
from taizhang.press import HouseTemplate, PressError, shared_press, write_docx
from taizhang.press.seal.signing import sign_pdf


@dataclass(frozen=True, slots=True)
class Finished:
    """What is stored of a sealed issue; ``form`` is the report of the form check, as JSON."""

    pdf: bytes
    docx: bytes
    form: dict[str, Any]


def finish(
    bulletin: Bulletin, template: HouseTemplate, *, office: Office, key: str, at: datetime
) -> Finished:
    """Set, check and sign. Refused where a glyph is missing or the form check finds a fault; nothing is stored.

    ``key`` names the issue in the address that the QR code leads to.
    """
    try:
        set_text, address = for_setting(bulletin), public_address(key)
        done = shared_press().typeset(set_text, template, qr=address)
        docx = write_docx(set_text, template, qr=address)
    except PressError as refusal:
        raise Refused(refusal.sentence) from refusal
    if not done.form.ok:
        first = done.form.findings[0].sentence
        raise Refused(Message(N_("版式核验没有通过，不能封存：{finding}"), {"finding": str(first)}))
    return Finished(sign_pdf(done.pdf, signing_key(office), at=at), docx, done.form.to_json())


def public_address(key: str) -> str:
    """Where anybody can see what became of an issue: its corrections, and whether it was recalled."""
    return f"{settings.SITE_URL}/v/{key}/"
