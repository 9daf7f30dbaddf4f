"""What members do to their own profiles."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from core.audit.changes import RowChange
from core.audit.edits import Recorded
from core.audit.trail import AuditEntry, record
from core.dynamo.base import attribute
from core.dynamo.errors import Stale
from core.dynamo.rows import update_row
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.dynamo.wire import to_wire
from core.email import is_exec_email
from core.errors import NotFound
from memberships.models import Member
from profiles.acts import ProfileAct
from profiles.errors import (
    MapNotAnObject,
    NotAWebAddress,
    ProfileExists,
    ToggleRefused,
    TooLong,
)
from profiles.ids import draw_profile_id
from profiles.models import Profile
from profiles.policy import ALWAYS_ON, TOGGLES, URL_FIELDS, web_address
from profiles.services.pictures.adoption import adopt_picture
from profiles.services.rows import OWNERS_FIELDS, new_profile

MAP = "viewableMap"
PICTURE = "profilePictureURL"

# How many characters a field of the owner's holds; 500 where nothing is said.
LONGEST = {"hobby1": 200, "hobby2": 200, "description": 2000}
LONGEST_OF_OTHERS = 500


def create_profile(email: str, *, now: int) -> Recorded:
    """Create the profile of a member who has none.

    Profile and link are one transaction: of many creations at once one succeeds.
    Raises ``NotFound`` for somebody who is no member, ``ProfileExists``.
    Source: seed "Profile Sync", createProfile; contract section 1.3.
    """

    def decide(attempt: int) -> Recorded:
        owner = Member.find(*Member.key(email), consistent=True)
        if owner is None:
            raise NotFound.of("id", email)
        if owner.profile_id:
            raise ProfileExists(email)
        profile_id = draw_profile_id(attempt)
        creation = new_profile(
            profile_id, member=owner.plain(), is_exec=is_exec_email(email), now=now
        )
        link = RowChange.edited(
            "member", owner, {"profileID": profile_id, "updatedAt": now}
        )
        entry = AuditEntry(
            act=ProfileAct.CREATE,
            subject=email,
            actor=email,
            at=now,
            changes=[creation, link],
            notes={"profileID": profile_id},
        )
        with write_transaction() as writes:
            creation.apply(writes)
            link.apply(writes)
            act = record(writes, entry)
        profile = Profile.of_item(creation.after or {})
        return Recorded(row=profile.plain(), act=act)

    return retry_on_conflict(decide)


def edit_own_profile(
    email: str, values: Mapping[str, Any], *, toggles: Any = None, now: int
) -> dict[str, Any]:
    """Change what a member wrote on their profile; return what was written, as stored.

    ``values`` by stored name: only the eight texts of the owner count, any other
    name or type is left alone, as documented. ``toggles`` maps field names to true or
    false, None for no change; each toggle is set by itself, so parallel ones all hold.
    An uploaded picture is made visible first. Two database calls, three with one.

    Raises ``NotFound`` without a profile; ``MapNotAnObject``, ``ToggleRefused``,
    ``NotAWebAddress``, ``TooLong`` and what ``adopt_picture`` refuses, and writes
    nothing then.
    Source: contract section 1.3, seed "Profile Sync", Profile Updates.
    """
    wanted = _texts(values)
    switched = checked_toggles(toggles)

    def decide(attempt: int) -> Profile:
        profile_id = _profile_id_of(email, consistent=attempt > 0)
        if picture := wanted.get(PICTURE):
            wanted[PICTURE] = adopt_picture(profile_id, picture)
        row = _update(profile_id, {**wanted, "updatedAt": now}, switched)
        if row is not None:
            return row
        if _profile_id_of(email, consistent=True) != profile_id:
            # The card was replaced meanwhile.
            raise Stale
        raise NotFound.of("Profile", email)

    row = retry_on_conflict(decide)
    written = [*wanted, "updatedAt", *([MAP] if switched else [])]
    stored = row.plain()
    return {name: stored[name] for name in written if name in stored}


def checked_text(name: str, text: str) -> str:
    """Return a text of the owner's as it is stored, or refuse it."""
    most = LONGEST.get(name, LONGEST_OF_OTHERS)
    if len(text) > most:
        raise TooLong(name, most)
    if name not in URL_FIELDS or not text.strip():
        return text.strip() if name in URL_FIELDS else text
    address = web_address(text)
    if address is None:
        raise NotAWebAddress(name)
    return address


def checked_toggles(toggles: Any) -> dict[str, bool]:
    """Return the toggles that are to be set, each by its field, or refuse them."""
    if toggles is None:
        return {}
    if not isinstance(toggles, Mapping):
        raise MapNotAnObject
    for name in ALWAYS_ON:
        if toggles.get(name) is False:
            raise ToggleRefused(name)
    return {name: toggles[name] for name in TOGGLES if type(toggles.get(name)) is bool}


def _profile_id_of(email: str, *, consistent: bool) -> str:
    owner = Member.find(*Member.key(email), consistent=consistent)
    if owner is None or not owner.profile_id:
        raise NotFound.of("Profile", email)
    return str(owner.profile_id)


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: checked_text(name, values[name])
        for name in OWNERS_FIELDS
        if isinstance(values.get(name), str)
    }


def _update(
    profile_id: str, values: Mapping[str, Any], toggles: Mapping[str, bool]
) -> Profile | None:
    """Write each value and toggle by itself; None if there is no such profile."""
    actions: list[Action] = [
        attribute(name).set(to_wire(value)) for name, value in values.items()
    ]
    single = [Path([MAP, name]).set(on) for name, on in toggles.items()]
    # A nested toggle needs its map; rows from before the map get one first.
    there = Profile.replaced_at.does_not_exist()
    mapped = there & Profile.viewable_map.exists() if toggles else there
    for _ in range(2):
        try:
            return update_row(
                Profile,
                Profile.key(profile_id),
                [*actions, *single],
                condition=mapped,
                otherwise=Stale(),
            )
        except Stale:
            if not toggles or not _give_map(profile_id):
                return None
    raise Stale


def _give_map(profile_id: str) -> bool:
    """Give a profile an empty map of toggles if it has none; False without profile."""
    try:
        update_row(
            Profile,
            Profile.key(profile_id),
            [Path([MAP]).set(Path([MAP]) | {"M": {}})],
            condition=Profile.replaced_at.does_not_exist(),
            otherwise=Stale(),
        )
    except Stale:
        return False
    return True
