"""The keys of the offices: made once, whole, and for their owner alone."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from taizhang.office import keys
from taizhang.press.seal.signing import KeyPair, new_key_pair


@dataclass(frozen=True)
class Place:
    slug: str
    name: str = "海川市文明办"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.TAIZHANG_HOME = tmp_path
    return tmp_path


def test_a_key_is_made_once_and_for_its_owner_alone(home: Path) -> None:
    made = keys.signing_key(Place("haichuan"))
    assert keys.signing_key(Place("haichuan")) == made
    folder = home / "keys" / "haichuan"
    assert sorted(path.name for path in folder.iterdir()) == ["certificate.pem", "seal.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"PRIVATE" not in (folder / "certificate.pem").read_bytes()


def test_two_offices_have_two_keys(home: Path) -> None:
    made = [keys.signing_key(Place(slug)) for slug in ("a", "b")]
    assert made[0].key != made[1].key
    assert keys.known_certificates(home) == [pair.certificate for pair in made]
    assert keys.known_certificates(home / "none") == []


def test_an_earlier_certificate_is_kept_beside_the_key(home: Path) -> None:
    keys.signing_key(Place("a"))
    (home / "keys" / "a" / "certificate-2025.pem").write_bytes(b"earlier")
    assert b"earlier" in keys.known_certificates(home)


def test_of_two_who_make_the_key_at_once_both_get_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_another_does(make: Callable[..., KeyPair]) -> Callable[..., KeyPair]:
        def made(*words: Any) -> KeyPair:
            monkeypatch.setattr(keys, "new_key_pair", make)
            theirs.append(keys.signing_key(Place("a")))
            return make(*words)

        return made

    theirs: list[KeyPair] = []
    monkeypatch.setattr(keys, "new_key_pair", while_another_does(new_key_pair))
    assert keys.signing_key(Place("a")) == theirs[0]
