"""What a worker process may cost, and how it confines itself."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Caps for one worker. Sizes in bytes, times in seconds.

    ``cpu_seconds`` judges the request: what takes longer is too complex, on whatever machine. ``wall_seconds`` is
    how long the caller waits at most: only a busy machine takes longer. A process ``alone`` may start no other
    process and write no file."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    answer: int
    alone: bool = False

    def to_json(self) -> dict[str, float]:
        """Return the fields by name."""
        return asdict(self)


def confine(bounds: Bounds) -> None:
    """Take memory, core dumps and, where it is alone, processes and files from this process, for good.

    Each cap holds where the system has it; the caller's clock and sizes hold everywhere."""
    caps = {"RLIMIT_AS": bounds.memory, "RLIMIT_CORE": 0}
    if bounds.alone:
        caps |= {"RLIMIT_NPROC": 0, "RLIMIT_FSIZE": 0}
    for name, cap in caps.items():
        _limit(name, cap, lasting=True)


def allow_time(seconds: int) -> None:
    """Let this process use ``seconds`` of processor time from now on; the system ends it when they are over."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time()) + seconds, lasting=False)


def _limit(name: str, cap: int, *, lasting: bool) -> None:
    """Set a limit as far as the system allows; one that is not ``lasting`` may be raised again."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        cap = cap if hard < 0 else min(cap, hard)
        resource.setrlimit(kind, (cap, cap if lasting else hard))
    except (AttributeError, OSError, ValueError):  # macOS refuses some of them
        return
