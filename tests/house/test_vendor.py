"""What was not written here is exactly what the lock file brought, and no file names a registry."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from tests.house.sources import PACKAGE

VENDOR = PACKAGE / "web" / "static" / "web" / "vendor"
TOOLS = PACKAGE.parent / "tools"


def test_every_vendored_file_is_listed_with_its_hash() -> None:
    listed = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    there = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert there == listed


@pytest.mark.parametrize("folder", ["editor", "browsers"])
def test_the_lock_file_pins_every_package_by_hash_and_names_no_host(folder: str) -> None:
    lock = json.loads((TOOLS / folder / "package-lock.json").read_text("utf-8"))
    packages = [row for name, row in lock["packages"].items() if name]
    assert packages
    assert all(
        "integrity" in row or row.get("inBundle") for row in packages
    )  # what lies in a package has its hash
    assert not [row for row in packages if "resolved" in row]
