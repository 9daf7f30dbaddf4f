"""Feedback on an event: its results, its form opened and closed, its export."""

from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from core.audit.trail import history
from events.models import Event
from events.services.feedback import FormType, submit_feedback
from events.tests.rows import GALA, GALA_KEY, NOW, store_event

PAGE = "/admin/events/gala/2026/feedback/attendee/"
SWITCH, EXPORT = f"{PAGE}switch/", f"{PAGE}export.csv"
UNDO = "/admin/events/undo/"

ASKED = [
    {"questionId": "why", "type": "LONG_TEXT", "label": "What was best?"},
    {
        "questionId": "food",
        "type": "CHECKBOXES",
        "label": "What did you eat?",
        "choices": "Rice,Soup",
    },
]


def is_open() -> bool:
    return bool(Event.get(*GALA).attendee_feedback_enabled)


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store an event whose form two people answered."""
    store_event(
        attendeeFeedbackEnabled=True, attendeeFeedbackQuestions=ASKED, endDate=None
    )
    for number, answers in enumerate(
        (
            {"overall-rating": 9, "why": "=The <b>people</b>", "food": ["Rice"]},
            {"overall-rating": 6, "food": ["Rice", "Soup"]},
        )
    ):
        submit_feedback(
            *GALA, FormType.ATTENDEE, {"responses": answers}, now=NOW + number
        )


@pytest.mark.parametrize("address", [PAGE, SWITCH, EXPORT])
def test_feedback_is_for_execs_alone(address: str) -> None:
    stranger = visitor(None).post(address)
    member = visitor(AMIRA).post(address)

    assert stranger["Location"].startswith("/sign-in/")
    assert member.status_code == 403
    assert is_open()


def test_results_show_counts_means_distributions_and_texts() -> None:
    answer = ben().get(PAGE)

    rating, best, food = answer.context["results"]
    numbers: Any = [bar.number for bar in rating.chart.bars]
    assert (answer.context["count"], rating.count, rating.mean) == (2, 2, "7.5")
    assert numbers == [0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
    assert best.texts == ["=The <b>people</b>"]
    assert [(bar.label, bar.number) for bar in food.chart.bars] == [
        ("Rice", 2),
        ("Soup", 1),
    ]
    assert "=The &lt;b&gt;people&lt;/b&gt;" in answer.content.decode()


def test_results_of_nobody_are_empty() -> None:
    answer = ben().get("/admin/events/gala/2026/feedback/partner/")

    assert answer.context["count"] == 0
    assert [one.mean for one in answer.context["results"]] == [""]


def test_unknown_form_is_not_found() -> None:
    assert ben().get("/admin/events/gala/2026/feedback/lunch/").status_code == 404


def test_form_is_closed_opened_and_both_are_undone() -> None:
    browser = ben()

    browser.post(SWITCH, {"open": "no"})
    closed = is_open()
    act = history(GALA_KEY)[0]
    back = {"subject": GALA_KEY, "act_id": act.act_id, "back": PAGE}
    undone = browser.post(UNDO, back)

    assert (closed, undone["Location"], is_open()) == (False, PAGE, True)


def test_opening_an_open_form_says_so() -> None:
    answer = ben().post(SWITCH, {"open": "yes"}, follow=True)

    assert "It was so already." in answer.content.decode()
    assert history(GALA_KEY) == []


def test_feedback_is_exported_as_a_table_that_runs_nothing() -> None:
    lines = ben().get(EXPORT).content.decode().splitlines()

    assert lines[0] == (
        "Submitted at,Name,E-mail,"
        '"Overall, how would you rate this event?",What was best?,What did you eat?'
    )
    assert lines[1].endswith(",,,6,,Rice Soup")
    assert lines[2].endswith(",,,9,'=The <b>people</b>,Rice")
