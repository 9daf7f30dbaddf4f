"""What happens to profiles; the rows are written by whoever owns the decision."""

from typing import Any

from biztech.audit.changes import RowChange
from profiles.models import Profile
from profiles.policy import everything_visible

EXEC = "EXEC"
ATTENDEE = "ATTENDEE"

# What the owner fills in later; present and empty from the start, as clients expect.
_EMPTY = (
    "hobby1",
    "hobby2",
    "funQuestion1",
    "funQuestion2",
    "linkedIn",
    "profilePictureURL",
    "additionalLink",
    "description",
)


def new_profile(
    profile_id: str, *, member: dict[str, Any], is_exec: bool, now: int
) -> RowChange:
    """Return the creation of a member's profile, its facts copied from the member row.

    ``member`` holds the member row's plain values. Source: seed "Profile Sync",
    contract section 1.3.
    """
    partition, sort_key = Profile.key(profile_id)
    row = {
        "compositeID": partition,
        "type": sort_key,
        "profileID": profile_id,
        "profileType": EXEC if is_exec else ATTENDEE,
        "fname": member.get("firstName"),
        "lname": member.get("lastName"),
        "pronouns": member.get("pronouns") or "",
        "major": member.get("major"),
        "year": member.get("year"),
        **dict.fromkeys(_EMPTY, ""),
        "viewableMap": everything_visible(),
        "createdAt": now,
        "updatedAt": now,
    }
    return RowChange.created("profile", Profile.of(row))


def hide(profile: Profile, *, now: int) -> RowChange:
    """Return the change that keeps a profile and shows it to nobody."""
    return RowChange.edited("profile", profile, {"hiddenAt": now, "updatedAt": now})


def show_again(profile: Profile, *, now: int) -> RowChange:
    """Return the change that brings a hidden profile back; none if it is not hidden."""
    values = {"hiddenAt": None, "updatedAt": now} if profile.hidden_at else {}
    return RowChange.edited("profile", profile, values)
