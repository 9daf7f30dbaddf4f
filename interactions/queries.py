"""Reads of connections."""

from collections.abc import Iterable

from core.dynamo.base import ROWS_OF_A_PAGE
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


def connections_at(wall: str) -> list[Connection]:
    """Return both sides of all who met at an event, by its wall's name.

    Each says when, and the company of who was met; moments behind. Connections that
    other services made know no wall.
    """
    return list(Connection.by_wall.query(wall, page_size=ROWS_OF_A_PAGE))


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
