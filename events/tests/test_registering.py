"""Registering: who gets a seat, who waits, who pays, and who is told no."""

from typing import Any

import pytest

from biztech.tests.at_once import at_once
from core.audit.reversal import undo
from core.audit.trail import find_act
from core.clock import DAY, MINUTE
from core.dynamo.rows import store_rows
from core.errors import Refused
from events.errors import (
    AccountNeeded,
    AlreadyRegistered,
    ChoiceFull,
    EventUnknown,
    MembersOnly,
    NotOpen,
)
from events.models import Event, Registration
from events.services.counting import recount
from events.services.moving import Wanted, delete_registration, move_registration
from events.services.registering import Application, register
from events.services.seats import HOLD_FOR, OVER_CAPACITY
from events.services.waitlist import release_run_out
from events.statuses import Status
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
    store_user,
)

PRICED: dict[str, Any] = {"pricing": {"members": 10, "nonMembers": 12.5}}
WORKSHOPS: dict[str, Any] = {
    "registrationQuestions": [
        {
            "questionId": "w",
            "type": "WORKSHOP_SELECTION",
            "label": "Workshop",
            "choices": "Rust,Go",
            "participantCap": "1,2",
        }
    ]
}


@pytest.fixture(autouse=True)
def checked_counts() -> Any:
    """Hold the counts against the rows after each test that stored the event."""
    yield
    try:
        assert_counts_are_true()
    except Exception as error:
        if type(error).__name__ != "DoesNotExist":
            raise


def move(email: str, **wanted: Any) -> Any:
    return move_registration(
        email, *GALA, Wanted(**wanted), actor=EXEC, by_exec=True, now=NOW
    )


def test_free_places_go_until_they_are_gone_and_then_one_waits() -> None:
    store_event(capac=1)
    first, second = sign_up(person(1)), sign_up(person(2))
    assert (first.status, second.status) == (Status.REGISTERED, Status.WAITLIST)
    assert registration(person(2)).status == "waitlist"
    assert (seats().taken, seats().free, seats().waiting) == (1, 0, 1)


def test_twenty_at_once_get_the_one_seat_once() -> None:
    store_event(capac=1)
    answers = at_once(*(lambda n=n: sign_up(person(n)) for n in range(20)))
    statuses = sorted(answer.status for answer in answers)
    assert statuses == ["registered", *["waitlist"] * 19]
    assert seats().taken == 1


def test_registering_takes_two_calls(database_calls: list[str]) -> None:
    store_event()
    sign_up(person(1))
    database_calls.clear()
    sign_up(person(2))
    assert database_calls == ["TransactGetItems", "TransactWriteItems"]


def test_place_with_a_price_holds_a_seat_for_a_while() -> None:
    store_event(capac=1, **PRICED)
    assert sign_up(person(1)).status is Status.INCOMPLETE
    assert registration(person(1)).hold_until == NOW + HOLD_FOR
    assert sign_up(person(2)).status is Status.WAITLIST


def test_answering_anew_keeps_no_seat_for_longer() -> None:
    store_event(**PRICED)
    sign_up(person(1))
    again = sign_up(person(1), now=NOW + MINUTE, answers={"q": "anew"})
    assert (again.created, again.status) == (False, Status.INCOMPLETE)
    assert registration(person(1)).hold_until == NOW + HOLD_FOR
    assert registration(person(1)).answers == {"q": "anew"}


def test_nobody_jumps_the_line() -> None:
    store_event(capac=1)
    sign_up(person(0))
    sign_up(person(1))
    change = {"capac": 2}
    store_event(**change)
    recount(Event.get(*GALA), now=NOW)
    assert sign_up(person(2)).status is Status.WAITLIST
    assert registration(person(1)).status == "registered"
    assert registration(person(2)).status == "waitlist"


def test_hold_that_ran_out_goes_to_whoever_waits() -> None:
    event = store_event(capac=1, **PRICED)
    sign_up(person(1))
    sign_up(person(2))
    later = NOW + HOLD_FOR + MINUTE
    kinds = [act.act for act in release_run_out(event, now=later)]
    assert kinds == ["seat hold ran out", "promote from waitlist"]
    assert registration(person(1)).status == "incomplete"
    assert registration(person(1)).hold_until is None
    assert registration(person(2)).hold_until == later + DAY
    assert release_run_out(event, now=later) == []


def test_cancelling_frees_the_seat_for_the_oldest_in_line() -> None:
    store_event(capac=1)
    for number in range(3):
        sign_up(person(number), now=NOW + number)
    moved = move_registration(
        person(0),
        *GALA,
        Wanted(status=Status.CANCELLED),
        actor=person(0),
        by_exec=False,
        now=NOW,
    )
    assert moved.act and moved.act.act == "cancel registration"
    statuses = [registration(person(n)).status for n in range(3)]
    assert statuses == ["cancelled", "registered", "waitlist"]


def test_deleting_frees_the_seat_as_well() -> None:
    store_event(capac=1)
    sign_up(person(0))
    sign_up(person(1))
    delete_registration(person(0), *GALA, actor=EXEC, by_exec=True, now=NOW)
    assert registration(person(1)).status == "registered"


def test_who_cancelled_may_come_back_to_the_end_of_the_line() -> None:
    store_event(capac=1)
    sign_up(person(0))
    sign_up(person(1))
    move(person(0), status=Status.CANCELLED)
    again = sign_up(person(0))
    assert (again.created, again.status) == (False, Status.WAITLIST)


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in ("incomplete", "cancelled")]
)
def test_registered_once(status: Status) -> None:
    store_event()
    store_rows(
        Registration.of(
            {
                "id": person(1),
                "eventID;year": "gala;2026",
                "registrationStatus": status,
                **({"waitingSince": 5} if status == "waitlist" else {}),
            }
        )
    )
    with pytest.raises(AlreadyRegistered):
        sign_up(person(1))


@pytest.mark.parametrize(
    ("event", "refusal"),
    [
        ({"isPublished": False}, NotOpen),
        ({"deadline": "2026-11-01T00:00:00.000Z"}, NotOpen),
        ({"isArchived": True}, NotOpen),
        ({"pricing": {"members": 10}}, MembersOnly),
        ({"nonBizTechAllowed": False}, AccountNeeded),
    ],
)
def test_closed_to_the_public_and_open_to_execs(
    event: dict[str, Any], refusal: type[Refused]
) -> None:
    store_event(**event)
    with pytest.raises(refusal):
        sign_up(person(1))
    application = Application(email=person(1), event_id="gala", year=2026)
    register(application, actor=EXEC, by_exec=True, now=NOW)


def test_unknown_event() -> None:
    with pytest.raises(EventUnknown):
        sign_up(person(1))


def test_members_pay_their_price_and_execs_nothing() -> None:
    store_event(pricing={"members": 0, "nonMembers": 5})
    store_user(person(1), isMember=True)
    assert sign_up(person(1)).status is Status.REGISTERED
    assert sign_up(person(2)).status is Status.INCOMPLETE
    assert sign_up(EXEC).status is Status.REGISTERED


def test_partner_takes_no_seat() -> None:
    store_event(capac=0)
    assert sign_up("p@company.com", is_partner=True).status is Status.REGISTERED
    assert seats().taken == 0


def test_applicant_takes_a_seat_when_accepted_and_confirmed() -> None:
    store_event(capac=1, isApplicationBased=True)
    assert sign_up(person(1)).status is Status.REGISTERED
    assert registration(person(1)).application_status == "reviewing"
    assert seats().taken == 0
    move(person(1), status=Status.ACCEPTED)
    assert registration(person(1)).status == "acceptedPending"
    move_registration(
        person(1),
        *GALA,
        Wanted(status=Status.ACCEPTED_COMPLETE),
        actor=person(1),
        by_exec=False,
        now=NOW,
    )
    assert seats().taken == 1


def test_full_choice_is_named() -> None:
    store_event(**WORKSHOPS)
    sign_up(person(1), answers={"w": "Rust"})
    with pytest.raises(ChoiceFull, match="'Rust' is full"):
        sign_up(person(2), answers={"w": "Rust"})
    assert sign_up(person(2), answers={"w": "Go"}).status is Status.REGISTERED


def test_exec_goes_over_capacity_by_saying_so() -> None:
    store_event(capac=0)
    sign_up(person(1))
    with pytest.raises(Refused, match="All seats"):
        move(person(1), status=Status.REGISTERED)
    moved = move(person(1), status=Status.REGISTERED, over_capacity=True)
    assert moved.act and OVER_CAPACITY in str(moved.act.notes)
    assert (seats().taken, seats().free) == (1, -1)


def test_undo_of_a_cancellation_needs_the_seat() -> None:
    store_event(capac=1)
    sign_up(person(0))
    act = move(person(0), status=Status.CANCELLED).act
    undo(person(0), act.act_id, actor=EXEC, now=NOW)
    assert seats().taken == 1
    act = move(person(0), status=Status.CANCELLED).act
    sign_up(person(1))
    with pytest.raises(Refused, match="full"):
        undo(person(0), act.act_id, actor=EXEC, now=NOW)
    assert find_act(person(0), act.act_id).undone_at is None


def test_check_in_is_once_with_its_time(database_calls: list[str]) -> None:
    store_event()
    sign_up(person(1))
    database_calls.clear()
    move(person(1), status=Status.CHECKED_IN)
    assert database_calls == ["TransactGetItems", "TransactWriteItems"]
    assert registration(person(1)).checked_in_at == NOW
    with pytest.raises(Refused, match="already checked in"):
        move(person(1), status=Status.CHECKED_IN)


def test_points_add_up_at_once() -> None:
    store_event()
    sign_up(person(1))
    at_once(*(lambda: move(person(1), more_points=10) for _ in range(5)))
    assert registration(person(1)).points == 50
