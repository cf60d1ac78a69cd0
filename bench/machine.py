"""Where a benchmark ran: the machine and the versions that matter, as one line of Markdown."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def described(*packages: str) -> str:
    """E.g. ``2 cores, 23 GiB, Linux x86_64, Python 3.11.7; typst 0.15.2``."""
    memory = _memory_gib()
    parts = [
        f"{os.cpu_count()} cores",
        f"{memory} GiB" if memory else "",
        f"{platform.system()} {platform.machine()}",
    ]
    parts.append(f"Python {platform.python_version()}")
    return ", ".join(p for p in parts if p) + "".join(f"; {name} {_version(name)}" for name in packages)


def _memory_gib() -> int | None:
    info = Path("/proc/meminfo")
    if not info.exists():
        return None
    return int(info.read_text().split()[1]) // 1024**2


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
