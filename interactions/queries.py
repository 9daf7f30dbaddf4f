"""Reads of connections."""

from collections.abc import Iterable

from interactions.models import Connection
from profiles.models import CONNECTIONS, partition
from profiles.queries import all_profiles
from profiles.services import REPLACED


def connections_of(profile_id: str, *, limit: int | None = None) -> list[Connection]:
    """Return the connections of a profile: all, to the last page, or the first few."""
    return list(
        Connection.query(
            partition(profile_id),
            Connection.type.startswith(CONNECTIONS),
            limit=limit,
            consistent_read=True,
        )
    )


def stranded_ids() -> list[str]:
    """Return the ids of lost cards that still have connections, in order.

    Reads the index of all profiles, and each lost card; for commands.
    """
    return stranded_among(
        p.profile_id for p in all_profiles() if p.profile_type == REPLACED
    )


def stranded_among(lost: Iterable[str]) -> list[str]:
    """Return which of the lost cards still have connections, in order; a call each."""
    return sorted(one for one in lost if connections_of(one, limit=1))
