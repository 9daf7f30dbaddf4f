"""The ledger of credits, to be exported."""

from collections.abc import Iterator

from companion.credits.models import CreditEntry
from core.exports.kinds import Export, Row


def _entries() -> Iterator[Row]:
    for entry in CreditEntry.scan_in_segments():
        yield entry.plain()


CREDITS = Export(
    name="credits",
    title="Credits",
    key="userId",
    columns=("id", "userId", "credits", "reason", "prizeId", "createdAt"),
    rows=_entries,
)
