"""Profiles whose copies no longer say what the member record says.

Names, pronouns, major and year are copied when a profile is created and kept from then
on (seed "Profile Sync"). A member record that is corrected later leaves them behind.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.audit.edits import edit_row
from core.audit.models import Act
from core.dynamo.transactions import read_together, retry_on_conflict
from memberships.facts import COPIED
from memberships.models import Member
from profiles.models import Profile

# So many profiles are held at a time, of a table that may have fifty thousand.
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A profile that is behind its member record.

    ``fields`` holds, by the profile's stored name, what it says and what the member
    record says. ``act`` is what brought it up to date.
    """

    email: str
    profile_id: str
    fields: Mapping[str, tuple[Any, Any]]
    act: Act | None = None


@dataclass(frozen=True, kw_only=True)
class Drifts:
    """All drifted profiles by their members' addresses, in alphabetical order.

    ``shared`` are profiles that several member records hold: whom they should follow
    is nobody's but a person's to say.
    """

    found: tuple[Drift, ...]
    shared: tuple[str, ...]


def drifted() -> Drifts:
    """Return every profile that drifted; reads all member records, for commands."""
    # Of a whole table no more than this is held at once.
    links = {
        str(owner.id): str(owner.profile_id)
        for owner in Member.read_all(attributes=["profileID"])
        if owner.profile_id
    }
    claims = Counter(links.values())
    alone = sorted(email for email, one in links.items() if claims[one] == 1)
    batches = (alone[at : at + _AT_ONCE] for at in range(0, len(alone), _AT_ONCE))
    return Drifts(
        found=tuple(drift for batch in batches for drift in _drifts(batch)),
        shared=tuple(sorted(one for one, times in claims.items() if times > 1)),
    )


def follow_member(drift: Drift, *, actor: str, now: int) -> Drift | None:
    """Bring a drifted profile up to its member record; return what changed.

    Both are read again: None, and nothing written, when the profile is no longer the
    member's or no longer behind. The act is the member's, and can be undone.
    """

    def decide(_: int) -> Drift | None:
        owner, profile = read_together(
            (Member, Member.key(drift.email)),
            (Profile, Profile.key(drift.profile_id)),
        )
        if owner is None or owner.profile_id != drift.profile_id:
            return None
        present = _drift(owner, profile)
        if present is None:
            return None
        edited = edit_row(
            "profile",
            profile,
            {name: wanted for name, (_, wanted) in present.fields.items()},
            subject=drift.email,
            actor=actor,
            now=now,
        )
        return replace(present, act=edited.act)

    return retry_on_conflict(decide)


def _drifts(emails: list[str]) -> Iterator[Drift]:
    """Yield the drifts among some members' profiles; what is done reads them again."""
    owners = [
        owner
        for owner in Member.find_many(
            map(Member.key, emails),
            consistent=False,
            attributes=["profileID", *COPIED.values()],
        ).values()
        if owner.profile_id
    ]
    keys = {str(owner.id): Profile.key(str(owner.profile_id)) for owner in owners}
    profiles = Profile.find_many(
        keys.values(), consistent=False, attributes=["replacedAt", *COPIED]
    )
    for owner in sorted(owners, key=lambda owner: str(owner.id)):
        if drift := _drift(owner, profiles.get(keys[str(owner.id)])):
            yield drift


def _drift(owner: Member, profile: Profile | None) -> Drift | None:
    if profile is None or profile.replaced_at:
        return None
    shown, recorded = profile.plain(), owner.plain()
    fields = {
        name: (shown.get(name), recorded[source])
        for name, source in COPIED.items()
        if _differs(shown.get(name), recorded.get(source))
    }
    if not fields:
        return None
    return Drift(email=str(owner.id), profile_id=profile.profile_id, fields=fields)


def _differs(shown: Any, recorded: Any) -> bool:
    """Tell whether a profile is behind; what the record does not know changes nothing.

    A year may be stored as a number here and as a text there.
    """
    if isinstance(recorded, bool) or not isinstance(recorded, str | int | float):
        return False
    return bool(str(recorded).strip()) and str(recorded) != str(shown)
