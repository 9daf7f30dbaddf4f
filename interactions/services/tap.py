"""A tap: two people are connected, once, whatever happens."""

from dataclasses import dataclass
from typing import Any

from core.dynamo.errors import Stale
from core.dynamo.transactions import read_together, retry_on_conflict, write_transaction
from core.email import is_exec_email
from core.errors import NotFound
from core.metrics import Counter
from interactions.errors import (
    AlreadyConnected,
    CannotConnectWithYourself,
    NoProfile,
    NotAMember,
)
from interactions.models import Connection, LiveConnection, WallControl
from interactions.wall.log import new_entry
from interactions.wall.names import event_of
from interactions.wall.publish import publish_connection
from memberships.models import Member
from profiles.errors import CardReplaced
from profiles.models import Profile
from profiles.policy import Audience, face, name_of, visible
from profiles.services import ATTENDEE, copied_from

TAPS = Counter("biztech_taps", "Taps that were taken.", "outcome")


@dataclass(frozen=True, kw_only=True)
class Connected:
    """What a tap did; ``created`` is false when the two were connected already.

    ``name`` is the other person's as their profile shows it; ``entry`` is the new item
    of the wall's log.
    """

    created: bool
    name: str
    first_name: str
    entry: LiveConnection | None = None


def connect(
    email: str, profile_id: str, *, now: int, event: str | None = None
) -> Connected:
    """Connect a member with the owner of a profile.

    The wall of ``event`` logs it, by default that of the event that is on.

    Both rows and the wall's log entry are one transaction, conditioned on both
    profiles and on neither row being there: of many taps, from either side and at
    once, exactly one creates, and the screens of the wall are told. Two database calls.

    Raises ``NotAMember``, ``NoProfile``, ``CannotConnectWithYourself``, ``NotFound``
    for an unknown or hidden profile, ``CardReplaced``. The card of a profile that was
    united with another one connects with that one.
    Source: contract section 1.5, seed "Profile Sync", Connections.
    """

    def decide(_: int) -> Connected:
        owner, other, control = read_together(
            (Member, Member.key(email)),
            (Profile, Profile.key(profile_id)),
            (WallControl, WallControl.key(WallControl.CURRENT)),
        )
        mine = _own_profile_id(owner)
        if mine == profile_id:
            raise CannotConnectWithYourself
        theirs = _row_of(other, profile_id)
        shown = visible(theirs, Audience.CONNECTION)
        name, first_name = name_of(shown), str(shown.get("fname") or "")
        own = _facts_of_owner(owner)
        entry = new_entry(
            event or event_of(control, now=now),
            one=_face_of_owner(mine, own),
            other=_face_of(theirs, profile_id),
            at=now,
        )
        try:
            _write(owner, other, (own, _facts_of(shown)), entry, now=now)
        except AlreadyConnected:
            return Connected(created=False, name=name, first_name=first_name)
        return Connected(created=True, name=name, first_name=first_name, entry=entry)

    try:
        connected = retry_on_conflict(decide)
    except CardReplaced as refused:
        if not refused.leads_to:
            raise
        return connect(email, refused.leads_to, now=now, event=event)
    TAPS.add("new" if connected.created else "repeated")
    if connected.entry is not None:
        publish_connection(connected.entry)
    return connected


def side_met(owner_id: str, other: Profile, *, at: int) -> Connection:
    """Return the owner's side of having met somebody, as a tap at that time made it."""
    shown = visible(other.plain(), Audience.CONNECTION)
    return _side(owner_id, other.profile_id, _facts_of(shown), now=at)


def _own_profile_id(owner: Member | None) -> str:
    if owner is None:
        raise NotAMember
    if not owner.profile_id:
        raise NoProfile
    mine: str = owner.profile_id
    return mine


def _row_of(other: Profile | None, profile_id: str) -> dict[str, Any]:
    """Return the row of the person met, or refuse who is not there."""
    if other is None:
        raise NotFound.of("Profile", profile_id)
    if other.replaced_at:
        raise CardReplaced(other.leads_to)
    return other.plain()


def _face_of(row: dict[str, Any], profile_id: str) -> dict[str, Any]:
    """Return the person met as the wall shows them, or refuse who hides."""
    met = face(profile_id, row)
    if met is None:
        raise NotFound.of("Profile", profile_id)
    return met


def _write(
    owner: Member,
    other: Profile,
    facts: tuple[dict[str, Any], dict[str, Any]],
    entry: LiveConnection,
    *,
    now: int,
) -> None:
    own, met = facts
    mine, theirs = str(owner.profile_id), other.profile_id
    wall = {"wallEvent": entry.event, "wallSequence": entry.sequence}
    rows = (
        _side(mine, theirs, {**met, **wall}, now=now),
        _side(theirs, mine, {**own, **wall}, now=now),
    )
    # Hidden, replaced or removed profiles meet nobody, also when it happens just now.
    open_profile = Profile.hidden_at.does_not_exist()
    with write_transaction() as writes:
        writes.require(
            Member,
            owner.key_of(),
            condition=Member.profile_id == mine,
            otherwise=Stale(),
        )
        writes.require(
            Profile, Profile.key(mine), condition=open_profile, otherwise=NoProfile()
        )
        writes.require(
            Profile, Profile.key(theirs), condition=open_profile, otherwise=Stale()
        )
        for row in rows:
            writes.create(row, otherwise=AlreadyConnected())
        writes.create(entry, otherwise=Stale())


def _side(
    owner_id: str, other_id: str, facts: dict[str, Any], *, now: int
) -> Connection:
    partition, sort_key = Connection.key(owner_id, other_id)
    return Connection.of(
        {
            "compositeID": partition,
            "type": sort_key,
            "connectionID": other_id,
            **facts,
            "createdAt": now,
        }
    )


def _facts_of(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says of the person met: the documented names, all of them."""
    position = shown.get("position")
    return {
        "connectionType": shown.get("profileType") or ATTENDEE,
        "connectionName": name_of(shown),
        "connectionMajor": shown.get("major") or None,
        "connectionYear": shown.get("year") or None,
        "fname": shown.get("fname", ""),
        "lname": shown.get("lname", ""),
        "pronouns": shown.get("pronouns", ""),
        "major": shown.get("major") or None,
        "year": shown.get("year") or None,
        "company": shown.get("company") or None,
        "title": position or None,
    }


def _facts_of_owner(owner: Member) -> dict[str, Any]:
    """Return the same of the caller, whose profile copied it from the member row."""
    return _facts_of(copied_from(owner.plain(), is_exec=is_exec_email(owner.id)))


def _face_of_owner(profile_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": profile_id,
        "name": facts["connectionName"],
        "avatar": "",
        "major": facts["major"] or "",
        "year": facts["year"] or "",
    }
