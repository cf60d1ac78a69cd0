"""Keys that grow with the date: the same thing always gets the same one."""

from __future__ import annotations

from datetime import date

from taizhang.bulletin.models.search import FoundKind

KINDS = tuple(FoundKind.values)
_KINDS, _TARGETS, _PARTS = 4, 23, 6  # bits: sixteen kinds, eight million things of one, sixty-four parts
MOST_PARTS = 1 << _PARTS


def key_of(on: date, kind: str, target: int, part: int = 0) -> int:
    """20 bits of day, 4 of kind, 23 of target, 6 of part: 53 in all. ValueError for a target beyond them."""
    if not 0 <= target < 1 << _TARGETS or not 0 <= part < MOST_PARTS:
        raise ValueError(target, part)
    day_and_kind = (on.toordinal() << _KINDS) | KINDS.index(kind)
    return (((day_and_kind << _TARGETS) | target) << _PARTS) | part


def beyond(on: date) -> int:
    """The first key of a later day."""
    return (on.toordinal() + 1) << (_KINDS + _TARGETS + _PARTS)
