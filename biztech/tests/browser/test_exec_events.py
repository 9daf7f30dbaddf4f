"""Events in a real browser: made, asked about, published; every page for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from events.models import Event
from events.services.feedback import FormType, submit_feedback
from events.tests.rows import GALA, NOW, person, sign_up, store_event

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

EVENTS = "/admin/events/event/"
PAGE = "/admin/events/gala/2026/"
LIST = f"{PAGE}registrations/"
MEAL = {
    "questionId": "meal",
    "type": "SELECT",
    "label": "What do you eat?",
    "choices": "Rice,Soup",
}


@pytest.fixture
def gala() -> None:
    """Store an event that is full, with a waitlist and feedback."""
    store_event(
        capac=2,
        registrationQuestions=[MEAL],
        attendeeFeedbackEnabled=True,
        endDate=None,
    )
    for number in range(3):
        sign_up(person(number), answers={"meal": "Rice"}, basic={"fname": "Amira"})
    told = {"responses": {"overall-rating": 8}}
    submit_feedback(*GALA, FormType.ATTENDEE, told, now=NOW)


@pytest.mark.usefixtures("gala")
@widths
def test_every_page_of_events_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    for address in (
        EVENTS,
        PAGE,
        f"{PAGE}edit/",
        f"{PAGE}questions/registration/",
        f"{PAGE}confirm/delete/",
        f"{PAGE}feedback/attendee/",
        LIST,
        f"{LIST}move/?email={person(0)}",
        f"{LIST}add/",
        f"{LIST}{person(0)}/",
    ):
        page.goto(address)
        check_the_page(page)


@pytest.mark.usefixtures("gala")
def test_exec_builds_questions_by_hand(open_page: OpenPage) -> None:
    page = open_page(1280)
    page.goto(f"{PAGE}questions/registration/")
    rows = page.get_by_role("listitem").filter(has=page.get_by_role("group"))

    page.get_by_role("button", name="Add a question").click()
    expect(rows).to_have_count(2)
    rows.last.get_by_label("What is asked").fill("Which workshop?")
    rows.last.get_by_role("combobox").select_option("Text")
    expect(rows.last.get_by_label("Choices")).to_be_hidden()
    rows.last.get_by_role("combobox").select_option("One workshop of several")
    rows.last.get_by_label("Choices").fill("Pottery | 20\nChess")
    rows.last.get_by_role("button", name="Move up").click()
    expect(rows.first.get_by_label("What is asked")).to_have_value("Which workshop?")
    page.get_by_role("button", name="Check the questions").last.click()
    expect(page.get_by_text("“Which workshop?” is new.")).to_be_visible()
    page.get_by_role("button", name="Save the questions").click()

    expect(page.get_by_text("The registration questions are changed.")).to_be_visible()
    first, second = Event.get(*GALA).plain()["registrationQuestions"]
    assert (first["label"], second["label"]) == ("Which workshop?", "What do you eat?")
    assert first["participantCap"] == "20,"
