"""A user pool on this machine: real keys, real HTTP, the code flow with its checks."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "dashboard-client"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Return the key pair of that name, the same for the whole run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class UserPool:
    """What the pool publishes, who signs in next, and what it was asked."""

    url: str = ""
    published: list[str] = field(default_factory=lambda: ["first"])
    next_claims: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    # Without it the pool speaks OAuth only and gives out no ID token.
    oidc: bool = True
    # Replaces the body of the key set, to be no key set at all.
    broken_keys: bytes | None = None

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a good ID token of ben's; None leaves a claim out."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": "5d1d2a3c-0000-4000-8000-000000000000",
            "token_use": "id",
            "email": "ben@ubcbiztech.com",
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, *, signed_with: str = "first", **changes: Any) -> str:
        """Return a token of the pool with some claims changed."""
        return jwt.encode(
            self.claims(**changes),
            key(signed_with),
            algorithm="RS256",
            headers={"kid": signed_with},
        )

    def key_set(self) -> dict[str, Any]:
        """Return the public keys as they are published."""
        return {
            "keys": [
                {
                    **RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True),
                    "kid": name,
                    "alg": "RS256",
                    "use": "sig",
                }
                for name in self.published
            ]
        }

    def discovery(self) -> dict[str, Any]:
        """Return the OpenID Connect metadata."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorise(self, asked: dict[str, str]) -> str:
        """Return where the browser goes after the person signed in at the provider."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{query}"

    def exchange(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return tokens for a code, once, to whoever holds its PKCE verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest())
        if (
            asked is None
            or asked.get("code_challenge_method") != "S256"
            or digest.rstrip(b"=").decode() != asked.get("code_challenge")
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        claims = {"nonce": asked["nonce"], **self.next_claims}
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 3600}
        return {**answer, "id_token": self.token(**claims)} if self.oidc else answer


class _Handler(BaseHTTPRequestHandler):
    pool: ClassVar[UserPool]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.pool.asked.append(address.path)
        match address.path:
            case "/.well-known/jwks.json" if self.pool.broken_keys is not None:
                self._answer(self.pool.broken_keys)
            case "/.well-known/jwks.json":
                self._answer(json.dumps(self.pool.key_set()).encode())
            case "/.well-known/openid-configuration":
                self._answer(json.dumps(self.pool.discovery()).encode())
            case "/authorize":
                self.send_response(302)
                asked = dict(parse_qsl(address.query))
                self.send_header("Location", self.pool.authorise(asked))
                self.end_headers()
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        fields = parse_qs(self.rfile.read(length).decode())
        tokens = self.pool.exchange({name: value[0] for name, value in fields.items()})
        if tokens is None:
            self._answer(b'{"error": "invalid_grant"}', status=400)
        else:
            self._answer(json.dumps(tokens).encode())

    def log_message(self, *_arguments: Any) -> None:
        """Keep the test's output clean."""

    def _answer(self, body: bytes, *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_pool() -> Iterator[UserPool]:
    """Run a user pool on a free port of this machine."""
    pool = UserPool()
    handler = type("Handler", (_Handler,), {"pool": pool})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    pool.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield pool
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
