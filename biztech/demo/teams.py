"""The demo club's teams: who built something together at its weekend of building."""

import random

from biztech.demo.club import DemoClub
from biztech.demo.events import opening
from events.models import Registration, Team

_SEED = 1871
_EVENT = "kickstart"
_LARGEST = 4
_NAMES = (
    "Night Shift",
    "Paper Planes",
    "Second Breakfast",
    "The Debuggers",
    "Low Tide",
    "Plan C",
    "Warm Boot",
    "Left Shoe",
)


def add_teams(club: DemoClub) -> None:
    """Put some of those who came to the event into teams with points."""
    chance = random.Random(_SEED)
    event = next(row for row in club.events if row["id"] == _EVENT)
    event["teamSize"] = _LARGEST
    key = f"{_EVENT};{event['year']}"
    came = [
        row
        for row in club.registrations
        if row[Registration.event.attr_name] == key
        and row["registrationStatus"] == "checkedIn"
    ]
    for number, name in enumerate(_NAMES, start=1):
        size = chance.randint(2, _LARGEST)
        members, came = came[:size], came[size:]
        team_id = f"demo-team-{number}"
        for row in members:
            row[Registration.team.attr_name] = team_id
        club.teams.append(
            {
                "id": team_id,
                Team.event.attr_name: key,
                Team.name.attr_name: name,
                Team.member_ids.attr_name: [row["id"] for row in members],
                Team.points.attr_name: chance.randrange(0, 200, 10),
                Team.updated_at.attr_name: opening(event),
            }
        )
