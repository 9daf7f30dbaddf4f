"""What is sent twice under one key is kept once: its id follows from the key."""

import uuid

from core.errors import KeyTooLong

LONGEST_KEY = 200

_NAMESPACE = uuid.UUID("6c0cf8d5-3a41-5a0c-9f0e-0b6c1d1d7f52")


def id_under(scope: str, key: str) -> str:
    """Return the id of a row: without a key a new one, else always the same.

    ``scope`` says for what, and for whom, a key holds. Raises ``KeyTooLong``.
    """
    if len(key) > LONGEST_KEY:
        raise KeyTooLong(LONGEST_KEY)
    return id_of(f"{scope}\n{key}") if key else str(uuid.uuid4())


def id_of(text: str) -> str:
    """Return the id that always follows from a text."""
    return str(uuid.uuid5(_NAMESPACE, text))
