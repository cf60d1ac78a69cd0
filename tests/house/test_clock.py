"""Pages and commands ask the office's clock: a demo's stands still in August."""

from __future__ import annotations

import re

from .sources import PACKAGE

ASKED = re.compile(r"timezone\.now\(\)|\blocaldate\(\)|date\.today\(\)|datetime\.now\(")
ALLOWED = {
    "office/clock.py",  # the clock itself
    "cli/office.py",  # shifts it
    "cli/ledger.py",  # reads a workbook without an office
}


def test_nobody_asks_the_machine_what_time_it_is() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        if ASKED.search(path.read_text("utf-8")) and str(path.relative_to(PACKAGE)) not in ALLOWED
    ]
    assert found == []
