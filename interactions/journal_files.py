"""Files of everybody whom a member met, to take home."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.utils import timezone

from core.csv_files import csv_row_writer
from profiles.cards.contact import vcard

# Fixed, so that a spreadsheet made of one file fits the next.
COLUMNS = (
    "profileID",
    "fname",
    "lname",
    "pronouns",
    "major",
    "year",
    "profileType",
    "company",
    "position",
    "linkedIn",
    "additionalLink",
    "metAt",
)

Row = Mapping[str, Any]


def as_csv(rows: Sequence[Row]) -> bytes:
    """Return ``interactions.journal.journal_to_export`` as CSV; times as ISO texts."""
    text = StringIO(newline="")
    write_row = csv_row_writer(text, COLUMNS)
    for row in rows:
        write_row({**row, "metAt": _moment(row).isoformat(timespec="seconds")})
    return text.getvalue().encode()


def as_vcards(rows: Sequence[Row]) -> bytes:
    """Return a card for each of ``interactions.journal.journal_to_export``."""
    return b"".join(
        vcard(row["profileID"], row, note=f"Met on {_moment(row):%Y-%m-%d}")
        for row in rows
    )


def _moment(row: Row) -> datetime:
    """Return when they met, on the club's clock."""
    met_at = datetime.fromtimestamp(row["metAt"] / 1000, tz=UTC)
    return timezone.localtime(met_at)
