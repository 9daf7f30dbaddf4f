"""Teams and quests on the wall, as an exec switches them on while people watch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from companion.quests.definitions import Counts, Quest
from companion.quests.services import define_quests
from companion.teams.services import give_points
from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event, Team
from interactions.tests.browser.evening import (
    BEN,
    Evening,
    expect_totals,
    open_wall,
)
from interactions.wall import controls
from interactions.wall.names import forget_events

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

TEAMS = {"Quiet Otters": 30, "Silly Pandas": 45, "Brave Bees": 30}


@pytest.fixture
def evening() -> Evening:
    """Begin an evening of an event with teams, and a quest of two connections."""
    store_rows(
        Event.of({"id": "gala", "year": 2026, "ename": "Gala"}),
        *(
            Team.of(
                {
                    "id": name,
                    "eventID;year": "gala;2026",
                    "teamName": name,
                    "points": points,
                    "memberIDs": ["amira@student.ubc.ca"],
                }
            )
            for name, points in TEAMS.items()
        ),
    )
    forget_events()
    quest = Quest(Counts.CONNECTIONS, 2)
    define_quests("gala", 2026, [quest], actor=BEN, now=now_ms())
    controls.switch_event("gala-2026", actor=BEN, now=now_ms())
    evening = Evening()
    evening.meet("Amira Kay", "Ben Ito")
    evening.meet("Ben Ito", "Dara Okafor")
    return evening


@widths
def test_exec_switches_teams_and_quests_on_and_off(
    open_page: OpenPage, evening: Evening, width: int
) -> None:
    wall = open_page(width, signed_in=False)
    open_wall(wall)
    expect_totals(wall, people=3, connections=2)
    teams, toasts = wall.locator("#teams"), wall.locator("#toasts")
    console = open_page(width)
    console.goto("/admin/wall/")

    for what in ("Teams", "Quests"):
        expect(teams).to_be_visible(visible=what != "Teams")
        console.get_by_role("button", name=f"Switch on {what}").click()
        expect(console.get_by_role("button", name=f"Switch off {what}")).to_be_visible()
    check_the_page(console)
    expect(wall.locator("#best-teams li")).to_have_text(
        ["1Silly Pandas45", "2Brave Bees30", "2Quiet Otters30"]
    )
    give_points("Brave Bees", "gala;2026", 20, actor=BEN, now=now_ms())
    expect(wall.locator("#best-teams li").first).to_have_text("1Brave Bees50")

    # Ben's second connection was before: it is not celebrated.
    evening.meet("Dara Okafor", "Eli Fox")
    expect(toasts.get_by_text("Dara Okafor: first 2 connections")).to_be_visible()
    expect(toasts.locator(".quest")).to_have_count(1)
    expect(wall.get_by_role("log")).to_contain_text("Dara Okafor: first 2 connections.")
    check_the_page(wall)
    assert "@" not in re.sub(r"<script.*?</script>", "", wall.content())

    console.get_by_role("button", name="Switch off Teams").click()
    expect(teams).to_be_hidden()
