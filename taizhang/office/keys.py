"""Where the keys are kept with which the offices seal their issues: a folder of the home for each office.

``seal.pem`` holds key and certificate in one file, so that the two are made at once; ``certificate.pem`` is the
part to hand out. Both are for this user's eyes only, as everything in the home. The event record knows that a key was
made: where it is gone (a restored home, another machine of the same installation), none is made in its place.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock
from taizhang.office.home import KEYS, written_once
from taizhang.office.models import Event, Office
from taizhang.office.workflow import record_event
from taizhang.press.seal.keypair import fingerprint
from taizhang.press.seal.signing import KeyPair, new_key_pair

SEAL, CERTIFICATE = "seal.pem", "certificate.pem"
MADE = "make_seal_key"  # the event; its detail holds the certificate's fingerprint
SEALED = (MADE, "seal_issue")  # what an office without a key has never done
_BEGIN = b"-----BEGIN CERTIFICATE-----"


def signing_key(office: Office) -> KeyPair:
    """Return the office's key and certificate, made when first asked for; of two who ask at once, both get the same.

    Raise Refused where the office has sealed before and its key is not here.
    """
    path = _folder(office) / SEAL
    if not path.exists():
        if seal_key_known(office):
            raise Refused(
                Message(
                    N_(
                        "封存用的密钥不在本机（{path}），不能封存，也不会自动另造。请从备份恢复；"
                        "确已丢失的，由管理员运行 taizhang seal-key {slug} --new"
                    ),
                    {"path": str(path), "slug": office.slug},
                )
            )
        _make(office, clock.now())
    key, begin, certificate = path.read_bytes().partition(_BEGIN)
    if not (_folder(office) / CERTIFICATE).exists():
        written_once(_folder(office) / CERTIFICATE, begin + certificate)
    return KeyPair(key, begin + certificate)


def seal_key_known(office: Office) -> bool:
    """Whether the office's record says that it has had a key."""
    with scope(office=office.pk):
        return Event.objects.filter(verb__in=SEALED).exists()


def seal_key_here(office: Office) -> bool:
    """Whether the key lies in this home."""
    return (_folder(office) / SEAL).exists()


def renew_seal_key(office: Office, at: datetime) -> KeyPair:
    """Make a new key on purpose. The earlier certificate stays beside it, so that issues sealed with it are known."""
    folder = _folder(office)
    if (folder / CERTIFICATE).exists():
        (folder / CERTIFICATE).replace(folder / f"certificate-{at:%Y%m%d%H%M%S}.pem")
    if (folder / SEAL).exists():
        (folder / SEAL).replace(folder / f"retired-{at:%Y%m%d%H%M%S}.pem")
    _make(office, at)
    return signing_key(office)


def _make(office: Office, at: datetime) -> None:
    _folder(office).mkdir(mode=0o700, parents=True, exist_ok=True)
    made = new_key_pair(office.name, at)
    written_once(_folder(office) / SEAL, made.key + made.certificate)
    detail = {"fingerprint": fingerprint(made.certificate)}
    record_event(office=office, by=None, at=at, verb=MADE, subject=office, detail=detail)


def _folder(office: Office) -> Path:
    folder: Path = settings.TAIZHANG_HOME / KEYS / office.slug
    return folder
