"""The home folder of an installation: database, files, secret key."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

SECRET, EARLIER, KEYS = "secret-key", "secret-key-earlier", "keys"
SECRET_LENGTH = 50  # characters; Django's own check asks for as many


def home_folder(environ: Mapping[str, str]) -> Path:
    """Where the home is (see ``home_path``). It is made if missing."""
    home = home_path(environ)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def home_path(environ: Mapping[str, str]) -> Path:
    """``TAIZHANG_HOME``, else ``var/`` of the checkout, else ``~/.taizhang``."""
    checkout = Path(__file__).parent.parent.parent
    if named := environ.get("TAIZHANG_HOME"):
        return Path(named).absolute()
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    return Path.home() / ".taizhang"


def fonts_home(environ: Mapping[str, str]) -> Path:
    """Where the office's own fonts lie: ``TAIZHANG_FONTS``, else ``fonts/`` of the home."""
    return Path(environ.get("TAIZHANG_FONTS") or home_path(environ) / "fonts").absolute()


def secret_key(environ: Mapping[str, str], home: Path) -> str:
    """The key from ``TAIZHANG_SECRET_KEY``, or one generated once and kept at ``secret-key`` (mode 600).

    Raises ValueError if it is shorter than 50 characters.
    """
    key = environ.get("TAIZHANG_SECRET_KEY") or kept_secret(home / SECRET, SECRET_LENGTH)
    if len(key) < SECRET_LENGTH:
        raise ValueError(f"TAIZHANG_SECRET_KEY is shorter than {SECRET_LENGTH} characters")
    return key


def secret_fallbacks(environ: Mapping[str, str], home: Path) -> list[str]:
    """Earlier secret keys, newest first, whose links still lead: ``TAIZHANG_SECRET_KEY_FALLBACKS`` (separated by
    commas), then those kept at ``secret-key-earlier``, one a line."""
    named = [key.strip() for key in environ.get("TAIZHANG_SECRET_KEY_FALLBACKS", "").split(",")]
    path = home / EARLIER
    kept = path.read_text("ascii").split() if path.exists() else []
    return [key for key in [*named, *kept] if key]


def add_fallbacks(environ: Mapping[str, str], home: Path, keys: Iterable[str]) -> None:
    """Keep these keys beside the present one, unless they are known already."""
    kept = secret_fallbacks({}, home)
    known = {secret_key(environ, home), *secret_fallbacks(environ, home)}
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    if fresh:
        replace_file(home / EARLIER, "\n".join([*fresh, *kept]).encode("ascii"))


def new_secret_key(environ: Mapping[str, str], home: Path) -> None:
    """Make a new secret key; the present one becomes a fallback first. Raise ValueError where the environment sets it."""
    if environ.get("TAIZHANG_SECRET_KEY"):
        raise ValueError("TAIZHANG_SECRET_KEY is set")
    present = secret_key(environ, home)
    made = secrets.token_urlsafe(SECRET_LENGTH)[:SECRET_LENGTH]
    replace_file(home / EARLIER, "\n".join([present, *secret_fallbacks({}, home)]).encode("ascii"))
    replace_file(home / SECRET, made.encode("ascii"))


def kept_secret(path: Path, length: int) -> str:
    """The secret at ``path``; made of ``length`` random characters by whoever comes first."""
    if not path.exists():
        written_once(path, secrets.token_urlsafe(length)[:length].encode("ascii"))
    return path.read_text("ascii").strip()


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` for this user's eyes only, whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    written_once(draft, content)
    draft.replace(path)


def written_once(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` for this user's eyes only, unless somebody was there first."""
    # Written whole under a private name and linked: of two processes starting at once, one wins.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def known_certificates(home: Path) -> list[bytes]:
    """The certificates of all offices of this home; none where there is no home. Asks no database.

    An earlier one, of a key that was replaced, lies beside it under a name like ``certificate-2025.pem``.
    """
    return [path.read_bytes() for path in sorted((home / KEYS).glob("*/certificate*.pem"))]


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the file at ``path``: of two processes that start at once, one prepares the home and one waits."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clock_file(home: Path) -> Path:
    """Where a demo says how far its clock is shifted."""
    return home / "demo-clock.txt"


def demo_removed(home: Path) -> Path:
    """What says to processes that run with a demo's clock that the demo has been removed."""
    return home / "demo-removed.txt"


def clock_shift(home: Path) -> timedelta:
    """How far the clock of a demo's home is shifted (``demo-clock.txt``: seconds); nothing elsewhere."""
    path = clock_file(home)
    return timedelta(seconds=float(path.read_text("ascii"))) if path.exists() else timedelta()
