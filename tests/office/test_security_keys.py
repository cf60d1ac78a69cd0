"""Security keys: a key made of software answers, rightly and wrongly."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.actions.second_factors import add_key, factors_of
from taizhang.office.models import Person
from taizhang.office.security_keys import (
    KeyQuestion,
    Site,
    key_added,
    key_signed,
    question_to_add,
    question_to_sign,
)
from tests.conftest import AT

pytestmark = pytest.mark.django_db
SITE = Site("https://tz.example.cn", "tz.example.cn")
ELSEWHERE = Site("https://tz.example.cn.evil.example", "tz.example.cn")
PRESENT, WITH_CREDENTIAL = 0x01, 0x40


@dataclass
class SoftKey:
    """What a security key does, without the metal."""

    secret: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = b"a credential of this key"
    count: int = 0

    def _data(self, flags: int, host: str, made: bytes = b"") -> AuthenticatorData:
        self.count += 1
        return AuthenticatorData.create(sha256(host.encode()).digest(), flags, self.count, made)

    def added(self, question: KeyQuestion, origin: str) -> str:
        asked = json.loads(question.options)
        public = ES256.from_cryptography_key(self.secret.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential, public)
        data = self._data(PRESENT | WITH_CREDENTIAL, asked["rp"]["id"], made)
        told = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        return self._answer("webauthn.create", asked, origin, told)

    def signed(self, question: KeyQuestion, origin: str, flags: int = PRESENT) -> str:
        asked = json.loads(question.options)
        data = self._data(flags, asked["rpId"])
        client = self._client("webauthn.get", asked, origin)
        mark = self.secret.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(mark)}
        return self._answer("webauthn.get", asked, origin, told)

    def _client(self, kind: str, asked: Any, origin: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(asked["challenge"]), origin)

    def _answer(self, kind: str, asked: Any, origin: str, told: dict[str, str]) -> str:
        response = {**told, "clientDataJSON": websafe_encode(self._client(kind, asked, origin))}
        name = websafe_encode(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


@pytest.fixture
def key(editor: Person) -> SoftKey:
    """A key that the editor has added."""
    key = SoftKey()
    asked = question_to_add(editor, SITE, AT)
    credential, count = key_added(editor, SITE, asked.ticket, key.added(asked, SITE.origin), AT)
    add_key(person=editor, credential=credential, count=count, name="桌上的", by=editor, at=AT)
    return key


def asked_of(person: Person) -> KeyQuestion:
    question = question_to_sign(person, SITE, AT)
    assert question is not None
    return question


def test_a_key_is_added_and_signs(editor: Person, key: SoftKey) -> None:
    question = asked_of(editor)
    factor, count = key_signed(editor, SITE, question.ticket, key.signed(question, SITE.origin), AT)
    assert factor == factors_of(editor).get()
    assert count == 2
    known = json.loads(question_to_add(editor, SITE, AT).options)["excludeCredentials"]
    assert [websafe_decode(each["id"]) for each in known] == [key.credential]


def test_whoever_has_no_key_is_asked_for_none(editor: Person) -> None:
    assert question_to_sign(editor, SITE, AT) is None


def test_an_answer_counts_once(editor: Person, key: SoftKey) -> None:
    question = asked_of(editor)
    answer = key.signed(question, SITE.origin)
    key_signed(editor, SITE, question.ticket, answer, AT)
    with pytest.raises(Refused, match="没有通过核对"):
        key_signed(editor, SITE, question.ticket, answer, AT)


def test_an_answer_to_another_question_is_none(editor: Person, key: SoftKey) -> None:
    with pytest.raises(Refused, match="没有通过核对"):
        key_signed(editor, SITE, asked_of(editor).ticket, key.signed(asked_of(editor), SITE.origin), AT)


@pytest.mark.parametrize(
    "broken",
    [
        lambda key, asked: key.signed(asked, ELSEWHERE.origin),
        lambda key, asked: key.signed(asked, "http://tz.example.cn"),
        lambda key, asked: key.signed(asked, SITE.origin, flags=0),
        lambda key, asked: SoftKey().signed(asked, SITE.origin),
        lambda key, asked: SoftKey(key.secret, b"another credential").signed(asked, SITE.origin),
        lambda key, asked: key.signed(asked, SITE.origin).replace('"signature"', '"no"'),
        lambda key, asked: "[]",
        lambda key, asked: "{",
    ],
    ids=["origin", "no TLS", "nobody there", "forged", "unknown", "malformed", "no object", "no JSON"],
)
def test_what_a_key_does_not_sign_as_it_should_opens_nothing(
    editor: Person, key: SoftKey, broken: Any
) -> None:
    question = asked_of(editor)
    with pytest.raises(Refused, match="没有通过核对"):
        key_signed(editor, SITE, question.ticket, broken(key, question), AT)


def test_somebody_elses_key_opens_nothing(editor: Person, liaison: Person, key: SoftKey) -> None:
    add_key(person=liaison, credential=_other(liaison), count=0, name="", by=liaison, at=AT)
    question = asked_of(liaison)
    with pytest.raises(Refused, match="没有通过核对"):
        key_signed(liaison, SITE, question.ticket, key.signed(question, SITE.origin), AT)


def _other(person: Person) -> bytes:
    asked, other = question_to_add(person, SITE, AT), SoftKey(credential=b"another key's credential")
    return key_added(person, SITE, asked.ticket, other.added(asked, SITE.origin), AT)[0]


def test_a_question_to_somebody_else_is_not_answered(editor: Person, liaison: Person) -> None:
    asked = question_to_add(liaison, SITE, AT)
    with pytest.raises(Refused, match="没有通过核对"):
        key_added(editor, SITE, asked.ticket, SoftKey().added(asked, SITE.origin), AT)
