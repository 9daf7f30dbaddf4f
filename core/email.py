"""E-mail addresses: one spelling for one person, decided at the edge."""

import re
from typing import Any

from core.errors import InvalidEmail

EXEC_DOMAIN = "ubcbiztech.com"

LONGEST_EMAIL = 254

# Deliberately stricter than RFC 5322: no quoted local parts, no address literals,
# a top-level domain of two letters or more (contract section 0).
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)


def one_spelling(text: str) -> str:
    """Return how a text is spelt where it is an address: no blanks around, no capitals.

    A text outside ASCII is no address and keeps its letters: the lower case of the
    KELVIN SIGN is a "k", and would be somebody else.
    """
    bare = text.strip()
    return bare.lower() if bare.isascii() else bare


def normalize_email(value: Any) -> str:
    """Return the one spelling under which a person is stored.

    Raises ``InvalidEmail`` ("Invalid email", with the value as ``data`` when there
    was one) for anything else, including values that are not text.
    """
    if isinstance(value, str):
        email = one_spelling(value)
        if len(email) <= LONGEST_EMAIL and _EMAIL.fullmatch(email):
            return email
    if value is None:
        raise InvalidEmail("Invalid email")
    raise InvalidEmail("Invalid email", data=value)


def is_exec_email(email: str) -> bool:
    """Tell whether a normalized address is of the club's own domain, exactly."""
    return email.rpartition("@")[2] == EXEC_DOMAIN
