"""The local issuer: signs ID tokens with Cognito's claims, on a laptop and in tests.

It has a key pair of its own under ``VAR_DIR``; its tokens go through the same verifier
as Cognito's. Settings turn it off whenever ``DEBUG`` is off.
"""

import os
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from jwt.algorithms import RSAAlgorithm

from core.email import normalize_email
from core.identity.errors import UnknownKey

ISSUER = "https://local.biztech.invalid"
CLIENT_ID = "biztech-local"
KEY_ID = "local"


def issue_token(email: str, *, verified: bool = True, expires_in: int = 3600) -> str:
    """Return a bearer token of that person for as many seconds."""
    key = _signing_key()
    address = normalize_email(email)
    issued_at = int(time.time())
    subject = str(uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{address}"))
    claims = {
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "sub": subject,
        "cognito:username": subject,
        "token_use": "id",
        "email": address,
        "email_verified": verified,
        "auth_time": issued_at,
        "iat": min(issued_at, issued_at + expires_in),
        "exp": issued_at + expires_in,
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KEY_ID})


def key_for(key_id: str) -> jwt.PyJWK:
    """Return the issuer's public key of that id, or raise ``UnknownKey``."""
    if key_id != KEY_ID:
        raise UnknownKey
    return _published(_signing_key())


def require_local_identity() -> None:
    """Stop with a reason unless this is a local start without an identity provider."""
    if not settings.LOCAL_IDENTITY:
        raise ImproperlyConfigured(
            "Local identity is off. It works only with DEBUG on and without"
            " COGNITO_USER_POOL_ID; sign in through the club's identity provider."
        )


@cache
def _published(key: rsa.RSAPrivateKey) -> jwt.PyJWK:
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.PyJWK({**public, "kid": KEY_ID, "use": "sig"}, algorithm="RS256")


def _signing_key() -> rsa.RSAPrivateKey:
    require_local_identity()
    return _key_in(settings.VAR_DIR)


@cache
def _key_in(directory: Path) -> rsa.RSAPrivateKey:
    path = directory / "identity" / "issuer.pem"
    if not path.exists():
        _make_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ImproperlyConfigured(f"{path} holds no RSA key. Remove it and try again.")
    return key


def _make_key(path: Path) -> None:
    """Write a new key that its owner alone can read; of several the first one stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - Path.open sets no mode
        file.write(pem)
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
