"""Several registrations moved at once: looked at first, undone together."""

from typing import Any

import pytest

from biztech.dashboard.events.tests.hall import (
    LIST,
    MOVE,
    PARTNER,
    UNDO_ALL,
    fill_hall,
    status,
    text_of,
)
from biztech.dashboard.framework.tests.visitors import ben
from core.audit.trail import history
from events.statuses import Review, Status
from events.tests.rows import (
    assert_counts_are_true,
    person,
    registration,
    sign_up,
    store_event,
)


def looked_at(emails: list[str], **asked: str) -> tuple[Any, dict[str, Any]]:
    """Return the preview of a move, and what its button sends."""
    form = {"email": emails, **asked}
    answer = ben().post(MOVE, form)
    return answer, {**form, "confirmed": answer.context["form"].chosen}


def lines(answer: Any) -> list[tuple[str, str, str]]:
    return [(one.then, one.mail, one.refusal) for one in answer.context["lines"]]


@pytest.fixture
def hall() -> None:
    """Fill three seats of three, and let one wait; a partner comes too."""
    fill_hall()


@pytest.mark.usefixtures("hall")
def test_selection_asks_where_to_and_changes_nothing() -> None:
    chosen = {"action": "change_selected", "_selected_action": [person(0), person(3)]}

    answer = ben().post(LIST, chosen)

    assert [line.email for line in answer.context["lines"]] == [person(0), person(3)]
    assert "See what will happen" in text_of(answer)
    assert history(person(0))[0].act == "register"


@pytest.mark.usefixtures("hall")
def test_move_says_who_changes_who_cannot_and_who_gets_a_mail() -> None:
    answer, _ = looked_at([person(0), person(3), PARTNER], status="checkedIn")

    assert lines(answer) == [
        ("Checked in", "", ""),
        ("", "", answer.context["lines"][1].refusal),
        ("Checked in", "", ""),
    ]
    assert "waitlist" in answer.context["lines"][1].refusal
    assert "2 of 3 will change; 0 get a mail" in text_of(answer)
    assert status(0) == Status.REGISTERED


def test_move_counts_the_seats_that_those_before_take() -> None:
    store_event(capac=1, startDate=None, endDate=None, deadline=None)
    for number in (0, 1):
        sign_up(person(number))
        _, sent = looked_at([person(number)], status="cancelled")
        ben().post(MOVE, sent)

    answer, _ = looked_at([person(0), person(1)], status="registered")

    first, second = answer.context["lines"]
    assert (first.then, first.refusal) == ("Registered", "")
    assert "All seats of this event are taken." in second.refusal


@pytest.mark.usefixtures("hall")
def test_move_confirmed_tells_of_each_and_is_undone_together() -> None:
    browser = ben()
    _, sent = looked_at([person(0), person(1), person(3)], status="checkedIn")

    done = browser.post(MOVE, sent)
    then = [status(number) for number in (0, 1, 3)]
    undone = browser.post(UNDO_ALL, {"batch": done.context["batch"]})

    assert done.context["count"] == 2
    assert then == [Status.CHECKED_IN, Status.CHECKED_IN, Status.WAITLIST]
    assert [one.sentence for one in undone.context["outcomes"]] == ["Undone."] * 2
    assert [status(0), status(1)] == [Status.REGISTERED] * 2
    assert_counts_are_true()


@pytest.mark.usefixtures("hall")
def test_move_goes_over_capacity_only_when_an_exec_says_so() -> None:
    full, _ = looked_at([person(3)], status="registered")
    over, sent = looked_at([person(3)], status="registered", over_capacity="on")

    ben().post(MOVE, sent)

    assert "All seats of this event are taken." in full.context["lines"][0].refusal
    assert lines(over) == [("Registered", "Moved up from the waitlist", "")]
    assert status(3) == Status.REGISTERED
    assert_counts_are_true()


@pytest.mark.usefixtures("hall")
def test_move_says_when_seats_come_free_for_others() -> None:
    freeing, _ = looked_at([person(0), person(1)], status="cancelled")
    keeping, _ = looked_at([person(0)], status="checkedIn")

    assert "2 seats come free. Whoever waits longest" in text_of(freeing)
    assert "come free" not in text_of(keeping)


@pytest.mark.usefixtures("hall")
def test_move_does_not_do_what_was_chosen_after_the_look() -> None:
    _, sent = looked_at([person(0)], status="checkedIn")

    answer = ben().post(MOVE, {**sent, "status": "cancelled"})

    assert lines(answer)[0][0] == "Cancelled"
    assert status(0) == Status.REGISTERED


@pytest.mark.usefixtures("hall")
def test_move_to_nowhere_is_refused_beside_the_field() -> None:
    answer = ben().post(MOVE, {"email": [person(0)]})

    assert list(answer.context["form"].errors) == ["status"]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("number", [0, 101])
def test_move_of_nobody_or_too_many_leads_back(number: int) -> None:
    emails = [f"p{n}@ubc.ca" for n in range(number)]

    answer = ben().post(MOVE, {"email": emails, "status": "cancelled"}, follow=True)

    said = "at most 100 go in one batch" if number else "Nobody is selected."
    assert said in text_of(answer)


def test_applicants_are_accepted_in_one_go() -> None:
    store_event(isApplicationBased=True, deadline=None, startDate=None, endDate=None)
    for number in range(2):
        sign_up(person(number))
    _, sent = looked_at([person(0), person(1)], review="accepted")

    ben().post(MOVE, sent)

    rows = [registration(person(number)) for number in range(2)]
    assert [row.status for row in rows] == [Status.ACCEPTED_PENDING] * 2
    assert [row.application_status for row in rows] == [Review.ACCEPTED] * 2
