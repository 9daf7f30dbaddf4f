"""Which screens are up: a row for each, written by the process that serves it.

A process that dies takes nothing back, so a row holds for some minutes only and is
renewed while its screen is there. Readers go by the expiry.
"""

from collections.abc import Iterator

from pynamodb.expressions.update import Action

from core.dynamo.errors import Stale
from core.dynamo.rows import create_row, delete_row, update_row
from interactions.models import ScreensIndex, WallSocket

# How long a row holds, and how often it is renewed, in ms.
HOLDS_FOR = 10 * 60_000
RENEWED_EVERY = 4 * 60_000

# What a screen may say that it is; anything else is no more than a client.
KINDS = ("page", "kiosk")
CLIENT = "client"


def put_up(connection_id: str, *, event: str, screen: str, now: int) -> None:
    """Note that a screen is connected and shows an event."""
    row = WallSocket.of(
        {
            "connectionId": connection_id,
            "eventId": event,
            "connectedAt": now,
            "screen": screen,
            "expiresAt": _expiry(now),
        }
    )
    create_row(row, otherwise=Stale())


def renew(connection_id: str, *, event: str, now: int) -> bool:
    """Note that a screen is still there, and what it shows; False when it was not."""
    actions: list[Action] = [
        WallSocket.event.set(event),
        WallSocket.expires_at.set(_expiry(now)),
    ]
    try:
        key = WallSocket.key(connection_id)
        update_row(WallSocket, key, actions, otherwise=Stale())
    except Stale:
        return False
    return True


def take_down(connection_id: str) -> bool:
    """Note that a screen is gone; False when nobody knew of it."""
    try:
        delete_row(WallSocket, WallSocket.key(connection_id), otherwise=Stale())
    except Stale:
        return False
    return True


def all_screens(*, now: int) -> list[WallSocket]:
    """Return all screens that are up, the longest connected first; for execs alone."""
    up = [row for row in WallSocket.read_all() if _holds(row, now=now)]
    return sorted(up, key=lambda row: int(row.connected_at or 0))


def clear_away(event: str, *, now: int) -> int:
    """Remove the rows of an event whose screens are gone; return how many."""
    gone = [row for row in _rows_of(event) if not _holds(row, now=now)]
    return sum(take_down(str(row.connection_id)) for row in gone)


def _rows_of(event: str) -> Iterator[WallSocket]:
    index: ScreensIndex = WallSocket.by_event
    return iter(index.query(event))


def _holds(row: WallSocket, *, now: int) -> bool:
    return bool(row.expires_at) and int(row.expires_at) * 1000 > now


def _expiry(now: int) -> int:
    return (now + HOLDS_FOR) // 1000
