"""Whom somebody may want to meet."""

from collections.abc import Mapping
from typing import Any

from companion.recommendations.keeping import Near, kept_overlap
from companion.recommendations.overlap import Trait, reason_of, traits_of
from interactions.queries import connections_of
from profiles.policy import Audience, with_whole_name
from profiles.queries import profile_id_of_member, seen_by

_MOST = 10
# So many are looked at again, as some may have changed or gone since.
_CANDIDATES = 50
_TOLD = ("fname", "lname", "major", "year")

Row = dict[str, Any]


def recommendations_for(email: str) -> list[Row]:
    """Return whom a member has not met, and has most in common with, that first.

    What counts and what is told is what both show to members now. Nobody is
    recommended to who has no profile, hides it, or shows nothing in it.
    """
    own_id = profile_id_of_member(email)
    if not own_id:
        return []
    own = traits_of(seen_by([own_id], Audience.MEMBER).get(own_id) or {})
    if not own:
        return []
    met = {connection.other_id for connection in connections_of(own_id)}
    near = kept_overlap.near(own, without=met | {own_id}, most=_CANDIDATES)
    seen = seen_by(near.profile_ids, Audience.MEMBER)
    told = (
        _told(profile_id, shown, common, near)
        for profile_id, shown in seen.items()
        if shown and (common := own & traits_of(shown))
    )
    return sorted(told, key=lambda row: (-row["score"], row["profileID"]))[:_MOST]


def _told(
    profile_id: str, shown: Mapping[str, Any], common: frozenset[Trait], near: Near
) -> Row:
    share = sum(near.weights[trait] for trait in common) / sum(near.weights.values())
    named = with_whole_name(shown)
    return {
        "profileID": profile_id,
        **{name: named[name] for name in _TOLD if name in named},
        "score": round(100 * share),
        "reason": reason_of(common, near.weights),
    }
