"""Whether a port is free, and what holds it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LISTENING = "0A"  # the state in /proc/net/tcp
FURTHER = 50  # ports that are tried after one that is taken
PROC = Path("/proc")


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, port: int) -> int:
    """The first free port after ``port``; the one after it where none is found."""
    return next((each for each in range(port + 1, port + FURTHER) if is_free(host, each)), port + 1)


def holder_of(port: int) -> str:
    """The process that listens on ``port``: "1234 python -m taizhang.cli serve"; empty where it cannot be seen."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in PROC.glob("[0-9]*") if sockets else ():
        if any(link in sockets for link in _open_files(process)):
            words = (process / "cmdline").read_bytes().split(b"\0")
            return f"{process.name} {b' '.join(words).decode('utf-8', 'replace').strip()}"
    return ""


def _open_files(process: Path) -> Iterator[str]:
    """What a process holds open; nothing where it is another user's, or gone."""
    with suppress(OSError):
        for file in (process / "fd").iterdir():
            with suppress(OSError):
                yield str(file.readlink())


def _inodes(port: int) -> Iterator[str]:
    """The sockets that listen on the port, as the kernel lists them."""
    for name in ("tcp", "tcp6"):
        try:
            rows = (PROC / "net" / name).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]
