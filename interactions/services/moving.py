"""A profile's connections under its new id, after a lost card was replaced."""

from biztech.audit.changes import RowChange
from biztech.audit.trail import finish
from biztech.dynamo.transactions import decide_again_when_stale, write_transaction
from interactions.models import Connection
from interactions.queries import connections_of

MOVE_CONNECTIONS = "move connections"

# Four rows for each person met, below a transaction's hundred operations.
_PAIRS = 20


def move_connections(old_id: str, new_id: str, *, act_id: str) -> int:
    """Move a profile's connections to its new id, both sides; return how many people.

    Safe to repeat; a connection that the new id has already is kept as it is there.
    ``act_id`` is the act whose mark is taken away at the end.
    """
    count = 0
    while batch := _move_batch(old_id, new_id):
        count += batch
    finish(act_id)
    return count


def _move_batch(old_id: str, new_id: str) -> int:
    def decide(_: int) -> int:
        mine = connections_of(old_id, limit=_PAIRS)
        if not mine:
            return 0
        mirrors = Connection.find_many(
            Connection.key(row.other_id, old_id) for row in mine
        )
        leaving = [*mine, *mirrors.values()]
        arriving = {
            row.key_of(): row for row in (_renamed(r, old_id, new_id) for r in leaving)
        }
        there = Connection.find_many(arriving)
        with write_transaction() as writes:
            for row in leaving:
                RowChange.removed("connection", row).apply(writes)
            for key, row in arriving.items():
                if key not in there:
                    RowChange.created("connection", row).apply(writes)
        return len(mine)

    return decide_again_when_stale(decide)


def _renamed(row: Connection, old_id: str, new_id: str) -> Connection:
    """Return one side of a connection with the new id in the place of the old one."""
    owner, other = (
        new_id if profile_id == old_id else profile_id
        for profile_id in (row.owner_id, row.other_id)
    )
    partition, sort_key = Connection.key(owner, other)
    values = {
        **row.plain(),
        "compositeID": partition,
        "type": sort_key,
        "connectionID": other,
    }
    return Connection.of(values)
