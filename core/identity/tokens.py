"""The one verifier of ID tokens, for API, websocket and dashboard alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, NamedTuple

import jwt
from cachetools import TTLCache
from django.conf import settings

from core.clock import now_ms
from core.email import normalize_email
from core.errors import InvalidEmail
from core.identity import cognito, local
from core.identity.errors import (
    EmailUnverified,
    NoEmail,
    TokenExpired,
    TokenMalformed,
    TokenRefused,
    TokenTampered,
    WrongAlgorithm,
    WrongAudience,
    WrongIssuer,
    WrongUse,
)

ALGORITHM = "RS256"

# Seconds by which two clocks may differ.
LEEWAY = 10

# For how many seconds a token that was taken is not checked anew, and how many are
# remembered: more people than a hall holds.
_REMEMBERED = 60
_MOST = 10_000

_REQUIRED = ["iss", "aud", "exp", "iat", "token_use"]

# The first kind that fits decides, so the narrower ones come first.
_REFUSALS: tuple[tuple[type[jwt.PyJWTError], type[TokenRefused]], ...] = (
    (jwt.ExpiredSignatureError, TokenExpired),
    (jwt.ImmatureSignatureError, TokenExpired),
    (jwt.InvalidSignatureError, TokenTampered),
    (jwt.InvalidAlgorithmError, WrongAlgorithm),
    (jwt.InvalidAudienceError, WrongAudience),
    (jwt.InvalidIssuerError, WrongIssuer),
    (jwt.PyJWTError, TokenMalformed),
)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a verified token says; the times are epoch milliseconds."""

    email: str
    email_verified: bool
    subject: str
    issued_at: int
    expires_at: int


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Whose tokens are taken, for which client, and where the keys come from."""

    name: str
    client_id: str
    key_for: Callable[[str], jwt.PyJWK]


class _Taken(NamedTuple):
    """A token that was verified, and the key that proved it."""

    claims: Claims
    key: jwt.PyJWK

    def holds(self, issuer: Issuer) -> bool:
        """Tell whether it would be taken now: not expired, its key still published."""
        if self.claims.expires_at <= now_ms() - LEEWAY * 1000:
            return False
        published = issuer.key_for(str(self.key.key_id))
        return bool(published.key == self.key.key)


# By issuer, client and hash. Nothing that can change of a person is in here: who is an
# exec follows from the address, and sessions are read each time.
_taken: TTLCache[tuple[str, str, bytes], _Taken] = TTLCache(_MOST, _REMEMBERED)
_taking = Lock()


def trusted_issuer() -> Issuer:
    """Return the one issuer of this installation: the user pool, or the local one."""
    if settings.LOCAL_IDENTITY:
        return Issuer(
            name=local.ISSUER, client_id=local.CLIENT_ID, key_for=local.key_for
        )
    return Issuer(
        name=cognito.issuer(),
        client_id=settings.COGNITO_CLIENT_ID,
        key_for=cognito.key_for,
    )


def verify(token: str) -> Claims:
    """Return what a token proves, or raise the ``TokenRefused`` that names its fault.

    Taken is only an unexpired RS256 ID token of the trusted issuer, for our client, of
    a person whose e-mail address is verified. ``KeysUnavailable`` is raised when that
    cannot be told now.
    """
    issuer = trusted_issuer()
    name = (issuer.name, issuer.client_id, sha256(token.encode()).digest())
    with _taking:
        taken = _taken.get(name)
    if taken is None or not taken.holds(issuer):
        taken = _verified(token, issuer)
        with _taking:
            _taken[name] = taken
    return taken.claims


def _verified(token: str, issuer: Issuer) -> _Taken:
    payload, key = _signed_payload(token, issuer)
    if payload["token_use"] != "id":  # noqa: S105 - no password
        raise WrongUse
    if not _is_true(payload.get("email_verified")):
        raise EmailUnverified
    claims = Claims(
        email=_email(payload),
        email_verified=True,
        subject=str(payload.get("sub", "")),
        issued_at=int(payload["iat"]) * 1000,
        expires_at=int(payload["exp"]) * 1000,
    )
    return _Taken(claims, key)


def _signed_payload(token: str, issuer: Issuer) -> tuple[dict[str, Any], jwt.PyJWK]:
    try:
        # Of the token's three parts this is the first; all are read with the signature.
        header = jwt.get_unverified_header(f"{token.partition('.')[0]}..")
        # Checked before the key is looked up: no other algorithm causes a request.
        if header.get("alg") != ALGORITHM:
            raise WrongAlgorithm
        key = issuer.key_for(str(header.get("kid", "")))
        payload: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=issuer.client_id,
            issuer=issuer.name,
            leeway=LEEWAY,
            options={"require": _REQUIRED, "strict_aud": True},
        )
    except jwt.PyJWTError as error:
        raise _refusal_for(error) from error
    return payload, key


def _refusal_for(error: jwt.PyJWTError) -> TokenRefused:
    return next(refusal for kind, refusal in _REFUSALS if isinstance(error, kind))()


def _is_true(claim: Any) -> bool:
    # Cognito sends a boolean in ID tokens; pools fed by other providers send text.
    return claim is True or claim == "true"


def _email(payload: Mapping[str, Any]) -> str:
    try:
        return normalize_email(payload.get("email"))
    except InvalidEmail:
        # Not chained: the cause would carry the claim into a log.
        raise NoEmail from None
