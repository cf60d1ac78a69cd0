"""The finished files of an issue: PDF in official form, signed by the office's key, and the same as Word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from taizhang.bulletin.models import Issue, Origin, RenderingFormat
from taizhang.bulletin.queries import rendering_of
from taizhang.bulletin.queries.composing import PAGE_SETTING
from taizhang.bulletin.queries.pictures import pictures_of
from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.bulletin_life import OUT
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


def template_for(issue: Issue) -> HouseTemplate:
    """The template of the issue's kind in its series with what holds for this issue: the setting that its editor chose,
    or with which it was sealed, and the address that its code leads to."""
    own: dict[str, Any] = issue.data.get(PAGE_SETTING) or _sealed_grid(issue)
    named = {"name": issue.named} if issue.named else {}
    code = {"qr": public_address(str(issue.key))} if issue.origin == Origin.DESK else {}
    return HouseTemplate.from_json({**issue.series.look_from(issue.made_by), **named, **own, **code})


def _sealed_grid(issue: Issue) -> dict[str, Any]:
    """The grid of an issue that was sealed when the setting was not kept yet."""
    sealed = issue.origin == Origin.DESK and issue.state in OUT
    made = rendering_of(issue, RenderingFormat.PDF) if sealed else None
    if made is None or not made.form.get("grid"):
        return {}
    return {"setting": dict(zip(("lines", "cells"), made.form["grid"], strict=True))}


def kept_setting(done: Finished) -> dict[str, Any]:
    """The setting of sealed pages, as it is stored in the issue's data."""
    fit = done.form.get("fit")
    return {PAGE_SETTING: {"setting": fit["setting"]}} if fit else {}


def finish(bulletin: Bulletin, template: HouseTemplate, *, office: Office, at: datetime) -> Finished:
    """Set, check and sign. Refused where a glyph is missing or the form check finds a fault; nothing is stored."""
    try:
        set_text, pictures = for_setting(bulletin), pictures_of(bulletin)
        done = shared_press().typeset(set_text, template, pictures=pictures)
        docx = write_docx(set_text, template, done.form.fit, pictures)
    except PressError as refusal:
        raise Refused(refusal.sentence) from refusal
    if not done.form.ok:
        first = done.form.findings[0].sentence
        raise Refused(Message(N_("版式核验没有通过，不能封存：{finding}"), {"finding": str(first)}))
    return Finished(sign_pdf(done.pdf, signing_key(office), at=at), docx, done.form.to_json())


def public_address(key: str) -> str:
    """Where anybody can see what became of an issue: its corrections, and whether it was recalled."""
    return f"{settings.SITE_URL}/v/{key}/"
