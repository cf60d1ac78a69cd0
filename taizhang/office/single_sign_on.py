"""Single sign-on: the office's provider is asked who somebody is, and its answer is checked (OpenID Connect, code flow).

The browser carries an attempt as an encrypted ticket that is taken back once, so that an answer that is replayed opens
nothing.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import jwt
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from taizhang.core.sign_in import oidc
from taizhang.core.sign_in.oidc import Attempt, Endpoints, Expected, NotTrusted
from taizhang.office import clock
from taizhang.office.encryption import Undecryptable, decrypt, ticket, use_ticket
from taizhang.office.fetching import NoAnswer, fetch_json
from taizhang.office.models import IdentityProvider, LinkedIdentity, Office, Person

PURPOSE = "sign on"  # of the ticket
SEALED_FOR = "client"  # what it is encrypted for
DESCRIBED_FOR, AWAY_FOR = 600, 30  # seconds
AWAY: dict[str, object] = {}
NAME_SHOWN = 30  # characters of what the provider calls a person


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to a provider."""

    office: Office
    issuer: str
    subject: str
    name: str


def providers() -> QuerySet[IdentityProvider]:
    """The providers that can be used on the log-in page, of all offices: nobody is in one yet."""
    with scopes_disabled():
        rows = IdentityProvider.objects.filter(active=True).select_related("office")
        return rows.order_by("office__name")


def provider_of(office: Office) -> IdentityProvider | None:
    """The office's provider, in use or not."""
    with scope(office=office.pk):
        return IdentityProvider.objects.first()


def address_back() -> str:
    """Where the provider sends the browser back to; it is registered there letter by letter."""
    return f"{settings.SITE_URL}{reverse('sign-on-back')}"


def endpoints_of(provider: IdentityProvider, *, fresh: bool = False) -> Endpoints:
    """Return where the provider answers, as it said in the last minutes, or (``fresh``) says now; for a while a provider
    that was away is not asked again: whoever clicks on the log-in page must not occupy this server. Raise NoAnswer or
    NotTrusted.
    """
    known = f"oidc-{sha256(provider.issuer.encode()).hexdigest()}"
    described = None if fresh else cache.get(known)
    if described is None:
        try:
            described = fetch_json(oidc.description_of(provider.issuer))
        except NoAnswer:
            cache.set(known, AWAY, AWAY_FOR)
            raise
        cache.set(known, described, DESCRIBED_FOR)
    if described == AWAY:
        raise NoAnswer("away")
    return oidc.endpoints_in(provider.issuer, described)


def keys_of(endpoints: Endpoints) -> jwt.PyJWKSet:
    """Ask for the provider's public keys. Raise NoAnswer or NotTrusted."""
    try:
        return jwt.PyJWKSet.from_dict(fetch_json(endpoints.keys))
    except jwt.PyJWTError as error:
        raise NotTrusted("keys") from error


def begin(provider: IdentityProvider, onward: str, at: datetime) -> tuple[str, str]:
    """Return the provider's address to send the browser to, and the ticket that it must bring back. Raise NoAnswer or
    NotTrusted.
    """
    attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
    address = oidc.question(endpoints_of(provider), provider.client_id, address_back(), attempt)
    values = {"provider": str(provider.pk), "onward": onward, **asdict(attempt)}
    return address, ticket(values, PURPOSE, at)


def attempt_in(words: str, at: datetime) -> tuple[IdentityProvider, Attempt, str]:
    """Return the attempt of a ticket, with its provider and where to go afterwards. Raise NotTrusted for one that was
    taken back before, has run out or is none.
    """
    values = use_ticket(words, PURPOSE, at)
    if values is None:
        raise NotTrusted("ticket")
    provider = providers().filter(pk=values["provider"]).first()
    if provider is None:
        raise NotTrusted("provider")
    attempt = Attempt(*(values[name] for name in ("state", "nonce", "verifier")))
    return provider, attempt, values["onward"]


def identity_told(provider: IdentityProvider, attempt: Attempt, answer: Mapping[str, str]) -> Identity:
    """Return who the provider says it was, from the address at which the browser came back. Raise NotTrusted where any
    of it does not hold, NoAnswer where the provider does not answer.
    """
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise NotTrusted("state")
    if answer.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise NotTrusted("issuer")
    if not answer.get("code"):
        raise NotTrusted("declined")
    endpoints = endpoints_of(provider)
    form, headers = oidc.exchange(
        endpoints, provider.client_id, secret_of(provider), address_back(), answer["code"], attempt
    )
    token = fetch_json(endpoints.token, form, headers).get("id_token")
    claims = _signed(token, keys_of(endpoints))
    now = int(clock.machine_now().timestamp())
    oidc.check_claims(claims, Expected(provider.issuer, provider.client_id, attempt.nonce, now))
    name = oidc.name_in(claims, NAME_SHOWN)
    return Identity(provider.office, provider.issuer, str(claims["sub"]), name)


def _signed(token: object, keys: jwt.PyJWKSet) -> dict[str, Any]:
    """The claims of a token whose signature is the provider's; what they say is checked by ``oidc.check_claims``."""
    if not isinstance(token, str):
        raise NotTrusted("token")
    try:
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys.keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise NotTrusted("key")
        return jwt.decode(token, fitting[0], algorithms=list(oidc.ALGORITHMS), options=UNCHECKED)
    except jwt.PyJWTError as error:
        raise NotTrusted("signature") from error


# The library checks the signature; the claims are checked against the attempt, at a moment that is given.
UNCHECKED: Any = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}


def secret_of(provider: IdentityProvider) -> str:
    """The client's secret; empty for a client without one. Raise NotTrusted where its key is not in this installation."""
    try:
        return decrypt(provider.client_secret, SEALED_FOR) if provider.client_secret else ""
    except Undecryptable as error:
        raise NotTrusted("secret") from error


def person_with(identity: Identity) -> Person | None:
    """The person whom the office has linked with this subject; None for one that it does not know."""
    with scope(office=identity.office.pk):
        found = LinkedIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
        linked = found.select_related("person").first()
        return linked.person if linked is not None else None
