"""Many foreign files at once: limited processes that live for some hundred files each.

A file that kills its process, or takes too long, is refused in its own place; the next one finds a new process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from taizhang.intake.extract import MODULE, asked, bounds_of
from taizhang.intake.limits import Limits
from taizhang.intake.reading import Extracted, extracted
from taizhang.intake.refusal import IntakeRefused
from taizhang.isolation import Workers

FILES_A_PROCESS = 400
_DEFAULT = Limits()


class Readers:
    """A few limited processes that read files; use as a context manager."""

    def __init__(self, limits: Limits = _DEFAULT, children: int | None = None) -> None:
        self.limits, self.children = limits, children or os.cpu_count() or 2
        self.workers = Workers(MODULE, bounds_of(limits), self.children, requests=FILES_A_PROCESS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes at once."""
        self.workers.close()

    def read(self, files: Sequence[bytes]) -> Iterator[Extracted | IntakeRefused]:
        """The text of each file, in order, or why it cannot be read."""
        threads = ThreadPoolExecutor(self.children)
        try:
            yield from threads.map(self._one, files)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _one(self, content: bytes) -> Extracted | IntakeRefused:
        try:
            return extracted(asked(self.workers.ask, "text", content, self.limits))
        except IntakeRefused as refusal:
            return refusal
