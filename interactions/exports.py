"""Connections as they can be taken away: who met whom and when, and no names."""

from collections.abc import Iterator

from core.exports.kinds import Export, Row
from interactions.models import Connection
from profiles.models import CONNECTIONS


def _rows() -> Iterator[Row]:
    # A connection is two rows; the side of the lesser id tells of both.
    for row in Connection.scan_in_segments():
        if row.type.startswith(CONNECTIONS) and row.owner_id <= row.other_id:
            yield {
                "profileID": row.owner_id,
                "connectionID": row.other_id,
                "wallEvent": row.wall_event,
                "createdAt": row.created_at and int(row.created_at),
            }


MET = Export(
    name="connections",
    title="Connections",
    key="profileID",
    columns=("profileID", "connectionID", "wallEvent", "createdAt"),
    rows=_rows,
)
