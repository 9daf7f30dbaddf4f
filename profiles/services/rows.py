"""Changes of profile rows, for whoever owns the decision to put in a transaction."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.audit.changes import RowChange
from core.dynamo.wire import Item, from_item
from memberships.facts import COPIED
from profiles.models import PROFILE, Profile, profile_id_of
from profiles.policy import everything_visible

EXEC = "EXEC"
ATTENDEE = "ATTENDEE"
PARTNER = "PARTNER"
COMPANY = "COMPANY"
# What is left of the profile of a lost card.
REPLACED = "REPLACED"

# What the owner fills in later; present and empty from the start, as clients expect.
OWNERS_FIELDS = (
    "hobby1",
    "hobby2",
    "funQuestion1",
    "funQuestion2",
    "linkedIn",
    "profilePictureURL",
    "additionalLink",
    "description",
)


def copied_from(member: Mapping[str, Any], *, is_exec: bool) -> dict[str, Any]:
    """Return what a profile copies of a member row, by the profile's stored names.

    ``member`` holds the row's plain values.
    """
    copied = {name: member.get(source) for name, source in COPIED.items()}
    return {
        **copied,
        "profileType": EXEC if is_exec else ATTENDEE,
        "fname": copied["fname"] or "",
        "lname": copied["lname"] or "",
        "pronouns": copied["pronouns"] or "",
    }


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
        **copied_from(member, is_exec=is_exec),
        **dict.fromkeys(OWNERS_FIELDS, ""),
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


def replaced(
    profile: Profile, *, by: str, now: int, leads_on: bool = False
) -> RowChange:
    """Return the change that leaves of a lost card's profile only that it was one.

    With ``leads_on`` the card is none that is lost, and leads to the other profile.
    """
    partition, sort_key = profile.key_of()
    row = {
        "compositeID": partition,
        "type": sort_key,
        "profileID": profile.profile_id,
        "profileType": REPLACED,
        "replacedAt": now,
        "replacedBy": by,
        "hiddenAt": now,
        "createdAt": profile.created_at,
        "updatedAt": now,
    }
    stub = Profile.of({**row, "leadsOn": True} if leads_on else row)
    return RowChange.becoming("profile", profile, stub.wire)


def moved(profile: Profile, profile_id: str, *, now: int) -> RowChange:
    """Return the creation of the same profile under another id."""
    partition, sort_key = Profile.key(profile_id)
    row = {
        **profile.plain(),
        "compositeID": partition,
        "type": sort_key,
        "profileID": profile_id,
        "updatedAt": now,
    }
    return RowChange.created("new profile", Profile.of(row))


def profile_changes(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return those of an act that are of profiles.

    A snapshot knows the table of a row; the connections are in the same one.
    """
    table = Profile.base_name()
    return [c for c in changes if c.model.base_name() == table and c.key[1] == PROFILE]


def successions(profiles: Iterable[RowChange]) -> Iterator[tuple[str, str, str]]:
    """Yield which profile leads on to which, before and after an act, if it changes."""
    for change in profiles:
        if change.kind == "changed":
            before, after = _successor(change.before), _successor(change.after)
            if bool(before) != bool(after):
                yield profile_id_of(change.key[0]), before, after


def ids_that_come_or_go(profiles: Iterable[RowChange]) -> set[str]:
    """Return which profiles an act creates or removes."""
    return {profile_id_of(c.key[0]) for c in profiles if c.kind != "changed"}


def _successor(profile: Item | None) -> str:
    return str(from_item(profile or {}).get("replacedBy") or "")
