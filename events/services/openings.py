"""What a new registration begins with, as whoever keeps account of it says."""

from collections.abc import Callable, Mapping
from typing import Any

# Returns attributes by their stored names, for an address and an event.
Opening = Callable[[str, str], Mapping[str, Any]]

_openings: list[Opening] = []


def open_registrations_with(opening: Opening) -> None:
    """Ask ``opening`` whenever somebody registers for an event."""
    _openings.append(opening)


def opening_of(email: str, event: str) -> dict[str, Any]:
    """Return what a registration holds when it is made."""
    return {k: v for opening in _openings for k, v in opening(email, event).items()}
