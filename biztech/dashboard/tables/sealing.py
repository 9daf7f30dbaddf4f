"""Keys in links, which nobody reads in an address or a log: sealed, for a day.

What is sealed for one table opens in no other.
"""

import json
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from biztech.dashboard.tables.errors import LinkOver

_PURPOSE = b"dashboard.tables"
_SECONDS_VALID = 24 * 60 * 60


def sealed(table: str, content: Any) -> str:
    """Return a JSON-able content as letters for an address."""
    text = json.dumps([table, content], separators=(",", ":"))
    return _box().encrypt(text.encode()).decode().rstrip("=")


def opened(table: str, letters: str) -> Any:
    """Return what was sealed for a table, or raise ``LinkOver``."""
    padded = letters + "=" * (-len(letters) % 4)
    try:
        text = _box().decrypt(padded.encode(), ttl=_SECONDS_VALID)
    except InvalidToken:
        raise LinkOver from None
    named, content = json.loads(text)
    if named != table:
        raise LinkOver
    return content


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_cipher(key) for key in keys])


@cache
def _cipher(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))
