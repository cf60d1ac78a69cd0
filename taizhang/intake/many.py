"""Many foreign files at once: limited child processes that live for some hundred files each.

A file that kills its process, or takes too long, costs only its batch the speed: what is left of it is read
one by one, each in a child of its own, as a single file is.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from taizhang.intake.child import answer, confine
from taizhang.intake.limits import Limits
from taizhang.intake.parent import extract_bytes
from taizhang.intake.plainly import sentence_from_plain
from taizhang.intake.reading import Extracted, extracted
from taizhang.intake.refusal import IntakeRefused

FILES_A_CHILD = 400
_DEFAULT = Limits()


class Readers:
    """A few limited children that read files; use as a context manager."""

    def __init__(self, limits: Limits = _DEFAULT, children: int | None = None) -> None:
        self.limits, self.children = limits, children or os.cpu_count() or 2
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children at once."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def read(self, files: Sequence[bytes]) -> Iterator[Extracted | IntakeRefused]:
        """The text of each file, in order, or why it cannot be read."""
        waiting = [self._begin(content) for content in files]
        for content, future in zip(files, waiting, strict=True):
            yield self._one(content, future)

    def _begin(self, content: bytes) -> Future[dict[str, Any]] | None:
        if not 0 < len(content) <= self.limits.file_size:
            return None
        if self._pool is None:
            # A child may use the time of all its files together; the parent's clock is for each.
            lasting = replace(self.limits, cpu_seconds=self.limits.cpu_seconds * FILES_A_CHILD)
            self._pool = ProcessPoolExecutor(
                self.children,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=confine,
                initargs=(lasting,),
                max_tasks_per_child=FILES_A_CHILD,
            )
        return self._pool.submit(answer, "text", content, self.limits)

    def _one(self, content: bytes, future: Future[dict[str, Any]] | None) -> Extracted | IntakeRefused:
        if future is None or future.cancelled():
            return self._alone(content)
        try:
            answer = future.result(self.limits.wall_seconds * self.children)
        except (BrokenProcessPool, CancelledError, TimeoutError):
            self.close()
            return self._alone(content)
        if refused := answer.get("refused"):
            return IntakeRefused(sentence_from_plain(refused))
        return extracted(answer)

    def _alone(self, content: bytes) -> Extracted | IntakeRefused:
        try:
            return extract_bytes(content, limits=self.limits)
        except IntakeRefused as refusal:
            return refusal
