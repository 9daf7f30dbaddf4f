"""Tickets: what the QR code of a registration holds, and what a scanner reads in it.

A ticket names a registration, encrypted and sealed by this server: whoever photographs
it learns no address, and whoever knows an address cannot make one. The same
registration always has the same ticket. It is written in letters and digits that a QR
code packs densely.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.email import normalize_email
from core.errors import InvalidEmail
from events.errors import NoTicket
from events.models import event_key, event_of, is_event_key

# The letters that tickets of this form begin with; another form will have others.
_FORM = "BT1:"
_PURPOSE = b"events.tickets"
# What older tickets put between address, event, year and first name.
_SEPARATOR = ";"
_OLD_PARTS = 3


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A registration that a ticket names; anybody can make one that is not verified."""

    email: str
    event_id: str
    year: int
    verified: bool


def issue(email: str, event_id: str, year: int) -> str:
    """Return the ticket of a registration, about a hundred letters and digits."""
    content = f"{email}{_SEPARATOR}{event_key(event_id, year)}".encode()
    sealed = _cipher(settings.SECRET_KEY).encrypt(content, None)
    return _FORM + b32encode(sealed).decode().rstrip("=")


def address_of(ticket: str) -> str:
    """Return the address of a ticket's page, where its owner pays and cancels."""
    return f"{settings.PUBLIC_URL}/event/ticket/{ticket}"


def read(text: str) -> Ticket:
    """Return what a scanned text names, or raise ``NoTicket``.

    Older tickets are plain text, which anybody can write: they are not verified.
    """
    bare = text.strip()
    if bare.upper().startswith(_FORM):
        return _named(_opened(bare[len(_FORM) :].upper()), verified=True)
    return _named(_SEPARATOR.join(bare.split(_SEPARATOR)[:_OLD_PARTS]), verified=False)


def _opened(letters: str) -> str:
    try:
        sealed = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise NoTicket from error
    # Tickets sealed before the key was replaced are good for as long as Django says.
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(sealed, None).decode()
        except (InvalidTag, ValueError):
            continue
    raise NoTicket


def _named(content: str, *, verified: bool) -> Ticket:
    email, _, key = content.partition(_SEPARATOR)
    if not is_event_key(key):
        raise NoTicket
    event_id, year = event_of(key)
    try:
        address = normalize_email(email)
    except InvalidEmail as error:
        raise NoTicket from error
    return Ticket(email=address, event_id=event_id, year=year, verified=verified)


@cache
def _cipher(secret: str) -> AESSIV:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return AESSIV(derived.derive(secret.encode()))
