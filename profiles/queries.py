"""Reads of profiles."""

from typing import Any

from biztech.dynamo.wire import Item
from biztech.errors import NotFound
from profiles.models import PROFILE, Profile, partition
from profiles.policy import PUBLIC_FIELDS


def find_profile(profile_id: str) -> Profile | None:
    """Return the profile of that id, hidden or not, or None."""
    return Profile.find(*Profile.key(profile_id))


def public_profile(profile_id: str) -> dict[str, Any]:
    """Return what everybody may see of a profile; one call.

    A hidden profile is refused exactly as one that does not exist.
    """
    profile = find_profile(profile_id)
    if profile is None or profile.hidden_at:
        raise NotFound.of("Profile", profile_id)
    stored = profile.plain()
    toggles = stored.get("viewableMap")
    shown = toggles if isinstance(toggles, dict) else {}
    return {
        name: stored[name]
        for name in PUBLIC_FIELDS
        if name in stored and shown.get(name) is True
    }


def all_profiles() -> list[Profile]:
    """Return every profile with its id, type and name (index ``type-query``)."""
    return list(Profile.by_type.query(PROFILE))


def partition_rows(profile_id: str) -> tuple[Profile | None, list[Item]]:
    """Return a profile and, as items, its connections: one query, to the end."""
    profile: Profile | None = None
    others: list[Item] = []
    for row in Profile.query(partition(profile_id), consistent_read=True):
        if row.type == PROFILE:
            profile = row
        else:
            others.append(row.wire)
    return profile, others
