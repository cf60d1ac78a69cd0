"""A provider of OpenID Connect for tests, as a process of its own: ``python provider.py CLIENT SECRET BACK``.

It prints its address, names whoever ``/as`` was told to name last, and can be told there to make mistakes. What a real
provider refuses, it refuses: another address back, a code used twice, a verifier that does not fit, a wrong secret.
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, BACK = sys.argv[1:4]
KEY, FOREIGN = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
codes: dict[str, dict[str, str]] = {}
told: dict[str, Any] = {}  # what /as said


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        {
            "/.well-known/openid-configuration": self.describe,
            "/keys": self.keys,
            "/authorize": lambda: self.authorize(asked),
        }.get(parts.path, lambda: self.answer(404, {}))()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/as":
            told.clear()
            told.update(json.loads(body))
            self.answer(200, {})
        elif self.path == "/token":
            self.token({name: values[0] for name, values in parse_qs(body).items()})
        else:
            self.answer(404, {})

    def describe(self) -> None:
        if told.get("huge"):
            return self.answer(200, {"padding": "x" * 2_000_000})
        if told.get("elsewhere"):
            return self.redirect(f"{here}/keys")
        at = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        described = {name: f"{here}/{path}" for name, path in at.items()}
        return self.answer(200, {"issuer": told.get("calls_itself", here), **described})

    def keys(self) -> None:
        public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        self.answer(200, {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]})

    def authorize(self, asked: dict[str, str]) -> None:
        if (asked["client_id"], asked["redirect_uri"]) != (CLIENT, BACK):
            return self.answer(400, {"error": "invalid_request"})
        if told.get("declines"):
            return self.redirect(f"{BACK}?{urlencode({'error': 'access_denied', 'state': asked['state']})}")
        code = secrets.token_urlsafe(16)
        codes[code] = asked
        return self.redirect(f"{BACK}?{urlencode({'code': code, 'state': asked['state'], 'iss': here})}")

    def token(self, given: dict[str, str]) -> None:
        kind, _blank, pair = self.headers.get("Authorization", "").partition(" ")
        client, _colon, secret = base64.b64decode(pair or "").decode().partition(":")
        asked = codes.pop(given.get("code", ""), None)
        if (kind, unquote(client), unquote(secret)) != ("Basic", CLIENT, SECRET):
            return self.answer(401, {"error": "invalid_client"})
        challenge = base64.urlsafe_b64encode(sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        if (
            asked is None
            or asked["code_challenge"] != challenge.decode()
            or given["redirect_uri"] != asked["redirect_uri"]
        ):
            return self.answer(400, {"error": "invalid_grant"})
        return self.answer(200, {"token_type": "Bearer", "id_token": signed(asked["nonce"])})

    def redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


def signed(nonce: str) -> str:
    now = int(time.time())
    claims = {"iss": here, "aud": CLIENT, "sub": "1001", "nonce": nonce, "iat": now, "exp": now + 300}
    claims |= told.get("claims", {})
    claims = {name: value for name, value in claims.items() if value is not None}
    how = told.get("signed", "well")
    if how == "by another key":
        return jwt.encode(claims, FOREIGN, "RS256", {"kid": "1"})
    if how == "by an unknown key":
        return jwt.encode(claims, KEY, "RS256", {"kid": "2"})
    if how == "not at all":
        return jwt.encode(claims, None, "none", {"kid": "1"})
    if how == "with the client's secret":
        return jwt.encode(claims, SECRET, "HS256", {"kid": "1"})
    if how == "with something changed":
        head, _body, mark = jwt.encode(claims, KEY, "RS256", {"kid": "1"}).split(".")
        other = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "1"}).encode()).rstrip(b"=").decode()
        return f"{head}.{other}.{mark}"
    return jwt.encode(claims, KEY, "RS256", {"kid": "1"})


server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
here = f"http://127.0.0.1:{server.server_port}"
print(here, flush=True)
server.serve_forever()
