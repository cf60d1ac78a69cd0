"""The secrets of a home in one bundle: the secret key with those before it, seal keys, a demo's accounts and clock."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.home import KEYS, add_fallbacks, secret_fallbacks, secret_key, written_once

SIGNING = "secret-keys"  # the bundle's entry with all of them, one a line
OF_A_DEMO = ("demo-accounts.txt", "demo-clock.txt")
Secrets = dict[str, bytes]


def collect(home: Path, office: str) -> Secrets:
    """Return the secrets of the installation, or (with its code name) what one office takes along.

    The secret keys go with it: links in mail it has sent are signed with them.
    """
    current, earlier = secret_key(os.environ, home), secret_fallbacks(os.environ, home)
    found = {SIGNING: "\n".join([current, *earlier]).encode("ascii")}
    paths = sorted((home / KEYS / office).rglob("*.pem") if office else (home / KEYS).rglob("*.pem"))
    if not office:
        paths += [home / name for name in OF_A_DEMO if (home / name).is_file()]
    return found | {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}


def to_bytes(secrets: Secrets) -> bytes:
    """Return the bundle as it is locked."""
    return json.dumps(
        {name: b64encode(content).decode("ascii") for name, content in secrets.items()}
    ).encode()


def from_bytes(content: bytes) -> Secrets:
    """Return what ``to_bytes`` wrote."""
    return {name: b64decode(text) for name, text in json.loads(content).items()}


def check_acceptable(home: Path, secrets: Secrets) -> None:
    """Raise Refused where another key lies in the place of one of these."""
    for name, content in secrets.items():
        path = home / name
        if name.startswith(f"{KEYS}/") and path.exists() and path.read_bytes() != content:
            raise Refused(
                Message(
                    N_(
                        "{path} 处已有另一把密钥，没有恢复。请恢复到空目录：TAIZHANG_HOME=新目录 taizhang restore …"
                    ),
                    {"path": str(path)},
                )
            )


def accept(home: Path, secrets: Secrets) -> None:
    """Put the secrets in their places; earlier secret keys go on opening links, new links are signed with this home's."""
    for name, content in secrets.items():
        if name == SIGNING:
            add_fallbacks(os.environ, home, content.decode("ascii").split())
        elif name in OF_A_DEMO or (Path(name).parts[0] == KEYS and ".." not in Path(name).parts):
            (home / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            written_once(home / name, content)
