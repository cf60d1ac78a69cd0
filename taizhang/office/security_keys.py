"""Security keys (WebAuthn): what the browser is asked, and whether the key's answer is right.

A challenge travels through the browser as an encrypted ticket that is taken back once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.office.actions.second_factors import KEY_WRONG, factors_of, secret_of
from taizhang.office.encryption import ticket, use_ticket
from taizhang.office.models import FactorKind, Person, SecondFactor

log = logging.getLogger(__name__)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """What a browser is asked of a key: ``options`` for its script, ``ticket`` comes back with the answer."""

    options: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a browser sees it; a key answers to its host name alone."""

    origin: str
    host: str

    def server(self) -> Fido2Server:
        """What makes the questions and checks the answers; another origin's are refused."""
        here = PublicKeyCredentialRpEntity(id=self.host, name="台账")
        return Fido2Server(here, verify_origin=lambda origin: origin == self.origin)


def question_to_add(person: Person, site: Site, at: datetime) -> KeyQuestion:
    """What is asked to add a key; keys that the person has already do not answer."""
    user = PublicKeyCredentialUserEntity(
        id=str(person.pk).encode(), name=person.username, display_name=person.name
    )
    asked, state = site.server().register_begin(
        user,
        [_credential(each) for each in keys_of(person)],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return _question(asked, state, f"add a key {person.pk}", at)


def question_to_sign(person: Person, site: Site, at: datetime) -> KeyQuestion | None:
    """What is asked of one of the person's keys; None where there is none."""
    keys = [_credential(each) for each in keys_of(person)]
    if not keys:
        return None
    asked, state = site.server().authenticate_begin(keys, UserVerificationRequirement.DISCOURAGED)
    return _question(asked, state, f"sign {person.pk}", at)


def key_added(person: Person, site: Site, ticket: str, answer: str, at: datetime) -> tuple[bytes, int]:
    """Return the key's credential and its count of signatures. Raise Refused for an answer that is not right."""

    def check(state: Mapping[str, Any], given: Any) -> tuple[bytes, int]:
        seen = site.server().register_complete(state, given)
        if seen.credential_data is None:
            raise ValueError("no credential")
        return bytes(seen.credential_data), seen.counter

    return _answered(check, ticket, answer, f"add a key {person.pk}", at)


def key_signed(
    person: Person, site: Site, ticket: str, answer: str, at: datetime
) -> tuple[SecondFactor, int]:
    """Return which key has signed, with its count of signatures. Raise Refused for an answer that is not right."""

    def check(state: Mapping[str, Any], given: Any) -> tuple[SecondFactor, int]:
        keys = {bytes(_credential(each).credential_id): each for each in keys_of(person)}
        known = [_credential(each) for each in keys.values()]
        signed = site.server().authenticate_complete(state, known, given)
        seen = AuthenticationResponse.from_dict(given).response.authenticator_data
        return keys[signed.credential_id], seen.counter

    return _answered(check, ticket, answer, f"sign {person.pk}", at)


def keys_of(person: Person) -> list[SecondFactor]:
    """The person's security keys."""
    return list(factors_of(person).filter(kind=FactorKind.KEY).select_related("person"))


def _credential(factor: SecondFactor) -> AttestedCredentialData:
    return AttestedCredentialData(secret_of(factor))


def _question(asked: Any, state: Mapping[str, Any], purpose: str, at: datetime) -> KeyQuestion:
    values = {"challenge": state["challenge"], "user_verification": str(state["user_verification"].value)}
    return KeyQuestion(json.dumps(dict(asked)["publicKey"]), ticket(values, purpose, at))


def _answered(
    check: Callable[[Mapping[str, Any], Any], Found], ticket: str, answer: str, purpose: str, at: datetime
) -> Found:
    state = use_ticket(ticket, purpose, at)
    if state is None:
        raise Refused(Message(KEY_WRONG))
    try:
        return check(state, json.loads(answer))
    except Refused:
        raise
    except Exception as error:  # whatever a foreign answer makes the parser stumble over
        log.info("a security key's answer was refused: %r", error)
        raise Refused(Message(KEY_WRONG)) from error
