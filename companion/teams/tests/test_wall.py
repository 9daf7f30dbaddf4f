"""Teams on the wall: names and points, and of members nothing."""

import asyncio
import json
from typing import Any

import pytest

from biztech.tests.callers import AMIRA, BEN
from companion.teams.services import give_points
from companion.teams.wall import MOST, best_teams
from core.dynamo.rows import store_rows
from events.models import Event, Team
from interactions.tests.wall.screens import screen
from interactions.wall import controls
from interactions.wall.additions import Evening
from interactions.wall.live import hub_here
from interactions.wall.state import State

WALL, KEY = "gala-2026", "gala;2026"


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store the event."""
    store_rows(Event.of({"id": "gala", "year": 2026, "ename": "Gala"}))


def store_team(team_id: str, event: str = KEY, **facts: Any) -> None:
    """Store a team of which Amira is a member, by her name too."""
    members = {"memberIDs": [AMIRA], "memberNames": ["Amira"]}
    store_rows(Team.of({"id": team_id, "eventID;year": event, **members, **facts}))


def on_the_wall(name: str = WALL) -> dict[str, Any]:
    state = State(event=name, current=name)
    return best_teams(Evening(state=state, entries=(), shown=(), ids={}))


def test_teams_come_by_points_then_by_name() -> None:
    store_team("t1", teamName="Zebras", points=5)
    store_team("t2", teamName="ants", points=5)
    store_team("t3", teamName="Bears", points=30)
    store_team("t4", teamName="Cats")
    store_team("t5", event="other;2026", teamName="Others", points=99)

    assert on_the_wall() == {
        "teams": [
            {"name": "Bears", "points": 30},
            {"name": "ants", "points": 5},
            {"name": "Zebras", "points": 5},
            {"name": "Cats", "points": 0},
        ],
        "more": 0,
    }


def test_teams_that_do_not_fit_are_counted() -> None:
    for number in range(MOST + 3):
        store_team(f"t{number}", teamName=f"Team {number}", points=number)

    shown = on_the_wall()

    assert [team["points"] for team in shown["teams"]] == list(range(8, 2, -1))
    assert shown["more"] == 3


@pytest.mark.parametrize("name", ["DEFAULT", "nowhere-2026"])
def test_wall_without_teams_shows_none(name: str) -> None:
    assert on_the_wall(name) == {"teams": [], "more": 0}


def test_nobody_who_is_in_a_team_is_told() -> None:
    store_team("t1", teamName=f"Friends of {AMIRA}", points=1)
    store_team("t2")

    told = json.dumps(on_the_wall())

    assert json.loads(told)["teams"] == [
        {"name": "Friends of <address>", "points": 1},
        {"name": "No name", "points": 0},
    ]
    assert "@" not in told
    assert "Amira" not in told


def test_screen_follows_the_points_of_teams() -> None:
    store_team("t1", teamName="Zebras", points=5)
    controls.add(WALL, code="teams", actor=BEN, now=10)

    async def evening() -> None:
        hub = hub_here()
        hub._pause_beside = 0
        async with screen() as wall:
            await wall.subscribe(WALL)
            told = await wall.next("additions")
            assert told["additions"]["teams"]["teams"] == [
                {"name": "Zebras", "points": 5}
            ]
            await asyncio.to_thread(give_points, "t1", KEY, 7, actor=BEN, now=20)
            await hub.read()
            told = await wall.next("additions")
            assert told == {
                "type": "additions",
                "eventId": WALL,
                "additions": {
                    "teams": {"teams": [{"name": "Zebras", "points": 12}], "more": 0}
                },
            }

    asyncio.run(evening())
