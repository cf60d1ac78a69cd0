"""Many files at once: each is read or refused in its own place, whatever its neighbours do."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from taizhang.intake import IntakeRefused, Limits
from taizhang.intake.batch import Readers
from taizhang.intake.reading import Extracted


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers(children=1) as made:
        yield made


def words(found: list[Extracted | IntakeRefused]) -> list[str]:
    return [each.text.strip() if isinstance(each, Extracted) else str(each.sentence) for each in found]


def test_files_are_read_in_order_and_refused_in_place(readers: Readers) -> None:
    files = ["第一期".encode(), b"\x89PNG\r\n\x1a\n" + bytes(50), b"", "第二期".encode()]
    found = words(list(readers.read(files)))
    assert (found[0], found[3]) == ("第一期", "第二期")
    assert "图片" in found[1]
    assert "空" in found[2]


def test_a_file_that_kills_its_reader_costs_the_others_nothing(readers: Readers) -> None:
    files = ["第一期".encode(), "第二期".encode()]
    assert words(list(readers.read(files))) == ["第一期", "第二期"]
    (worker,) = readers.workers.all
    assert worker.process is not None
    os.kill(worker.process.pid, 9)
    worker.process.wait()
    assert words(list(readers.read(files))) == ["第一期", "第二期"]
    assert words(list(readers.read(files))) == ["第一期", "第二期"]


def test_too_large_a_file_is_refused() -> None:
    with Readers(Limits(file_size=10), children=1) as readers:
        (found,) = readers.read([bytes(11)])
    assert isinstance(found, IntakeRefused)


def test_readers_that_are_left_early_read_no_further(readers: Readers) -> None:
    found = readers.read([f"第{n}期".encode() for n in range(50)])
    first = next(found)
    found.close()  # type: ignore[attr-defined]
    assert isinstance(first, Extracted)
