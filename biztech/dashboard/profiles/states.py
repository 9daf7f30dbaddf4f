"""Whose a profile is, and whether anybody sees it."""

from enum import StrEnum

from profiles.models import Profile
from profiles.services import COMPANY, PARTNER, REPLACED


class State(StrEnum):
    """What can be said of a profile at a glance."""

    MEMBER = "member"
    OUTSIDE = "outside"
    ORPHAN = "orphan"
    HIDDEN = "hidden"
    REPLACED = "replaced"


# In the list, and in the filter.
WORDS = {
    State.MEMBER: "A member's",
    State.OUTSIDE: "From outside",
    State.ORPHAN: "Nobody's",
    State.HIDDEN: "Hidden",
    State.REPLACED: "Card replaced",
}

# Beside the name of a type: what it means.
TYPES = {
    "ATTENDEE": "Attendee",
    "EXEC": "Exec",
    PARTNER: "Partner",
    COMPANY: "Company",
    REPLACED: "Lost card",
}


def state_of(profile: Profile, *, has_member: bool) -> State:
    """Return the state of a profile; a hidden one is hidden whosever it is."""
    if profile.profile_type == REPLACED or profile.replaced_at:
        return State.REPLACED
    if profile.hidden_at:
        return State.HIDDEN
    if has_member:
        return State.MEMBER
    if profile.profile_type in (PARTNER, COMPANY):
        return State.OUTSIDE
    return State.ORPHAN


def type_word(profile_type: str | None) -> str:
    """Return the users' word for a type; an unknown one speaks for itself."""
    return TYPES.get(profile_type or "", profile_type or "No type")
