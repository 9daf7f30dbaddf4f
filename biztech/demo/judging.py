"""The demo club's judging: four teams of the last event, scored by three partners."""

import random

from biztech.demo.club import DemoClub, Row
from biztech.demo.events import opening
from companion.judging.models import JudgeFeedback
from companion.judging.queries import FIRST_ROUND
from companion.judging.standings import METRICS
from core.clock import DAY, iso_text
from events.models import Registration, event_key

_SEED = 1969
_EVENT = "kickstart"
_TEAMS = 4

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
    """Add judges, and what they said of some teams."""
    chance = random.Random(_SEED)
    (event,) = (row for row in club.events if row["id"] == _EVENT)
    of_event = {Registration.event.attr_name: event_key(_EVENT, event["year"])}
    for first, last, least, most in _JUDGES:
        judge = _add_judge(club, of_event, first, last, came_at=opening(event))
        for team in club.teams[:_TEAMS]:
            said = {
                "scores": {name: chance.randint(least, most) for name in METRICS},
                "feedback": {"overall": chance.choice(_WORDS)},
            }
            club.judged.append(_said_of(team, judge) | of_event | said)


def _add_judge(
    club: DemoClub, of_event: Row, first: str, last: str, *, came_at: int
) -> Row:
    judge: Row = {
        "id": f"{first}.{last}@example.org".lower(),
        "isPartner": True,
        "registrationStatus": "checkedIn",
        "fname": first,
        "basicInformation": {"fname": first, "lname": last},
        "checkedInAt": came_at,
        "createdAt": came_at - 5 * DAY,
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
        "createdAt": iso_text(judge["checkedInAt"]),
    }
