"""Removing what the wall's tables hold for nothing: expired entries, dead screens.

DynamoDB removes rows by itself once their ``expiresAt`` has passed, as a rule within
two days. It leaves alone the rows that have none, which older servers wrote.
"""

from collections.abc import Iterable, Iterator

from core.batches import in_batches
from core.dynamo.base import equals
from core.dynamo.errors import Stale
from core.dynamo.transactions import write_transaction
from interactions.models import WALL_KEPT_FOR, LiveConnection, WallSocket

# One transaction removes so many rows, far below what it may.
_BATCH = 50

Row = LiveConnection | WallSocket


def expired_entries(*, now: int) -> list[LiveConnection]:
    """Return what no reader of the wall's log shows any more; a scan, for commands.

    Without an expiry it is what is older than 14 days. Entries whose age nothing tells
    are left out.
    """
    return [row for row in LiveConnection.read_all() if _is_over(row, now=now)]


def dead_screens(*, now: int) -> list[WallSocket]:
    """Return the screens whose process took nothing back; a scan, for commands."""
    return [
        row
        for row in WallSocket.read_all()
        if not row.expires_at or int(row.expires_at) * 1000 <= now
    ]


def prune(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Remove rows batch by batch as one asks for more; give those that were removed.

    A screen that was renewed since it was read stays. Harmless to repeat.
    """
    for batch in in_batches(rows, _BATCH):
        yield batch if _remove(batch) else [row for row in batch if _remove([row])]


def _remove(rows: Iterable[Row]) -> bool:
    """Remove rows unless one of them is gone or renewed; tell whether that was done."""
    try:
        with write_transaction() as writes:
            for row in rows:
                writes.delete(
                    type(row),
                    row.key_of(),
                    condition=equals(row.wire, ["expiresAt"]),
                    otherwise=Stale(),
                )
    except Stale:
        return False
    return True


def _is_over(row: LiveConnection, *, now: int) -> bool:
    if row.expires_at:
        return int(row.expires_at) * 1000 <= now
    made_at = int(row.created_at or 0) or LiveConnection.moment_of(row.sequence)
    return 0 < made_at < now - WALL_KEPT_FOR
