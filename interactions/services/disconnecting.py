"""Ending a connection: gone on both sides and from the wall."""

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import (
    read_together,
    retry_on_conflict,
    write_transaction,
)
from interactions.acts import ConnectionAct
from interactions.errors import NotAMember, NotConnected
from interactions.models import Connection, LiveConnection
from interactions.wall.controls import fresh_epoch
from interactions.wall.publish import publish_control
from memberships.models import Member
from profiles.models import Profile
from profiles.policy import is_hidden


def disconnect(email: str, profile_id: str, *, now: int) -> Act:
    """End a member's connection with the owner of a profile; return the act.

    Both rows and the wall's log entry go in one transaction with the act, and from all
    screens. Execs can undo it for 30 days; the wall does not show an evening's meeting
    again then.

    Raises ``NotAMember``, ``NotConnected``.
    """

    def decide(_: int) -> tuple[Act, set[str]]:
        owner = Member.find(*Member.key(email), consistent=True)
        if owner is None or not owner.profile_id:
            raise NotAMember
        if owner.profile_id == profile_id:
            raise NotConnected
        sides = _sides(owner, profile_id)
        changes = [RowChange.removed("tap", row) for row in sides]
        entries = _entries(sides)
        walls = {str(entry.event) for entry in entries}
        gone = [RowChange.removed("wall entry", entry) for entry in entries]
        gone += [fresh_epoch(event, now=now) for event in walls]
        entry = AuditEntry(
            act=ConnectionAct.DISCONNECT,
            subject=email,
            actor=email,
            at=now,
            changes=changes,
            notes={"profileID": profile_id},
        )
        with write_transaction() as writes:
            for change in [*changes, *gone]:
                change.apply(writes)
            return record(writes, entry), walls

    act, walls = retry_on_conflict(decide)
    for event in walls:
        publish_control(event)
    return act


def _sides(owner: Member, theirs: str) -> list[Connection]:
    mine = str(owner.profile_id)
    present, other, *rows = read_together(
        (Member, owner.key_of()),
        (Profile, Profile.key(theirs)),
        (Connection, Connection.key(mine, theirs)),
        (Connection, Connection.key(theirs, mine)),
    )
    if present is None or present.profile_id != mine:
        raise Stale
    sides = [row for row in rows if row is not None]
    # Somebody hidden is as good as gone: nothing tells that there is such a person.
    if not sides or (other is not None and is_hidden(other.plain())):
        raise NotConnected
    return sides


def _entries(sides: list[Connection]) -> list[LiveConnection]:
    """Return what the wall's log holds of a connection; nothing once it has expired."""
    keys = {
        (str(side.wall_event), str(side.wall_sequence))
        for side in sides
        if side.wall_event and side.wall_sequence
    }
    found = [LiveConnection.find(*key, consistent=True) for key in keys]
    return [entry for entry in found if entry is not None]
