"""Starts the provider of single sign-on (``provider.py``) and talks to it as a browser or its operator would."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CLIENT, SECRET = "taizhang", "a secret of the client's: 密"


@contextmanager
def a_provider(back: str) -> Iterator[str]:
    """The address of a provider that knows the client and sends browsers back to ``back``."""
    command = [sys.executable, str(Path(__file__).with_name("provider.py")), CLIENT, SECRET, back]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def ask(address: str) -> tuple[int, str]:
    """Ask as a browser does: the status, and where it is sent."""
    parts = urlsplit(address)
    return _asked("GET", parts.netloc, f"{parts.path}?{parts.query}")


def tell(provider: str, told: dict[str, Any]) -> None:
    """Say whom the provider is to name, and which mistakes it is to make; nothing of before holds."""
    _asked("POST", urlsplit(provider).netloc, "/as", json.dumps(told))


def _asked(method: str, host: str, path: str, body: str | None = None) -> tuple[int, str]:
    line = HTTPConnection(host, timeout=10)
    line.request(method, path, body)
    answer = line.getresponse()
    line.close()
    return answer.status, answer.headers.get("Location") or ""
