"""New entries of the wall's log."""

from typing import Any

from django.conf import settings

from interactions.models import WALL_KEPT_FOR, LiveConnection, WallControl

# Where taps are logged while no event is on.
NO_EVENT = "DEFAULT"

Face = dict[str, Any]


def event_of(control: WallControl | None) -> str:
    """Return the event that taps are logged for, from the row ``current`` if any."""
    chosen = control.event if control else None
    return str(chosen or settings.CURRENT_EVENT or NO_EVENT)


def new_entry(event: str, *, one: Face, other: Face, at: int) -> LiveConnection:
    """Return a fresh log entry; ``one`` and ``other`` as ``profiles.policy.face``."""
    return LiveConnection.of(
        {
            "eventId": event,
            "sk": LiveConnection.new_sequence(at),
            "createdAt": at,
            "from": one,
            "to": other,
            "expiresAt": (at + WALL_KEPT_FOR) // 1000,
        }
    )
