"""The wall's log: what happened, whoever saw it happen.

Entries of an event are read by key from a moment on, consistently and to the last
page. An entry that has expired is no entry, also where nobody has removed it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interactions.models import WALL_KEPT_FOR, LiveConnection

# A tap's sequence is made before its commit, so a later commit may carry a smaller
# one: so long before the newest entry, in ms, one may still turn up.
OVERLAP = 60_000

Face = Mapping[str, Any]

# What people were called when they met is not even looked at.
_READ = ["sk", "createdAt", "expiresAt", "from.id", "to.id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One connection on the wall: two profile ids, when, and its place in the log."""

    sequence: str
    at: int
    one: str
    other: str


def new_entry(event: str, *, one: Face, other: Face, at: int) -> LiveConnection:
    """Return a fresh row of the log; ``one`` and ``other`` as ``profiles.policy.face``.

    The names in it are for other services; the wall itself looks people up.
    """
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


def entry_of(row: LiveConnection) -> Entry | None:
    """Return the entry in a row of any age, None where it names no two people."""
    one, other = _id_in(row.one), _id_in(row.other)
    if not one or not other:
        return None
    at = int(row.created_at or 0) or LiveConnection.moment_of(row.sequence)
    return Entry(sequence=row.sequence, at=at, one=one, other=other)


def read_log(event: str, *, since: int, now: int) -> list[Entry]:
    """Return the entries of an event from a moment on, in the order of the log."""
    oldest = now - WALL_KEPT_FOR
    start = LiveConnection.from_moment(max(since, oldest))
    rows = LiveConnection.query(
        event,
        LiveConnection.sk >= start,
        consistent_read=True,
        attributes_to_get=_READ,
    )
    entries = (entry_of(row) for row in rows if _is_kept(row, now=now))
    return [entry for entry in entries if entry and entry.at > oldest]


def moment_of(sequence: str) -> int:
    """Return the moment in a sequence, 0 for what is none."""
    return LiveConnection.moment_of(sequence)


def _is_kept(row: LiveConnection, *, now: int) -> bool:
    return not row.expires_at or int(row.expires_at) * 1000 > now


def _id_in(person: Any) -> str:
    found = person.get("id") if isinstance(person, dict) else person
    return found if isinstance(found, str) else ""
