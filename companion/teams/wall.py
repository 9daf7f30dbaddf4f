"""The teams of an event and their points, for the screens of its wall."""

from typing import Any

from companion.teams.queries import teams_of
from core.logs import without_addresses
from events.models import Team
from interactions.wall.additions import Addition, Evening
from interactions.wall.names import parts_of

# So many fit beside the picture.
MOST = 6


def best_teams(evening: Evening) -> dict[str, Any]:
    """Return the teams with the most points, and how many more there are.

    Names and points alone: who is in a team is for its members and execs.
    """
    parts = parts_of(evening.event)
    teams = teams_of(*parts) if parts else []
    teams.sort(key=_points, reverse=True)
    best = [{"name": _name(team), "points": _points(team)} for team in teams[:MOST]]
    return {"teams": best, "more": max(len(teams) - MOST, 0)}


def _name(team: Team) -> str:
    # Teams name themselves, and some after a member.
    return without_addresses(team.name or "No name")


def _points(team: Team) -> int:
    return int(team.points or 0)


TEAMS_TABLE = Addition(
    code="teams",
    title="Teams",
    sentence="The teams of the event with the most points.",
    read=best_teams,
)
