"""What was not written here is exactly what the lock file brought, and no file names a registry."""

from __future__ import annotations

import json
from hashlib import sha256

from tests.house.sources import PACKAGE

VENDOR = PACKAGE / "web" / "static" / "web" / "vendor"
EDITOR = PACKAGE.parent / "tools" / "editor"


def test_every_vendored_file_is_listed_with_its_hash() -> None:
    listed = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    there = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert there == listed


def test_the_lock_file_pins_every_package_by_hash_and_names_no_host() -> None:
    lock = (EDITOR / "package-lock.json").read_text("utf-8")
    packages = {name: row for name, row in json.loads(lock)["packages"].items() if name}
    assert packages
    assert all("integrity" in row for row in packages.values())
    assert "://" not in lock
