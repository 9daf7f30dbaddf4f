"""Whose a profile is, and whether anybody sees it, in words."""

from memberships.directory.entries import State
from profiles.services import COMPANY, PARTNER, REPLACED

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


def type_word(profile_type: str | None) -> str:
    """Return the users' word for a type; an unknown one speaks for itself."""
    return TYPES.get(profile_type or "", profile_type or "No type")
