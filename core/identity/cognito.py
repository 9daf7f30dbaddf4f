"""Cognito as the issuer: its address, and the keys it publishes."""

import time
from functools import cache
from typing import Any

import jwt
from django.conf import settings
from jwt.exceptions import PyJWKClientConnectionError, PyJWKClientError, PyJWTError

from core.identity.errors import KeysUnavailable, UnknownKey

_TIMEOUT = 3.0
# Keys of a pool change rarely; a withdrawn one is forgotten within this time.
_KEYS_LIVE = 60 * 60
# While the endpoint is down only one request in this time waits for it.
_PAUSE_AFTER_FAILURE = 5.0


def issuer() -> str:
    """Return the issuer of the configured user pool."""
    if settings.COGNITO_ISSUER:
        return str(settings.COGNITO_ISSUER).rstrip("/")
    # A pool's id begins with the region it is in.
    pool: str = settings.COGNITO_USER_POOL_ID
    region = pool.partition("_")[0]
    return f"https://cognito-idp.{region}.amazonaws.com/{pool}"


def key_for(key_id: str) -> jwt.PyJWK:
    """Return the pool's public key of that id.

    Raises ``UnknownKey`` when the pool has none, and ``KeysUnavailable`` when that
    cannot be found out now.
    """
    try:
        return keys_at(f"{issuer()}/.well-known/jwks.json").get_signing_key(key_id)
    except PyJWKClientConnectionError as error:
        raise KeysUnavailable from error
    except PyJWKClientError as error:
        raise UnknownKey from error


class PublishedKeys(jwt.PyJWKClient):
    """The keys at an address, remembered; a dead address is asked only now and then."""

    _quiet_until = 0.0

    def fetch_data(self) -> Any:
        """Return the published set, or raise at once shortly after a failure."""
        if time.monotonic() < self._quiet_until:
            raise PyJWKClientConnectionError("The key endpoint failed a moment ago.")
        try:
            return super().fetch_data()
        except (PyJWTError, OSError, ValueError) as error:
            # Unreachable, broken off, or an answer that is no key set.
            self._quiet_until = time.monotonic() + _PAUSE_AFTER_FAILURE
            raise PyJWKClientConnectionError("The key endpoint fails.") from error


@cache
def keys_at(address: str) -> PublishedKeys:
    """Return the one reader of the key set at that address."""
    return PublishedKeys(address, timeout=_TIMEOUT, lifespan=_KEYS_LIVE)
