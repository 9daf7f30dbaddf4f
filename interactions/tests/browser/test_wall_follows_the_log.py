"""Whatever happens to the network, the wall shows what its log holds."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event
from interactions.models import LiveConnection
from interactions.tests.browser.evening import (
    BEN,
    EVENT,
    Evening,
    expect_totals,
    open_wall,
    whole_wall,
)
from interactions.wall import controls
from interactions.wall.log import new_entry
from profiles.queries import wall_faces

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

THREE = {
    "Amira Kay": ["Ben Ito", "Dara Okafor"],
    "Ben Ito": ["Amira Kay"],
    "Dara Okafor": ["Amira Kay"],
}


@pytest.fixture
def evening() -> Evening:
    """Begin an evening at which Amira has met two people."""
    evening = Evening()
    evening.meet("Amira Kay", "Ben Ito")
    evening.meet("Dara Okafor", "Amira Kay")
    return evening


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return a page of somebody who is not signed in."""
    return open_page(signed_in=False)


def test_wall_shows_what_the_log_holds(page: Page, evening: Evening) -> None:
    open_wall(page)

    expect_totals(page, people=3, connections=2)
    assert whole_wall(page) == THREE
    leader = page.locator("#leaders li").first
    expect(leader).to_have_text(re.compile(r"1\s*AK\s*Amira Kay\s*gold medal,\s*2"))
    expect(page.locator("#latest li").first).to_have_text(
        re.compile("^Dara Okafor *met *Amira Kay")
    )


def test_tap_appears_on_the_wall(page: Page, evening: Evening) -> None:
    open_wall(page)

    evening.meet("Eli Fox", "Ben Ito")

    expect(page.locator("#spotlight")).to_contain_text("Eli Fox met Ben Ito")
    expect_totals(page, people=4, connections=3)
    expect(page.locator("#latest li").first).to_contain_text("Eli Fox")
    expect(page.get_by_role("log")).to_contain_text("Eli Fox met Ben Ito.")
    expect(page.locator("#spotlight")).to_be_hidden()


def test_cut_network_leaves_no_gap(page: Page, evening: Evening) -> None:
    open_wall(page)
    expect_totals(page, people=3, connections=2)

    page.context.set_offline(True)
    expect(page.locator("#line")).to_have_text("No connection, trying again")
    evening.meet("Eli Fox", "Farah Okafor")
    evening.meet("Farah Okafor", "Amira Kay")
    expect_totals(page, people=3, connections=2)
    page.context.set_offline(False)

    expect(page.locator("#line")).to_have_text("Live")
    expect_totals(page, people=5, connections=4)
    filled = whole_wall(page)
    assert filled == {
        "Amira Kay": ["Ben Ito", "Dara Okafor", "Farah Okafor"],
        "Ben Ito": ["Amira Kay"],
        "Dara Okafor": ["Amira Kay"],
        "Eli Fox": ["Farah Okafor"],
        "Farah Okafor": ["Amira Kay", "Eli Fox"],
    }
    open_wall(page)
    expect_totals(page, people=5, connections=4)
    assert whole_wall(page) == filled


def test_entry_that_comes_late_into_the_log_is_shown(
    page: Page, evening: Evening
) -> None:
    open_wall(page)
    expect_totals(page, people=3, connections=2)
    faces = wall_faces(evening.ids.values())
    eli, gus = (faces[evening.ids[name]] for name in ("Eli Fox", "Gus Wong"))

    late = new_entry(EVENT, one=eli, other=gus, at=now_ms() - 20_000)
    store_rows(late)

    expect_totals(page, people=5, connections=3)


def test_person_whom_an_operator_hides_is_gone(page: Page, evening: Evening) -> None:
    open_wall(page)
    expect_totals(page, people=3, connections=2)

    controls.hide(EVENT, profile_id=evening.ids["Dara Okafor"], actor=BEN, now=now_ms())

    expect_totals(page, people=2, connections=1)
    assert whole_wall(page) == {"Amira Kay": ["Ben Ito"], "Ben Ito": ["Amira Kay"]}


def test_operator_speaks_and_holds_the_wall(page: Page, evening: Evening) -> None:
    open_wall(page)

    controls.say(EVENT, message="Pizza is here", actor=BEN, now=now_ms())
    expect(page.locator("#message")).to_have_text("Pizza is here")
    controls.pause(EVENT, actor=BEN, now=now_ms())
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    evening.meet("Eli Fox", "Ben Ito")
    controls.say(EVENT, message="", actor=BEN, now=now_ms())
    expect(page.locator("#message")).to_be_hidden()
    expect_totals(page, people=3, connections=2)
    controls.go_on(EVENT, actor=BEN, now=now_ms())

    expect_totals(page, people=4, connections=3)
    expect(page.get_by_text("Paused", exact=True)).to_be_hidden()


def test_operator_lets_the_evening_play_again(page: Page, evening: Evening) -> None:
    open_wall(page)

    # Long enough for a busy machine to see its beginning.
    controls.replay(EVENT, takes=15_000, actor=BEN, now=now_ms())

    expect(page.get_by_text("Time lapse")).to_be_visible()
    expect_totals(page, people=2, connections=1)
    expect(page.get_by_text("Time lapse")).to_be_hidden()
    expect_totals(page, people=3, connections=2)


def test_wall_of_another_event_is_shown_on_the_same_page(
    page: Page, evening: Evening
) -> None:
    store_rows(Event.of({"id": "kickstart", "year": 2025, "ename": "Kickstart"}))
    faces = list(wall_faces(evening.ids.values()).values())
    store_rows(new_entry("kickstart-2025", one=faces[0], other=faces[1], at=now_ms()))
    open_wall(page, "/wall/?event=kickstart-2025")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kickstart")
    expect_totals(page, people=2, connections=1)

    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Event", exact=True).select_option("The current event")
    expect(page.get_by_role("heading", level=1)).to_have_text("Live wall")
    expect_totals(page, people=3, connections=2)
    page.get_by_label("Event", exact=True).select_option("kickstart-2025")

    expect_totals(page, people=2, connections=1)


def test_wall_of_an_unknown_event_says_so(page: Page) -> None:
    page.goto("/wall/?event=nothing-1999")

    expect(
        page.get_by_text("There is no event 'nothing-1999' to show.")
    ).to_be_visible()


def test_empty_wall_says_how_it_begins(page: Page) -> None:
    open_wall(page)

    expect(page.get_by_text("Nobody has met yet.")).to_be_visible()
    assert list(LiveConnection.query(EVENT)) == []
