"""Single sign-on by OpenID Connect, as far as it is values: the provider's description of itself, the address that asks
it who somebody is, and what its token must claim. Nothing here fetches or verifies a signature.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlencode, urlsplit

SCOPE = "openid profile"
SKEW = 60  # seconds by which the provider's clock may differ
MOST_SUBJECT = 255  # characters; OpenID Connect Core, 2
AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})  # hosts that need no TLS
WELL_KNOWN = "/.well-known/openid-configuration"
# Only signatures with a private key of the provider's: one with the client's secret could be made by whoever has it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class NotTrusted(Exception):
    """What a provider says does not hold; the argument names the rule that it breaks."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider answers; ``basic``: it takes the client's secret in a header, else among the values."""

    authorization: str
    token: str
    keys: str
    basic: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign on: what the browser must bring back, and what the token must hold."""

    state: str
    nonce: str
    verifier: str


def is_safe(address: str) -> bool:
    """Whether secrets may be sent to an address: TLS, or a server on the same machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in AT_HOME
    return bool(host) and (plain or parts.scheme == "https") and "@" not in parts.netloc


def description_of(issuer: str) -> str:
    """Return where a provider describes itself (OpenID Connect Discovery, 4)."""
    return issuer.rstrip("/") + WELL_KNOWN


def endpoints_in(issuer: str, description: Mapping[str, object]) -> Endpoints:
    """Return where the provider answers. Raise NotTrusted for another issuer's description, and for addresses to which
    nothing secret may be sent.
    """
    if description.get("issuer") != issuer:
        raise NotTrusted("issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = (_endpoint(description, name) for name in names)
    methods = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = isinstance(methods, list) and "client_secret_basic" in methods
    return Endpoints(authorization, token, keys, basic)


def _endpoint(description: Mapping[str, object], name: str) -> str:
    address = description.get(name)
    if not isinstance(address, str) or not is_safe(address):
        raise NotTrusted(name)
    return address


def challenge_of(verifier: str) -> str:
    """Return what is told of the verifier beforehand (RFC 7636, S256)."""
    digest = sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def question(endpoints: Endpoints, client: str, back: str, attempt: Attempt) -> str:
    """Return the address at which the provider asks the browser who somebody is, and comes back to ``back``."""
    asked = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(endpoints.authorization).query else "?"
    return f"{endpoints.authorization}{joint}{urlencode(asked)}"


def exchange(
    endpoints: Endpoints, client: str, secret: str, back: str, code: str, attempt: Attempt
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the values and headers that turn a code into a token (RFC 6749, 2.3.1 and 4.1.3)."""
    values = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": attempt.verifier,
    }
    if secret and endpoints.basic:
        pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
        return values, {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
    told = {"client_id": client} | ({"client_secret": secret} if secret else {})
    return values | told, {}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say."""

    issuer: str
    client: str
    nonce: str
    now: int


Claims = Mapping[str, object]


def _audience(claims: Claims) -> list[object]:
    told = claims.get("aud")
    return told if isinstance(told, list) else [told]


def _seconds(claims: Claims, name: str) -> int | None:
    told = claims.get(name)
    return int(told) if isinstance(told, int | float) and not isinstance(told, bool) else None


def _runs_out_later(claims: Claims, expected: Expected) -> bool:
    until = _seconds(claims, "exp")
    return until is not None and expected.now < until + SKEW


def _made_before(claims: Claims, expected: Expected) -> bool:
    made = _seconds(claims, "iat")
    return made is not None and made <= expected.now + SKEW


def _begun(claims: Claims, expected: Expected) -> bool:
    begins = _seconds(claims, "nbf")
    return "nbf" not in claims or (begins is not None and begins <= expected.now + SKEW)


def _for_us_alone(claims: Claims, expected: Expected) -> bool:
    party = claims.get("azp")
    return party == expected.client if len(_audience(claims)) > 1 else party in (None, expected.client)


def _of_this_attempt(claims: Claims, expected: Expected) -> bool:
    told = claims.get("nonce")
    return isinstance(told, str) and hmac.compare_digest(told.encode(), expected.nonce.encode())


def _names_somebody(claims: Claims, expected: Expected) -> bool:
    told = claims.get("sub")
    return isinstance(told, str) and 0 < len(told) <= MOST_SUBJECT and told.isprintable()


# OpenID Connect Core, 3.1.3.7: each rule has the name by which a refusal is recorded.
CLAIM_RULES: Mapping[str, Callable[[Claims, Expected], bool]] = {
    "issuer": lambda claims, expected: claims.get("iss") == expected.issuer,
    "audience": lambda claims, expected: expected.client in _audience(claims),
    "authorized_party": _for_us_alone,
    "expired": _runs_out_later,
    "issued": _made_before,
    "not_before": _begun,
    "nonce": _of_this_attempt,
    "subject": _names_somebody,
}


def check_claims(claims: Claims, expected: Expected) -> None:
    """Raise NotTrusted with the name of the first rule that the claims break."""
    for name, holds in CLAIM_RULES.items():
        if not holds(claims, expected):
            raise NotTrusted(name)


def name_in(claims: Claims, most: int) -> str:
    """Return how the provider calls the person, to be shown and never to be trusted; empty where it does not say."""
    told = claims.get("name") or claims.get("preferred_username")
    return " ".join(told.split())[:most] if isinstance(told, str) else ""
