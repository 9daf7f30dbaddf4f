"""The room of voters in a real browser: opened, closed, and opened again by undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.callers import AMIRA, BEN
from companion.voting.models import VotingRoom
from companion.voting.queries import find_room
from companion.voting.services import give_sticker, run
from core.dynamo.rows import store_rows
from events.models import Team
from events.tests.rows import store_event

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

ROOM, OTHER = "productx;2025", "finals"
PAGE = "/admin/companion/productx/2025/voting/"


@pytest.fixture
def rooms(now: int) -> None:
    """Open voting for the Otters in the room of an event, and in one of none."""
    store_event(id="productx", year=2025, ename="ProductX")
    for name in ("Otters", "Pandas"):
        store_rows(Team.of({"id": name, "eventID;year": ROOM, "teamName": name}))
    store_rows(VotingRoom.of({"connectionID": OTHER}))
    for room in (ROOM, OTHER):
        run(room, "changeTeam", team="Otters", actor=BEN, now=now)
        run(room, "start", actor=BEN, now=now + 1)
        give_sticker(room, AMIRA, "heart")


def is_open(room: str) -> bool:
    found = find_room(room)
    return bool(found and found.is_voting)


@pytest.mark.usefixtures("rooms")
@widths
def test_voting_is_closed_and_opened_again_by_undo(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)
    page.goto(PAGE)
    check_the_page(page)

    page.get_by_role("button", name="Close voting").click()
    expect(page.get_by_text("Voting is closed now.")).to_be_visible()
    assert not is_open(ROOM)
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Everything is as before.")).to_be_visible()
    expect(page.get_by_text("Voting is open", exact=True)).to_be_visible()
    assert is_open(ROOM)


@pytest.mark.usefixtures("rooms")
@widths
def test_room_of_no_event_is_found_and_its_results_go_out_and_back(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)
    page.goto("/admin/companion/?choose=yes")
    page.get_by_role("link", name="Voting rooms of no event").click()
    check_the_page(page)
    page.get_by_role("link", name=OTHER).click()
    check_the_page(page)

    page.get_by_role("link", name="Release the results").click()
    check_the_page(page)
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Results are out")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Results are for execs alone")).to_be_visible()
