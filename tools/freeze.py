"""A small database of a released schema, kept for the test of upgrades: ``python -m tools.freeze 0.2.0``.

It is made once, at the release, by that release's migrations and actions; it is never made anew later.
"""

from __future__ import annotations

import lzma
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

RELEASED = Path(__file__).parent.parent / "tests" / "released"
AT = datetime(2026, 11, 28, 1, tzinfo=UTC)
PHRASE = "clear water under 9 bridges"


def freeze(version: str) -> Path:
    """Write the database of an office with a unit, a person, a ledger and a series; return its path."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TAIZHANG_HOME": home, "DJANGO_SETTINGS_MODULE": "taizhang.settings"}
        import django

        django.setup()
        _fill()
        from django.db import connection

        plain = Path(home) / "frozen.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(plain)])
        target = RELEASED / f"{version}.sqlite3.xz"
        target.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return target


def _fill() -> None:
    from django.core.management import call_command
    from django_scopes import scope

    from taizhang.bulletin.actions.readings import add_series
    from taizhang.ledger.actions.year import open_ledger
    from taizhang.office import actions
    from taizhang.office.roles import Role

    call_command("migrate", interactive=False, verbosity=0)
    office = actions.found_office(name="海川市文明办", short_name="市文明办", slug="haichuan", at=AT)
    with scope(office=office.pk):
        unit = actions.add_unit(office=office, name="海川市教育局", short_name="市教育局", by=None, at=AT)
        person = actions.register_person(
            office=office,
            username="xuzhi",
            name="许知",
            password=PHRASE,
            by=None,
            at=AT,
        )
        post = actions.add_post(office=office, role=Role.LIAISON, title="联络员", unit=unit, by=None, at=AT)
        actions.appoint(post=post, person=person, by=None, at=AT)
        open_ledger(office=office, year=2026, name="2026年度重点工作台账", by=None, at=AT)
        add_series(office=office, name="海川文明简报", slug="jianbao", issuer="海川市文明办", by=None, at=AT)


if __name__ == "__main__":
    print(freeze(sys.argv[1]))
