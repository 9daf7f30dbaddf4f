"""An operator runs the wall from the dashboard, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event
from interactions.tests.browser.evening import (
    BEN,
    EVENT,
    Evening,
    expect_totals,
    open_wall,
)
from interactions.wall import controls, screens
from interactions.wall.names import forget_events

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

WALL = "/admin/wall/"


@pytest.fixture
def evening() -> Evening:
    """Let three people meet."""
    evening = Evening("Amira Kay", "Dara Okafor", "Eli Fox")
    evening.meet("Amira Kay", "Dara Okafor")
    evening.meet("Dara Okafor", "Eli Fox")
    return evening


@pytest.mark.usefixtures("evening")
@widths
def test_operator_hides_a_person_from_a_wall_that_is_up(
    open_page: OpenPage, width: int
) -> None:
    wall = open_page(signed_in=False)
    open_wall(wall, "/wall/?kiosk=1")
    expect_totals(wall, people=3, connections=2)
    page = open_page(width)
    page.goto(WALL)
    expect(page.get_by_text("Kiosk shows this event")).to_be_visible()

    # Some profile ids have "eli" in them; none has a blank.
    page.get_by_label("Search the people on the wall").press_sequentially("eli f")
    expect(page.get_by_text("On the wall now:")).to_be_visible()
    expect(page.get_by_role("button", name="Hide Dara")).to_have_count(0)
    page.get_by_role("button", name="Hide Eli Fox").click()

    expect(page.get_by_text("Eli Fox is hidden from this wall.")).to_be_visible()
    expect_totals(wall, people=2, connections=1)
    check_the_page(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone. The wall is as before.")).to_be_visible()
    expect_totals(wall, people=3, connections=2)


@widths
def test_operator_pauses_speaks_and_clears(
    open_page: OpenPage, evening: Evening, width: int
) -> None:
    wall = open_page(signed_in=False)
    open_wall(wall)
    page = open_page(width)
    page.goto(WALL)

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused since")).to_be_visible()
    expect(wall.locator("#paused")).to_be_visible()
    evening.meet("Eli Fox", "Amira Kay")
    expect(page.get_by_text("1 connection waits")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect_totals(wall, people=3, connections=3)

    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("Enter what the wall is to say.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    check_the_page(page)
    page.get_by_role("textbox", name="Message").fill("Pizza is here")
    page.get_by_role("button", name="Show it").click()
    expect(wall.locator("#message")).to_have_text("Pizza is here")
    page.get_by_role("button", name="Take it away").click()
    expect(wall.locator("#message")).to_be_hidden()

    page.get_by_role("link", name="Clear the wall").click()
    expect(page.get_by_text("3 connections of 3 people disappear")).to_be_visible()
    page.get_by_role("button", name="Clear the wall").click()
    expect(page.get_by_text("The wall is empty.")).to_be_visible()
    expect_totals(wall, people=0, connections=0)
    page.get_by_role("button", name="Show what was cleared").click()
    expect_totals(wall, people=3, connections=3)


@pytest.mark.usefixtures("evening")
def test_operator_plays_the_evening_as_a_time_lapse(open_page: OpenPage) -> None:
    wall = open_page(signed_in=False)
    open_wall(wall)
    page = open_page(390)
    page.goto(WALL)

    page.get_by_label("Takes").select_option("2 minutes")
    page.get_by_role("button", name="Play it").click()

    expect(page.get_by_text("Time lapse until")).to_be_visible()
    expect(wall.locator("#lapse")).to_be_visible()
    page.get_by_role("button", name="Stop it now").click()
    expect(wall.locator("#lapse")).to_be_hidden()


@pytest.mark.usefixtures("evening")
def test_screens_that_follow_change_over_with_the_event(open_page: OpenPage) -> None:
    row = {"id": "gala", "year": 2026, "ename": "Gala", "isPublished": False}
    store_rows(Event.of(row))
    forget_events()
    wall = open_page(signed_in=False)
    open_wall(wall)
    expect_totals(wall, people=3, connections=2)
    page = open_page(390)
    page.goto(WALL)

    page.get_by_label("Or its name").fill("gala")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("1 screen shows the event that is on")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Switch to Gala 2026").click()

    expect(page.get_by_role("heading", name="Gala 2026", exact=False)).to_be_visible()
    expect(wall.locator("#event-name")).to_have_text("Gala")
    expect_totals(wall, people=0, connections=0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect_totals(wall, people=3, connections=2)


@pytest.mark.usefixtures("evening")
def test_console_follows_what_happens_elsewhere(open_page: OpenPage) -> None:
    page = open_page(390)
    page.goto(WALL)
    expect(page.get_by_text("No wall is open anywhere now.")).to_be_visible()

    screens.put_up("1", event=EVENT, screen="page", now=now_ms())
    expect(page.get_by_text("Page shows this event")).to_be_visible()
    stale = page.get_by_text("Somebody changed how this wall is run.")
    expect(stale).to_be_hidden()
    controls.pause(EVENT, actor=BEN, now=now_ms())
    expect(stale).to_be_visible()
    check_the_page(page)
    page.get_by_role("link", name="Show it as it is now").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    expect(stale).to_be_hidden()

    page.context.clear_cookies()
    expect(page.get_by_text("No answer from the server")).to_be_visible()


@widths
def test_every_page_of_the_console_is_accessible_and_fits(
    open_page: OpenPage, evening: Evening, width: int
) -> None:
    page, now = open_page(width), now_ms()
    screens.put_up("1", event=EVENT, screen="kiosk", now=now)
    by_ben: Any = {"actor": BEN, "now": now}
    acts: tuple[Callable[[], object], ...] = (
        lambda: controls.hide(
            EVENT, profile_id=evening.ids["Eli Fox"], reason="asked for it", **by_ben
        ),
        lambda: controls.say(EVENT, message="Pizza is here", **by_ben),
        lambda: controls.replay(EVENT, takes=60_000, **by_ben),
        lambda: controls.pause(EVENT, **by_ben),
        lambda: controls.clear(EVENT, **by_ben),
    )

    page.goto(WALL)
    check_the_page(page)
    for act in acts:
        act()
        page.goto(WALL)
        check_the_page(page)
    for address in (f"{WALL}?q=nobody", f"{WALL}clear/", "/admin/", "/admin/acts/"):
        page.goto(address)
        check_the_page(page)
