"""Asking other servers over HTTP: a provider for JSON, and a receiver to take a message. Nothing else here asks anybody.

A message goes to an address that an administrator typed. Its host's name is resolved once, every IP address that it
means must be allowed, and the connection goes to what was looked at: what the name means a moment later opens no
way into the office's own network. The certificate is checked against the name all the same.
"""

from __future__ import annotations

import io
import json
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from taizhang.core.outgoing.destinations import Destination, Network, may_connect
from taizhang.core.sign_in.oidc import is_safe

PATIENCE = 10.0  # seconds for the whole answer
LARGEST = 1_000_000  # bytes
PIECE = 65_536
MOST_TRIED = 8  # IP addresses of one host


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


def post(to: Destination, body: bytes, headers: Mapping[str, str], allowed: Iterable[Network] = ()) -> int:
    """Post a message and return the status of the answer, whose body is not read; no redirect is followed, no proxy used.

    Raise NoAnswer("resolve", "network", "certificate", "time" or "connection").
    """
    until = time.monotonic() + PATIENCE
    addresses = _resolved(to, tuple(allowed))
    tls = ssl.create_default_context() if to.secure else None
    spoken = HTTPSConnection(to.host, to.port, context=tls) if tls else HTTPConnection(to.host, to.port)
    with closing(spoken) as line:
        try:
            line.sock = _Timed(_connected(to, addresses, tls, until), until)
            line.request("POST", to.target, body, {**headers, "Connection": "close"})
            return line.getresponse().status
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer("certificate") from error
        except TimeoutError as error:
            raise NoAnswer("time") from error
        except (HTTPException, OSError, ValueError) as error:
            raise NoAnswer("connection") from error


def _resolved(to: Destination, allowed: tuple[Network, ...]) -> list[str]:
    """The IP addresses that the name means. Raise NoAnswer where one of them is not allowed."""
    try:
        found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("resolve") from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not all(may_connect(each, allowed) for each in addresses):
        raise NoAnswer("network")
    return addresses[:MOST_TRIED]


def _connected(
    to: Destination, addresses: list[str], tls: ssl.SSLContext | None, until: float
) -> socket.socket:
    """A connection to the first of the IP addresses that is there; TLS is spoken with the host of that name."""
    line = _reached(to.port, addresses, until)
    if tls is None:
        return line
    try:
        line.settimeout(_left(until))
        return tls.wrap_socket(line, server_hostname=to.host)
    except BaseException:
        line.close()
        raise


def _reached(port: int, addresses: list[str], until: float) -> socket.socket:
    """A connection to the first that is there, each with its share of the time. Raise OSError where none is."""
    first, *others = addresses
    try:
        return socket.create_connection((first, port), timeout=_left(until) / len(addresses))
    except OSError:
        if not others:
            raise
        return _reached(port, others, until)


def _left(until: float) -> float:
    """Seconds that are left. Raise TimeoutError where there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """A connection all of whose writing and reading ends by one moment, however slowly the other side drips."""

    def __init__(self, line: socket.socket, until: float) -> None:
        self._line, self._until = line, until

    def sendall(self, content: bytes) -> None:
        self._line.settimeout(_left(self._until))
        self._line.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._until))
        return self._line.recv_into(buffer)

    def close(self) -> None:
        self._line.close()
        super().close()
