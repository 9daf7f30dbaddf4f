"""The wall's page in people's hands: keys, panels, switches, screens of all sizes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from interactions.tests.browser.evening import Evening, expect_totals, open_wall

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

# The first is light or dark, as the device is.
themes = pytest.mark.parametrize("theme", ["", "contrast"])


@pytest.fixture
def evening() -> Evening:
    """Begin an evening with a chain of four people and a pair beside it."""
    evening = Evening()
    evening.meet("Amira Kay", "Ben Ito")
    evening.meet("Ben Ito", "Dara Okafor")
    evening.meet("Dara Okafor", "Eli Fox")
    evening.meet("Farah Okafor", "Gus Wong")
    return evening


@pytest.mark.usefixtures("evening")
def test_person_is_found_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    expect_totals(page, people=6, connections=4)

    page.keyboard.press("s")
    expect(page.get_by_role("combobox", name="Find a person")).to_be_focused()
    page.keyboard.type("okafor")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    person = page.get_by_role("dialog")
    expect(person.get_by_role("heading", level=2)).to_have_text("Farah Okafor")
    expect(person.locator("#person-met li")).to_have_text([re.compile("Gus Wong")])
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.usefixtures("evening")
def test_shortest_way_between_two_people_is_shown(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    page.get_by_role("combobox", name="Find a person").fill("amira kay")
    page.keyboard.press("Enter")

    page.get_by_label("Somebody else").fill("eli fox")
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 steps to Eli Fox")).to_be_visible()
    expect(page.locator(".steps li .name")).to_have_text(
        ["Amira Kay", "Ben Ito", "Dara Okafor", "Eli Fox"]
    )
    page.get_by_label("Somebody else").fill("gus wong")
    page.keyboard.press("Enter")

    expect(page.get_by_text("No way leads to Gus Wong yet.")).to_be_visible()


@pytest.mark.usefixtures("evening")
def test_shortcuts_switch_parts_on_and_off(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    open_wall(page)

    for key, part in (("l", "#board"), ("t", "#ticker")):
        expect(page.locator(part)).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator(part)).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Settings").click()
    for key, label in (("a", "Wander around by itself"), ("h", "Warmth")):
        switch = page.get_by_label(label)
        before = switch.is_checked()
        page.keyboard.press(key)
        expect(switch).to_be_checked(checked=not before)

    page.reload()
    expect(page.locator("#line")).to_have_text("Live")
    expect(page.locator("#ticker")).to_be_hidden()


@pytest.mark.usefixtures("evening")
def test_shortcuts_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Shortcuts of a single key").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("t")

    expect(page.locator("#ticker")).to_be_visible()


@pytest.mark.usefixtures("evening")
def test_kiosk_shows_the_picture_alone(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)

    open_wall(page, "/wall/?kiosk=1&ticker=0&leaderboard=0&join=0")

    for part in ("#tools", "#ticker", "#board", "#join"):
        expect(page.locator(part)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    assert page.evaluate("localStorage.length") == 0


def test_third_connection_in_two_minutes_is_a_streak(
    open_page: OpenPage, evening: Evening
) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    expect_totals(page, people=6, connections=4)

    for name in ("Amira Kay", "Ben Ito", "Dara Okafor"):
        evening.meet("Gus Wong", name)

    expect(page.get_by_text("Gus Wong is on a streak")).to_be_visible()


def test_tenth_person_is_celebrated(open_page: OpenPage, evening: Evening) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    expect_totals(page, people=6, connections=4)

    evening.arrive("Hana Abe", "Ivan Roy", "Jia Chen", "Kofi Diaz")
    evening.meet("Hana Abe", "Ivan Roy")
    evening.meet("Jia Chen", "Kofi Diaz")

    expect(page.locator("#milestone")).to_have_text("10people on the wall")
    expect(page.get_by_role("log")).to_contain_text("10 people are on the wall.")


def test_made_up_people_leave_with_the_page(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    open_wall(page)
    page.get_by_role("button", name="Settings").click()

    page.get_by_label("Made-up people").check()
    expect(page.locator("#connections-total")).not_to_have_text("0")
    page.reload()

    expect(page.get_by_text("Nobody has met yet.")).to_be_visible()


@pytest.mark.usefixtures("evening")
def test_device_that_wants_no_movement_gets_none(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    page.emulate_media(reduced_motion="reduce")

    open_wall(page)

    expect(page.locator("body")).to_have_class(re.compile(r"\bstill\b"))
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_label("Movement")).not_to_be_checked()


@pytest.mark.usefixtures("evening")
@widths
@themes
def test_every_part_of_the_wall_is_accessible_and_fits(
    open_page: OpenPage, width: int, theme: str
) -> None:
    page = open_page(width, signed_in=False)
    open_wall(page, f"/wall/?theme={theme}")
    expect_totals(page, people=6, connections=4)

    check_the_page(page)
    for panel in ("People as a list", "Figures", "Settings", "Keyboard shortcuts"):
        page.get_by_role("button", name=panel).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        check_the_page(page)
    page.get_by_role("button", name="People as a list").click()
    page.locator("#everyone button").first.click()
    expect(page.get_by_role("heading", name="Amira Kay")).to_be_visible()
    check_the_page(page)
