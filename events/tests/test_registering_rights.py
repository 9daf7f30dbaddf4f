"""What nobody gets by asking for it: free places, others' rows, a partner's rights."""

from typing import Any

import pytest

from core.errors import Forbidden, Refused
from events.errors import (
    AlreadyRegistered,
    AnswerRefused,
    CannotDelete,
    EventUnknown,
)
from events.models import Registration
from events.services.moving import (
    Wanted,
    delete_registration,
    delete_registrations,
    move_registration,
)
from events.services.registering import Application, register
from events.services.waitlist import promote_waiting
from events.statuses import Review, Status
from events.tests.rows import (
    EXEC,
    GALA,
    NOW,
    assert_counts_are_true,
    person,
    registration,
    seats,
    sign_up,
    store_event,
)

PRICED: dict[str, Any] = {"pricing": {"members": 10, "nonMembers": 12.5}}
PARTNER = "pat@company.com"


def by_exec(email: str, **values: Any) -> Registration:
    """Have an exec register somebody."""
    application = Application(email=email, event_id=GALA[0], year=GALA[1], **values)
    return register(application, actor=EXEC, by_exec=True, now=NOW).registration


def move(email: str, *, actor: str = EXEC, **wanted: Any) -> Registration:
    """Move somebody's registration for the gala."""
    return move_registration(
        email, *GALA, Wanted(**wanted), actor=actor, by_exec=actor == EXEC, now=NOW
    ).registration


def delete_own(email: str, *, actor: str) -> None:
    """Delete somebody's registration as a member."""
    delete_registration(email, *GALA, actor=actor, by_exec=False, now=NOW)


def test_who_says_to_be_a_partner_is_let_in_when_an_exec_confirms_it() -> None:
    store_event(**PRICED)

    assert sign_up(PARTNER, is_partner=True).status is Status.REGISTERED

    assert registration(PARTNER).application_status == "reviewing"
    with pytest.raises(Refused, match="'reviewing' cannot become 'checkedIn'"):
        move(PARTNER, status=Status.CHECKED_IN)
    assert move(PARTNER, review=Review.ACCEPTED).status == "registered"
    assert move(PARTNER, status=Status.CHECKED_IN).status == "checkedIn"
    assert seats().taken == 0


def test_partner_of_an_application_event_is_confirmed_without_a_payment() -> None:
    store_event(isApplicationBased=True, **PRICED)
    sign_up(PARTNER, is_partner=True)

    row = move(PARTNER, review=Review.ACCEPTED)

    assert (row.status, row.application_status) == ("registered", "accepted")


def test_partner_whom_an_exec_registers_needs_nobody_else() -> None:
    store_event(**PRICED)

    assert by_exec(PARTNER, is_partner=True).application_status is None
    assert move(PARTNER, status=Status.CHECKED_IN).status == "checkedIn"


def test_partner_on_the_waitlist_stands_in_no_line() -> None:
    store_event()
    by_exec(PARTNER, is_partner=True)

    move(PARTNER, status=Status.WAITLIST)

    assert promote_waiting(*GALA, now=NOW) == []
    assert registration(PARTNER).status == "waitlist"
    assert_counts_are_true()


def test_who_has_yet_to_pay_does_not_become_a_partner_instead() -> None:
    store_event(**PRICED)
    sign_up(person(1))

    with pytest.raises(AlreadyRegistered):
        sign_up(person(1), is_partner=True)

    row = registration(person(1))
    assert (row.status, row.is_partner) == ("incomplete", False)


def test_who_an_exec_lets_into_an_event_for_members_pays_as_members_do() -> None:
    store_event(pricing={"members": 10})

    assert by_exec(person(1)).status == "incomplete"


@pytest.mark.parametrize(
    "status", [each for each in Status if each not in ("acceptedComplete", "cancelled")]
)
def test_owner_asks_for_no_status_but_to_confirm_or_cancel(status: Status) -> None:
    store_event(**PRICED)
    sign_up(person(1))

    with pytest.raises(Forbidden):
        move(person(1), actor=person(1), status=status)

    assert registration(person(1)).status == "incomplete"


def test_stranger_does_not_learn_who_is_registered() -> None:
    store_event()
    sign_up(person(1))

    for email in (person(1), person(2)):
        with pytest.raises(Forbidden):
            move(email, actor=person(3), status=Status.CANCELLED)
        with pytest.raises(Forbidden):
            delete_own(email, actor=person(3))


def test_owner_deletes_a_registration_until_they_came() -> None:
    store_event()
    for number in (1, 2):
        sign_up(person(number))
    move(person(1), status=Status.CHECKED_IN)

    with pytest.raises(CannotDelete):
        delete_own(person(1), actor=person(1))
    delete_own(person(2), actor=person(2))

    assert registration(person(1)).status == "checkedIn"
    assert Registration.find(person(2), "gala;2026", consistent=True) is None


def test_many_are_deleted_each_by_itself_and_the_line_moves_up() -> None:
    store_event(capac=30)
    for number in range(32):
        sign_up(person(number), now=NOW + number)
    emails = [person(number) for number in range(28)]

    deleted, gone = delete_registrations(
        [*emails, person(0), "nobody@ubc.ca"], *GALA, actor=EXEC, now=NOW
    )

    assert [each.act.subject for each in deleted] == emails
    assert gone == ["nobody@ubc.ca"]
    assert (seats().taken, seats().waiting) == (4, 0)
    assert_counts_are_true()


def test_many_of_an_event_that_is_not_there() -> None:
    with pytest.raises(EventUnknown):
        delete_registrations([person(1)], *GALA, actor=EXEC, now=NOW)


CHECKED: dict[str, Any] = {
    "registrationQuestions": [
        {"questionId": "why", "type": "TEXT", "label": "Why?", "required": True},
        {"questionId": "d", "type": "CHECKBOX", "label": "Days", "choices": "Sat,Sun"},
    ],
    "partnerRegistrationQuestions": [
        {"questionId": "firm", "type": "TEXT", "label": "Firm?", "required": True}
    ],
}


def test_answers_are_held_against_the_questions_of_the_event() -> None:
    store_event(**CHECKED)

    with pytest.raises(AnswerRefused, match=r"'Why\?' is required"):
        sign_up(person(1), answers={"d": "Sat"})
    with pytest.raises(AnswerRefused, match="'Mon' is not a choice of 'Days'"):
        sign_up(person(1), answers={"why": "x", "d": ["Mon"]})
    with pytest.raises(AnswerRefused, match=r"'Firm\?' is required"):
        sign_up(PARTNER, is_partner=True, answers={"why": "x"})
    sign_up(person(1), answers={"why": " x ", "d": ["Sat", "Sun"], "extra": 5})

    assert registration(person(1)).answers == {
        "why": "x",
        "d": "Sat,Sun",
        "extra": "5",
    }


def test_exec_registers_somebody_without_answers() -> None:
    store_event(**CHECKED)

    assert by_exec(person(1)).status == "registered"
    with pytest.raises(AnswerRefused):
        by_exec(person(2), answers={"d": "Sat"})
