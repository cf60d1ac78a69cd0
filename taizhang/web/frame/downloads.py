"""Files to take away: the typeset PDF and the Word file, under the name the issue has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from taizhang.bulletin.typesetting.typeset_cache import docx_of, sheet_of
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import HouseTemplate
from taizhang.web.frame.words import bulletin_title

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
NAME_BYTES = 120


def file_name(bulletin: Bulletin, ending: str, letter: str = "A") -> str:
    """A name every file system takes: 首都精神文明建设情况简报第10期.pdf; of a revision …第10期（修订版B）.pdf."""
    version = "" if letter == "A" else _("（修订版{letter}）").format(letter=letter)
    return named(bulletin_title(bulletin) + version, ending)


def named(words: str, ending: str) -> str:
    """A file's name of words that anybody may have typed."""
    name = NOT_IN_NAMES.sub("", words).replace(" ", "").strip(".")
    while len(name.encode()) > NAME_BYTES:
        name = name[:-1]
    return f"{name or 'jianbao'}.{ending}"


def as_pdf(bulletin: Bulletin, template: HouseTemplate) -> HttpResponse:
    """The typeset bulletin. Raises PressError."""
    return attachment(sheet_of(bulletin, template).pdf, file_name(bulletin, "pdf"), "application/pdf")


def as_docx(
    bulletin: Bulletin, template: HouseTemplate, origin: Sequence[str] = (), title: str = ""
) -> HttpResponse:
    """The bulletin as a Word file to go on with; ``origin``: as for ``write_docx``; ``title``: its name, if not the
    bulletin's.
    """
    name = named(title, "docx") if title else file_name(bulletin, "docx")
    return attachment(docx_of(bulletin, template, origin), name, DOCX)


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A download that no browser opens in place (RFC 6266 name, nosniff, sandbox)."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
