"""People who can meet: members with their profiles."""

from typing import Any

from biztech.tests.callers import change_row
from interactions.models import LiveConnection
from memberships.facts import MembershipFacts
from memberships.services import grant_membership
from profiles.models import Profile

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
DARA = "dara@student.ubc.ca"
CHLOE = "chloe@example.org"

_NAMES = {AMIRA: ("Amira", "Haddad"), BEN: ("Ben", "Li"), DARA: ("Dara", "Okafor")}


def join(email: str, *, now: int, **facts: Any) -> str:
    """Make somebody a member; return the id of their profile."""
    first, last = _NAMES.get(email, ("Some", "Body"))
    known = {"pronouns": "They/Them/Theirs", "major": "Statistics", "year": "3rd Year"}
    granted = grant_membership(
        MembershipFacts(
            email=email, first_name=first, last_name=last, **{**known, **facts}
        ),
        actor=BEN,
        now=now,
    )
    return granted.profile_id


def toggle(profile_id: str, **toggles: bool) -> None:
    """Show or hide fields of a profile, whatever its owner may do."""
    profile = Profile.find(*Profile.key(profile_id))
    assert profile is not None
    on = {**profile.plain()["viewableMap"], **toggles}
    wire = {"M": {name: {"BOOL": value} for name, value in on.items()}}
    change_row(profile, Profile.viewable_map.set(wire))


def wall_entries(event: str = "DEFAULT") -> list[dict[str, Any]]:
    """Return what the wall's log holds of an event, oldest first."""
    return [row.plain() for row in LiveConnection.query(event, consistent_read=True)]
