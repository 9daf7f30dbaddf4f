"""The demo club's codes: booths of both large events, and who found which of them."""

import json
import random

from biztech.demo.club import DemoClub, Row
from companion.scanning.models import Scan
from companion.scanning.queries import SCANNED
from core.clock import DAY, MINUTE
from events.models import Registration, Team, event_key
from profiles.models import QR

_SEED = 1994
# So many of a hundred meetings of a person, or a team, with a code end in a scan.
_FOUND = 0.35
_MINUTES = 180

# By event: how many days ago it was scanned, and by code what that is of, and gives.
_CODES = {
    "kickstart": (
        36,
        {"coffee-bar": ("Booth", 10), "idea-wall": ("Booth", 25)},
    ),
    "blueprint": (
        0,
        {
            "cedarline-booth": ("Booth", 15),
            "harbourfox-booth": ("Booth", 15),
            "photo-corner": ("Booth", 5),
            "data-for-beginners": ("Workshop", 50),
            "yesterdays-riddle": ("Booth", 20),
        },
    ),
}
_OUT_OF_USE = "yesterdays-riddle"


def add_codes(club: DemoClub) -> None:
    """Add codes, and scans of those who came; each gives its points."""
    chance = random.Random(_SEED)
    for event_id, (days, codes) in _CODES.items():
        event = next(row for row in club.events if row["id"] == event_id)
        key = event_key(event_id, event["year"])
        came = [
            row
            for row in club.registrations
            if row[Registration.event.attr_name] == key
            and row["registrationStatus"] == "checkedIn"
        ]
        teams = {row["id"]: row for row in club.teams if row["eventID;year"] == key}
        event["teamsEnabled"] = bool(teams)
        for code_id, (kind, points) in codes.items():
            code = _code(code_id, kind, points, key)
            club.codes.append(code)
            for row in came:
                team = teams.get(row.get("teamID", ""))
                if (teams and team is None) or chance.random() > _FOUND:
                    continue
                at = club.now - days * DAY - chance.randrange(_MINUTES) * MINUTE
                _scan(club, code, row, team, at=at)


def _code(code_id: str, kind: str, points: int, event: str) -> Row:
    return {
        "id": code_id,
        QR.event.attr_name: event,
        "type": kind,
        "points": points,
        "isActive": code_id != _OUT_OF_USE,
        "isUnlimitedScans": False,
        "data": {},
    }


def _scan(club: DemoClub, code: Row, row: Row, team: Row | None, *, at: int) -> None:
    if team is not None and code["id"] in team.get("scannedQRs", ()):
        return
    event = code["eventID;year"]
    whose = [row["id"]] if team is None else [team["id"], row["id"]]
    for number, holder in enumerate(whose):
        holder_id, what = Scan.key(holder, event, code["id"])
        scan = {"id": holder_id, "scan": what, "userID": row["id"]}
        scan |= {"qrCodeID": code["id"], "eventID;year": event, "timestamp": str(at)}
        if number == 0:
            # The second row, under who scanned for a team, gives nothing.
            scan["points"] = code["points"]
            scan["teamID"] = None if team is None else team["id"]
        club.scans.append(scan)
    row["points"] += code["points"]
    if team is None:
        row[SCANNED] = json.dumps([*json.loads(row.get(SCANNED, "[]")), code["id"]])
        return
    team[Team.points.attr_name] += code["points"]
    team[SCANNED] = [*team.get(SCANNED, ()), code["id"]]
