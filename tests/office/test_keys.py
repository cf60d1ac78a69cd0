"""The keys of the offices: made once, whole, and for their owner alone."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import keys
from taizhang.office.home import known_certificates
from taizhang.office.models import Event, Office
from taizhang.office.workflow import record_event
from taizhang.press.seal.keypair import fingerprint
from taizhang.press.seal.signing import KeyPair, new_key_pair
from tests.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.TAIZHANG_HOME = tmp_path
    return tmp_path


def test_a_key_is_made_once_and_for_its_owner_alone(home: Path, office: Office) -> None:
    made = keys.signing_key(office)
    assert keys.signing_key(office) == made
    folder = home / "keys" / "haichuan"
    assert sorted(path.name for path in folder.iterdir()) == ["certificate.pem", "seal.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"PRIVATE" not in (folder / "certificate.pem").read_bytes()


def test_two_offices_have_two_keys(home: Path, office: Office, other_office: Office) -> None:
    made = [keys.signing_key(each) for each in (office, other_office)]
    assert made[0].key != made[1].key
    assert known_certificates(home) == [pair.certificate for pair in made]
    assert known_certificates(home / "none") == []


def test_making_a_key_is_an_event_with_its_fingerprint(scoped: Office) -> None:
    made = keys.signing_key(scoped)
    event = Event.objects.get(verb="make_seal_key")
    assert event.detail == {"fingerprint": fingerprint(made.certificate)}


@pytest.mark.parametrize("verb", ["make_seal_key", "seal_issue"])
def test_a_lost_key_is_never_made_anew_without_a_word(home: Path, office: Office, verb: str) -> None:
    record_event(office=office, by=None, at=AT, verb=verb, subject=office)
    with pytest.raises(Refused, match=r"seal-key haichuan --new"):
        keys.signing_key(office)
    assert not (home / "keys").exists()


def test_a_new_key_made_on_purpose_keeps_the_earlier_certificate(home: Path, office: Office) -> None:
    first = keys.signing_key(office)
    second = keys.renew_seal_key(office, AT)
    assert second.key != first.key
    assert keys.signing_key(office) == second
    assert set(known_certificates(home)) == {first.certificate, second.certificate}
    for path in (home / "keys" / "haichuan").iterdir():
        path.unlink()
    assert keys.renew_seal_key(office, AT).key not in (first.key, second.key)


def test_of_two_who_make_the_key_at_once_both_get_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_another_does(make: Callable[..., KeyPair]) -> Callable[..., KeyPair]:
        def made(*words: Any) -> KeyPair:
            monkeypatch.setattr(keys, "new_key_pair", make)
            monkeypatch.setattr(keys, "seal_key_known", lambda office: False)
            theirs.append(keys.signing_key(office))
            return make(*words)

        return made

    theirs: list[KeyPair] = []
    monkeypatch.setattr(keys, "new_key_pair", while_another_does(new_key_pair))
    assert keys.signing_key(office) == theirs[0]
