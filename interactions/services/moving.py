"""A profile's connections under another id: of a new card, of a person made one."""

import secrets
from collections.abc import Iterable, Mapping

from core.audit.changes import RowChange
from core.audit.pending_work import finish, pending_work
from core.audit.trail import keep_snapshot
from core.dynamo.errors import Stale
from core.dynamo.transactions import retry_on_conflict, write_transaction
from interactions.models import Connection
from interactions.queries import connections_of
from interactions.services.removal import (
    REMOVALS,
    complete_removal,
    require_profiles,
)
from profiles.queries import living_profiles

# Four rows and a check for each person met, and one for who met them, stay below a
# transaction's hundred operations.
_PAIRS = 19


def move_connections(
    old_id: str, new_id: str, *, act_id: str, at: int, keep: bool = False
) -> int:
    """Move a profile's connections to its new id, both sides; return how many people.

    * where the new id was replaced as well, they go where the person is now;
    * with ``keep`` the act's snapshot has what moved, to part it from others again;
    * nothing leaves an id that is in use again, as it is after an undo;
    * where the person is gone, their connections go too, kept in the act's snapshot;
    * a connection that the new id has already is kept as it is there.

    Every batch is conditioned on all of that, and safe to repeat. ``act_id`` is the act
    whose mark is taken away at the end.
    """
    count = 0
    while batch := _move_batch(old_id, new_id, act_id=act_id, at=at, keep=keep):
        count += batch
    finish(act_id)
    return count


def _move_batch(old_id: str, new_id: str, *, act_id: str, at: int, keep: bool) -> int:
    def decide(_: int) -> int:
        mine = connections_of(old_id, limit=_PAIRS)
        if not mine:
            return 0
        partners = {row.other_id for row in mine}
        found = living_profiles({old_id, new_id, *partners})
        living = {one: profile.profile_id for one, profile in found.items()}
        if living.get(old_id) == old_id:
            return 0
        _sweep_first(partners - living.keys())
        mirrors = Connection.find_many(
            Connection.key(one, old_id) for one in sorted(partners)
        )
        leaving = [*mine, *mirrors.values()]
        target = living.get(new_id)
        arriving = _arriving(leaving, {**living, old_id: target}) if target else []
        moves = [
            *(RowChange.removed("connection", row) for row in leaving),
            *(RowChange.created("connection", row) for row in arriving),
        ]
        with write_transaction() as writes:
            for move in moves:
                move.apply(writes)
            if target:
                met = {living[one] for one in partners if one in living}
                require_profiles(writes, {target, *met})
            if keep or not target:
                series = secrets.token_hex(8)
                keep_snapshot(writes, act_id, moves, at=at, series=series)
        return len(mine)

    return retry_on_conflict(decide)


def _sweep_first(gone: set[str]) -> None:
    """Complete the removal of people met, which looks for rows under the old id."""
    marks = pending_work() if gone else []
    for mark in marks:
        if mark.work in REMOVALS and mark.profile_id in gone:
            complete_removal(mark)
            raise Stale


def _arriving(
    leaving: Iterable[Connection], ids: Mapping[str, str]
) -> list[Connection]:
    """Return the rows under the ids that people have now, but those there already."""
    renamed = (row.renamed(ids) for row in leaving)
    rows = {row.key_of(): row for row in renamed if row.owner_id != row.other_id}
    there = Connection.find_many(rows)
    return [row for key, row in rows.items() if key not in there]
