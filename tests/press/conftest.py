"""One press for all tests of the press: a worker takes a second to read its fonts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from taizhang.press import Press, Typeset

from .samples import bulletin


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    with Press() as shared:
        yield shared


@pytest.fixture(scope="session")
def typeset(press: Press) -> Typeset:
    """A bulletin of a few pages, set once."""
    return press.typeset(bulletin(10))
