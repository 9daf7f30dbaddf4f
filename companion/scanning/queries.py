"""Reads of scans, and of what a scan depends on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from companion.scanning.models import Scan
from companion.teams.queries import find_team
from core.dynamo.attributes import number_of
from core.dynamo.transactions import read_together
from events.models import Event, Registration, Team
from events.services.uniting import Undecided
from profiles.models import QR

SCANNED = "scannedQRs"
_POINTS = Registration.points.attr_name


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


def united_points(goes: Registration, stays: Registration) -> dict[str, Any]:
    """Return the points and codes of two registrations that become one person's.

    Points add up, but those of a code that both scanned count once. Nobody knows what
    such a code gave where no scan says so and it is gone, or where an exec has set
    points anew since.
    """
    codes = list(dict.fromkeys([*codes_of(stays), *codes_of(goes)]))
    united: dict[str, Any] = {SCANNED: json.dumps(codes)} if codes else {}
    if _POINTS in goes.wire and _POINTS in stays.wire:
        one, other = int(goes.points or 0), int(stays.points or 0)
        twice = _given_twice(goes, stays)
        if twice is not None and one + other - twice >= min(one, other):
            united[_POINTS] = one + other - twice
        elif one != other:
            united[_POINTS] = Undecided(goes=str(one), stays=str(other))
    return united


def _given_twice(goes: Registration, stays: Registration) -> int | None:
    """Return the points of codes that both scanned; None where one does not say."""
    event = str(goes.event)
    theirs, own = _scanned(goes), _scanned(stays)
    both = theirs.keys() & own.keys()
    codes = QR.find_many((code, event) for code in both)
    known = {str(row.id): points_of(row) for row in codes.values()}
    twice = 0
    for code in both:
        # The scan of the one who stays is kept, or else the other one's.
        scan = theirs[code] if own[code] else None
        if scan is None and code not in known:
            return None
        twice += known[code] if scan is None else int(scan.points or 0)
    return twice


def _scanned(row: Registration) -> dict[str, Scan | None]:
    """Return the scans that gave somebody points, by code; None for mere names."""
    scans = {
        str(scan.code): scan
        for scan in scans_of(str(row.id))
        if scan.event == row.event and scan.is_only_one and not scan.is_mark
    }
    return {**dict.fromkeys(codes_of(row)), **scans}
