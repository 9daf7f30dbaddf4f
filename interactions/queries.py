"""Reads of connections."""

from collections.abc import Iterable

from interactions.models import Connection
from profiles.models import CONNECTIONS, Profile, partition


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


def existing_profiles(profile_ids: Iterable[str]) -> set[str]:
    """Return those of the ids that have a profile."""
    found = Profile.find_many(Profile.key(profile_id) for profile_id in profile_ids)
    return {profile.profile_id for profile in found.values() if not profile.replaced_at}
