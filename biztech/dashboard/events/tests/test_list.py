"""The list of events: what it shows, how it narrows, what it costs."""

from collections.abc import Iterator

import pytest

from biztech.dashboard.events.states import State
from biztech.dashboard.events.tiles import TILES
from biztech.dashboard.framework.tests.visitors import ben
from core.clock import DAY, iso_text, now_ms
from events.queries import forget_events
from events.tests.rows import store_event

LIST = "/admin/events/event/"


@pytest.fixture
def calendar() -> Iterator[None]:
    """Store an event in every state, of two years."""
    now = now_ms()
    soon, ended = iso_text(now + 7 * DAY), iso_text(now - DAY)
    store_event(id="gala", ename="Gala", startDate=soon, endDate=soon)
    store_event(id="draft", ename="Hackathon", isPublished=False, startDate=soon)
    store_event(id="past", ename="Kickstart", startDate=ended, endDate=ended)
    store_event(
        id="old",
        year=2024,
        ename="Blueprint",
        isArchived=True,
        startDate=None,
        endDate=None,
    )
    forget_events()
    yield
    forget_events()


def listed(query: str = "") -> list[str]:
    changelist = ben().get(f"{LIST}?{query}").context["cl"]
    return [row.event_id for row in changelist.result_list]


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("o=0", ["old", "gala", "draft", "past"]),
        ("q=HACK", ["draft"]),
        ("q=gala", ["gala"]),
        ("year=2024", ["old"]),
        (f"state={State.DRAFT}", ["draft"]),
        (f"state={State.PUBLISHED}", ["gala"]),
        (f"state={State.OVER}", ["past"]),
        (f"state={State.ARCHIVED}", ["old"]),
        ("state=draft&year=2024", []),
    ],
)
def test_event_list_narrowed_shows(query: str, found: list[str]) -> None:
    assert listed(query) == found


@pytest.mark.usefixtures("calendar")
def test_event_list_puts_what_has_no_date_last() -> None:
    assert listed()[-1] == "old"


@pytest.mark.parametrize("number", [1, 40])
def test_event_list_costs_three_calls_whatever_its_size(
    database_calls: list[str], number: int
) -> None:
    for one in range(number):
        store_event(id=f"event-{one}")
    forget_events()
    browser = ben()
    database_calls.clear()

    answer = browser.get(LIST)

    assert answer.context["cl"].result_count == number
    assert database_calls == ["GetItem", "Scan", "BatchGetItem"]
    forget_events()


@pytest.mark.usefixtures("calendar")
def test_home_leads_to_the_next_event() -> None:
    tiles = dict(ben().get("/admin/").context["tiles"])

    figure = tiles[TILES[0]]
    assert figure.link == "/admin/events/gala/2026/"
    assert figure.sentence == "of 10 seats taken at Gala."


def test_home_without_an_event_to_come_says_so() -> None:
    forget_events()

    figure = dict(ben().get("/admin/").context["tiles"])[TILES[0]]

    assert figure.sentence == "No event is planned."
