"""Investments, to be exported."""

from collections.abc import Iterator

from companion.investments.models import Investment
from core.exports.kinds import Export, Row


def _investments() -> Iterator[Row]:
    for row in Investment.scan_in_segments():
        if row.is_one:
            yield row.plain()


INVESTMENTS = Export(
    name="investments",
    title="Investments",
    key="investorId",
    columns=(
        "id",
        "eventID;year",
        "investorId",
        "investorName",
        "isPartner",
        "teamId",
        "teamName",
        "amount",
        "comment",
        "createdAt",
    ),
    rows=_investments,
)
