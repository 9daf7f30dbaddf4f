"""What a card holds: the address that opens a profile, and how to read it back."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

# Cards written before this server was there lead to the club's web client.
_CARDS_LEAD_TO = ("app.ubcbiztech.com", "dev.app.ubcbiztech.com")
_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


def tap_url(profile_id: str) -> str:
    """Return the address that a profile's card and QR code hold."""
    return f"{settings.TAP_URL}{quote(profile_id, safe='')}?scan=true"


def profile_id_in(scanned: Any) -> str | None:
    """Return the profile id in what was tapped, scanned or sent; None if there is none.

    Understood are the bare id, the address of a profile at any host of ours, and an
    object ``{"profileID": <either>}``.
    """
    if isinstance(scanned, Mapping):
        scanned = scanned.get("profileID")
    if not isinstance(scanned, str):
        return None
    text = scanned.strip()
    named = _id_in_address(text) if "/" in text else text
    return named if named and _ID.fullmatch(named) else None


def _id_in_address(text: str) -> str | None:
    try:
        address = urlsplit(text)
        is_ours = (
            address.scheme in ("http", "https") and address.hostname in _our_hosts()
        )
    except ValueError:
        return None
    _, found, last = address.path.rstrip("/").rpartition("/profile/")
    return unquote(last) if is_ours and found else None


def _our_hosts() -> set[str | None]:
    configured = (
        settings.TAP_URL,
        settings.PUBLIC_URL,
        *settings.CORS_ALLOWED_ORIGINS,
    )
    return {*_CARDS_LEAD_TO, *(urlsplit(address).hostname for address in configured)}
