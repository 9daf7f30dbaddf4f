"""Ending a connection: gone on both sides and from the wall."""

from biztech.audit.changes import RowChange
from biztech.audit.models import Act
from biztech.audit.trail import Deed, record
from biztech.dynamo.transactions import (
    decide_again_when_stale,
    read_together,
    write_transaction,
)
from interactions.errors import NotAMember, NotConnected
from interactions.models import Connection, LiveConnection
from profiles.models import Owner


def disconnect(email: str, profile_id: str, *, now: int) -> Act:
    """End a member's connection with the owner of a profile; return the act.

    Both rows and the wall's log entry go in one transaction with the act. Execs can
    undo it for 30 days; the wall does not show an evening's meeting again then.

    Raises ``NotAMember``, ``NotConnected``.
    """

    def decide(_: int) -> Act:
        owner = Owner.find(*Owner.key(email))
        if owner is None or not owner.profile_id:
            raise NotAMember
        mine = owner.profile_id
        if mine == profile_id:
            raise NotConnected
        rows = read_together(
            (Connection, Connection.key(mine, profile_id)),
            (Connection, Connection.key(profile_id, mine)),
        )
        sides = [row for row in rows if row is not None]
        if not sides:
            raise NotConnected
        changes = [RowChange.removed("tap", row) for row in sides]
        entries = [RowChange.removed("wall entry", row) for row in _entries(sides)]
        deed = Deed(
            act="disconnect",
            subject=email,
            actor=email,
            at=now,
            changes=changes,
            notes={"profileID": profile_id},
        )
        with write_transaction() as writes:
            for change in [*changes, *entries]:
                change.apply(writes)
            return record(writes, deed)

    return decide_again_when_stale(decide)


def _entries(sides: list[Connection]) -> list[LiveConnection]:
    """Return what the wall's log holds of a connection; nothing once it has expired."""
    keys = {
        (str(side.wall_event), str(side.wall_sequence))
        for side in sides
        if side.wall_event and side.wall_sequence
    }
    found = [LiveConnection.find(*key, consistent=True) for key in keys]
    return [entry for entry in found if entry is not None]
