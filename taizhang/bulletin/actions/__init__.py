"""Every write to the bulletin's tables: one keyword-only function per verb, ``by=`` and ``at=`` passed in."""

from taizhang.bulletin.actions.readings import (
    add_series,
    correct_reading,
    discard_reading,
    open_reading,
    save_reading,
    store_rendering,
)

__all__ = [
    "add_series",
    "correct_reading",
    "discard_reading",
    "open_reading",
    "save_reading",
    "store_rendering",
]
