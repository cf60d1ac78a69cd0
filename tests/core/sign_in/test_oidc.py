"""What a provider says of itself, and what its token must claim: each rule with what keeps and what breaks it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from taizhang.core.sign_in import oidc
from taizhang.core.sign_in.oidc import CLAIM_RULES, Attempt, Endpoints, Expected, NotTrusted

ISSUER = "https://id.example.cn/realms/city"
NOW = 1_780_000_000
EXPECTED = Expected(ISSUER, "taizhang", "nonce", NOW)
CLAIMS: dict[str, Any] = {
    "iss": ISSUER, "aud": "taizhang", "sub": "1001", "nonce": "nonce", "iat": NOW - 5, "exp": NOW + 300,
}  # fmt: skip
DESCRIPTION: dict[str, Any] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
ATTEMPT = Attempt("state", "nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
ENDPOINTS = Endpoints(f"{ISSUER}/auth", f"{ISSUER}/token", f"{ISSUER}/keys", basic=True)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"aud": ["taizhang"]},
        {"aud": ["taizhang", "another"], "azp": "taizhang"},
        {"azp": "taizhang"},
        {"exp": NOW - 59},
        {"iat": NOW + 60},
        {"nbf": NOW + 60},
        {"exp": NOW + 0.5},
        {"sub": "x" * 255},
    ],
)
def test_what_holds(more: dict[str, Any]) -> None:
    oidc.check_claims(CLAIMS | more, EXPECTED)


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("issuer", {"iss": ISSUER + "/"}),
        ("issuer", {"iss": None}),
        ("audience", {"aud": "another"}),
        ("audience", {"aud": []}),
        ("audience", {"aud": None}),
        ("audience", {"aud": "taizhang2"}),
        ("authorized_party", {"aud": ["taizhang", "another"]}),
        ("authorized_party", {"aud": ["taizhang", "another"], "azp": "another"}),
        ("authorized_party", {"azp": "another"}),
        ("expired", {"exp": NOW - 60}),
        ("expired", {"exp": None}),
        ("expired", {"exp": str(NOW + 300)}),
        ("expired", {"exp": True}),
        ("issued", {"iat": NOW + 61}),
        ("issued", {"iat": None}),
        ("not_before", {"nbf": NOW + 61}),
        ("not_before", {"nbf": "soon"}),
        ("nonce", {"nonce": "another"}),
        ("nonce", {"nonce": None}),
        ("nonce", {"nonce": "随机"}),
        ("subject", {"sub": ""}),
        ("subject", {"sub": None}),
        ("subject", {"sub": 1001}),
        ("subject", {"sub": "x" * 256}),
        ("subject", {"sub": "10\x0001"}),
    ],
)
def test_what_does_not_hold_breaks_the_rule_of_that_name(rule: str, more: dict[str, Any]) -> None:
    with pytest.raises(NotTrusted) as refused:
        oidc.check_claims(CLAIMS | more, EXPECTED)
    assert str(refused.value) == rule
    assert rule in CLAIM_RULES


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example.cn/", True),
        ("http://127.0.0.1:8131", True),
        ("http://localhost/x", True),
        ("http://[::1]:80/", True),
        ("http://id.example.cn/", False),
        ("http://localhost.evil.example/", False),
        ("https://user@id.example.cn/", False),
        ("https://localhost@evil.example/", False),
        ("https:///nowhere", False),
        ("file:///etc/passwd", False),
        ("ftp://id.example.cn/", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_where_secrets_may_go(address: str, safe: bool) -> None:
    assert oidc.is_safe(address) is safe


def test_a_description_tells_where_the_provider_answers() -> None:
    assert oidc.description_of("https://id.example.cn/") == (
        "https://id.example.cn/.well-known/openid-configuration"
    )
    assert oidc.endpoints_in(ISSUER, DESCRIPTION) == ENDPOINTS
    posts = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert oidc.endpoints_in(ISSUER, DESCRIPTION | posts).basic is False
    assert (
        oidc.endpoints_in(ISSUER, DESCRIPTION | {"token_endpoint_auth_methods_supported": 1}).basic is False
    )


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("issuer", {"issuer": "https://evil.example"}),
        ("issuer", {"issuer": None}),
        ("token_endpoint", {"token_endpoint": "http://id.example.cn/token"}),
        ("jwks_uri", {"jwks_uri": None}),
        ("authorization_endpoint", {"authorization_endpoint": "javascript:alert(1)"}),
    ],
)
def test_a_description_that_is_not_taken(rule: str, more: dict[str, Any]) -> None:
    with pytest.raises(NotTrusted, match=rule):
        oidc.endpoints_in(ISSUER, DESCRIPTION | more)


def test_the_challenge_is_the_rfcs() -> None:
    assert oidc.challenge_of(ATTEMPT.verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize("own", ["", "?tenant=1"])
def test_the_question(own: str) -> None:
    endpoints = Endpoints(f"{ISSUER}/auth{own}", "", "", basic=True)
    address = urlsplit(oidc.question(endpoints, "台账", "https://tz.example.cn/back/", ATTEMPT))
    asked = parse_qs(address.query)
    assert address.path == "/realms/city/auth"
    assert asked["client_id"] == ["台账"]
    assert asked["redirect_uri"] == ["https://tz.example.cn/back/"]
    assert asked["state"] == ["state"]
    assert ATTEMPT.verifier not in address.query
    assert ("tenant" in asked) is bool(own)


def test_a_code_is_exchanged_as_the_provider_wants_it() -> None:
    given = ("taizhang", "a:b 密", "https://tz.example.cn/back/", "code", ATTEMPT)
    values, headers = oidc.exchange(ENDPOINTS, *given)
    assert headers == {"Authorization": "Basic dGFpemhhbmc6YSUzQWIlMjAlRTUlQUYlODY="}
    assert "client_secret" not in values
    assert values["code_verifier"] == ATTEMPT.verifier
    posting = Endpoints("", "", "", basic=False)
    values, headers = oidc.exchange(posting, *given)
    assert (values["client_id"], values["client_secret"], headers) == ("taizhang", "a:b 密", {})
    values, headers = oidc.exchange(ENDPOINTS, "taizhang", "", "", "code", ATTEMPT)
    assert (values["client_id"], headers) == ("taizhang", {})
    assert "client_secret" not in values


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": " 许\n佳宁 "}, "许 佳宁"),
        ({"preferred_username": "xujn"}, "xujn"),
        ({"name": "许" * 40}, "许" * 30),
        ({"name": 1}, ""),
        ({}, ""),
    ],
)
def test_the_name_that_is_told(claims: dict[str, Any], name: str) -> None:
    assert oidc.name_in(claims, 30) == name
