"""Reads of scans, and of what a scan depends on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from companion.scanning.models import Scan
from companion.teams.queries import find_team
from core.dynamo.attributes import number_of
from core.dynamo.transactions import read_together
from events.models import Event, Registration, Team
from profiles.models import QR

SCANNED = "scannedQRs"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A code, and who stands before it; None where there is no such row."""

    event: Event | None
    code: QR | None
    registration: Registration | None
    team: Team | None


def scene_of(email: str, code_id: str, event_id: str, year: int) -> Scene:
    """Return what there is when somebody scans a code."""
    event, code, registration = read_together(
        (Event, Event.key(event_id, year)),
        (QR, QR.key(code_id, event_id, year)),
        (Registration, Registration.key(email, event_id, year)),
    )
    team = None
    if event is not None and registration is not None and gives_to_teams(event):
        team = find_team(str(registration.team or ""), str(registration.event))
    return Scene(event=event, code=code, registration=registration, team=team)


def gives_to_teams(event: Event) -> bool:
    """Tell whether the points of an event's codes are its teams'."""
    return event.plain().get("teamsEnabled") is True


def points_of(code: QR) -> int:
    """Return what a code is worth; older rows keep it as a text."""
    return int(number_of(code.wire.get("points", {})))


def codes_of(row: Registration | Team) -> list[str]:
    """Return the codes that somebody, or a team, was given points for.

    Registrations keep them as the text of a JSON array.
    """
    if isinstance(row, Team):
        return row.scans
    stored = row.plain().get(SCANNED)
    try:
        listed = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return []
    return [str(each) for each in listed] if isinstance(listed, list) else []


def scans_of(person: str) -> Iterator[Scan]:
    """Return the rows of somebody's scans; the index may be moments behind."""
    return iter(Scan.by_person.query(person))


def scans_at(event: str) -> list[Scan]:
    """Return the scans of an event, newest first; the index may be moments behind."""
    found = Scan.by_event.query(event, scan_index_forward=False)
    return [row for row in found if not row.is_mark]


def scanners_of(scans: Iterable[Scan]) -> dict[str, str]:
    """Return what people who scanned are called, by address, as far as they said."""
    keys = [(str(scan.person), str(scan.event)) for scan in scans]
    rows = Registration.find_many(keys, consistent=False).values()
    return {str(row.id): row.full_name for row in rows}
