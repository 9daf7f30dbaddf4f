"""The demo club's judging: four teams of the last event, scored by three partners."""

import random

from biztech.demo.club import DemoClub, Row
from companion.judging.models import JudgeFeedback
from companion.judging.queries import FIRST_ROUND
from companion.judging.standings import METRICS
from core.clock import DAY, iso_text
from events.models import Registration, event_key

_SEED = 1969
_EVENT = "kickstart"
_TEAMS = ("Lantern", "Kelp Forest", "Second Draft", "Paper Boats")
_TEAM_SIZE = 4

# Who judges, and what they give at least and at most.
_JUDGES = (
    ("Imogen", "Tideswell", 2, 4),
    ("Anselm", "Wolfberry", 3, 5),
    ("Petra", "Snowmarsh", 1, 5),
)
_WORDS = (
    "I would use this tomorrow.",
    "Well told; show us more of how it is built.",
    "The idea is bold. Who pays for it?",
)


def add_judging(club: DemoClub) -> None:
    """Add teams of people who were there, and what judges said of them."""
    chance = random.Random(_SEED)
    (event,) = (row for row in club.events if row["id"] == _EVENT)
    of_event = {Registration.event.attr_name: event_key(_EVENT, event["year"])}
    _add_teams(club, of_event)
    for first, last, least, most in _JUDGES:
        judge = _add_judge(club, of_event, first, last)
        for team in club.teams:
            said = {
                "scores": {name: chance.randint(least, most) for name in METRICS},
                "feedback": {"overall": chance.choice(_WORDS)},
            }
            club.judged.append(_said_of(team, judge) | of_event | said)


def _add_teams(club: DemoClub, of_event: Row) -> None:
    came = [
        row
        for row in club.registrations
        if row.items() >= of_event.items() and "checkedInAt" in row
    ]
    for number, name in enumerate(_TEAMS):
        people = came[number * _TEAM_SIZE : (number + 1) * _TEAM_SIZE]
        team_id = name.lower().replace(" ", "-")
        members = {"teamName": name, "memberIDs": [row["id"] for row in people]}
        club.teams.append({"id": team_id, **of_event, **members, "points": 0})
        for row in people:
            row["teamID"] = team_id


def _add_judge(club: DemoClub, of_event: Row, first: str, last: str) -> Row:
    came_at = club.now - 36 * DAY
    judge: Row = {
        "id": f"{first}.{last}@example.org".lower(),
        "isPartner": True,
        "registrationStatus": "checkedIn",
        "fname": first,
        "basicInformation": {"fname": first, "lname": last},
        "checkedInAt": came_at,
        "createdAt": came_at,
        "updatedAt": came_at,
    }
    club.registrations.append(judge | of_event)
    club.judges.append({"id": judge["id"], **of_event})
    return judge


def _said_of(team: Row, judge: Row) -> Row:
    email, team_and_round = JudgeFeedback.key(judge["id"], team["id"], FIRST_ROUND)
    return {
        "id": email,
        JudgeFeedback.team_and_round.attr_name: team_and_round,
        "judgeName": " ".join(judge["basicInformation"].values()),
        "teamID": team["id"],
        "teamName": team["teamName"],
        "createdAt": iso_text(judge["createdAt"]),
    }
