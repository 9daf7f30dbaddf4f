"""Scans, to be exported."""

from collections.abc import Iterator

from companion.scanning.models import Scan
from core.exports.kinds import Export, Row


def _scans() -> Iterator[Row]:
    for scan in Scan.scan_in_segments():
        if not scan.is_mark:
            yield scan.plain()


SCANS = Export(
    name="scans",
    title="Scans of codes",
    key="eventID;year",
    columns=("eventID;year", "qrCodeID", "userID", "teamID", "points", "timestamp"),
    rows=_scans,
)
