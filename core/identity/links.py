"""One-time sign-in links, for local work without an identity provider."""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from core.clock import now_ms
from core.email import normalize_email
from core.identity.addresses import server_url
from core.identity.errors import LinkExpired, LinkRefused
from core.identity.local import require_local_identity
from core.identity.services import spend_link

LIFETIME = 15 * 60 * 1000

_SALT = "core.identity.links"


@dataclass(frozen=True, kw_only=True)
class _Link:
    email: str
    secret: str
    expires_at: int


def one_time_link(email: str, *, now: int | None = None) -> str:
    """Return an address that signs this person in, once, within fifteen minutes.

    Nothing is stored until it is used.
    """
    require_local_identity()
    address = normalize_email(email)
    expires_at = (now_ms() if now is None else now) + LIFETIME
    token = signing.dumps([address, secrets.token_urlsafe(16), expires_at], salt=_SALT)
    return server_url() + reverse("sign-in-link", args=[token])


def open_link(token: str, *, now: int) -> str:
    """Return whom the link signs in, and spend it.

    Raises ``LinkRefused`` for a link that is not ours, ``LinkExpired`` for an old one,
    and ``LinkUsed`` for every use after the first.
    """
    require_local_identity()
    link = _read(token)
    if link.expires_at <= now:
        raise LinkExpired
    spend_link(link.secret, expires_at=link.expires_at)
    return link.email


def _read(token: str) -> _Link:
    try:
        email, secret, expires_at = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkRefused from error
    return _Link(email=email, secret=secret, expires_at=expires_at)
