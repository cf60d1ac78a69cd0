"""Asking another server for JSON: the only way in which a request of a user makes this one ask anybody."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from taizhang.core.sign_in.oidc import is_safe

PATIENCE = 10.0  # seconds for the whole answer
LARGEST = 1_000_000  # bytes
PIECE = 65_536


class NoAnswer(Exception):
    """There was no answer, none in time, one too long, or none that is understood."""


class _NoRedirect(HTTPRedirectHandler):
    """What is asked for stands at the address that was checked, or nowhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def fetch_json(
    address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address; ``form`` is posted. Raise NoAnswer."""
    if not is_safe(address):
        raise NoAnswer("address")
    body = urlencode(form).encode("ascii") if form is not None else None
    asked = Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 - checked above
    try:
        found = json.loads(_body(asked))
    except (URLError, HTTPException, OSError, ValueError, RecursionError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, dict):
        raise NoAnswer("no object")
    return found


def _body(asked: Request) -> bytes:
    until, pieces, size = time.monotonic() + PATIENCE, [], 0
    with build_opener(_NoRedirect).open(asked, timeout=PATIENCE) as answer:
        while piece := answer.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST or time.monotonic() > until:
                raise NoAnswer("too long")
    return b"".join(pieces)
