"""At the door: who comes in, who hears why not, and scans that arrive oddly."""

from functools import partial
from typing import Any

import pytest

from biztech.tests.at_once import at_once, just_before_the_commit
from core.audit.errors import ActNotFound
from core.audit.trail import history
from core.clock import DAY, HOUR
from core.dynamo.rows import store_rows
from events import tickets
from events.errors import EventUnknown
from events.models import Event, Registration
from events.services.counting import recount
from events.services.door import Arrival, Outcome, Scan, let_in, take_back
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from events.tests.rows import (
    EXEC,
    GALA,
    GALA_KEY,
    NOW,
    assert_counts_are_true,
    person,
    registration,
    sign_up,
    store_event,
)

OTHER_EXEC = "dana@ubcbiztech.com"
WHO = person(1)
TONIGHT = NOW + 7 * DAY + HOUR


@pytest.fixture(autouse=True)
def gala() -> None:
    """Let somebody register for the gala; the doors open in a week."""
    store_event()
    sign_up(WHO)


def scan(
    text: str = "",
    *,
    scan_id: str = "first",
    actor: str = EXEC,
    now: int = TONIGHT,
    **values: Any,
) -> Arrival:
    if not (text or values.get("email")):
        text = tickets.issue(WHO, *GALA)
    given = Scan(scan_id=scan_id, event_id=GALA[0], year=GALA[1], text=text, **values)
    return let_in(given, actor=actor, now=now)


def store_as(status: str, **values: Any) -> None:
    """Put their registration as an older service may have left it."""
    row = {**registration(WHO).plain(), "registrationStatus": status, **values}
    store_rows(Registration.of(row))


def check_ins() -> int:
    return sum(act.act == "check in" for act in history(WHO))


def test_ticket_lets_its_owner_in_by_two_calls(database_calls: list[str]) -> None:
    ticket = tickets.issue(WHO, *GALA)
    database_calls.clear()

    arrival = scan(ticket)

    assert database_calls == ["TransactGetItems", "TransactWriteItems"]
    assert (arrival.outcome, arrival.is_unverified) == (Outcome.COME_IN, False)
    assert registration(WHO).status == "checkedIn"
    assert registration(WHO).checked_in_at == TONIGHT
    assert_counts_are_true()


def test_whoever_was_found_by_name_comes_in() -> None:
    assert scan(email=WHO).outcome is Outcome.COME_IN
    assert registration(WHO).status == "checkedIn"


def test_old_ticket_lets_in_and_says_that_anybody_can_make_one() -> None:
    arrival = scan(f"{WHO};{GALA_KEY};Amira")

    assert (arrival.outcome, arrival.is_unverified) == (Outcome.COME_IN, True)


@pytest.mark.parametrize(
    ("status", "review", "outcome"),
    [
        ("registered", "", Outcome.COME_IN),
        ("acceptedComplete", "accepted", Outcome.COME_IN),
        ("accepted", "accepted", Outcome.COME_IN_UNPAID),
        ("acceptedPending", "accepted", Outcome.COME_IN_UNCONFIRMED),
    ],
)
def test_who_is_expected_is_let_in(status: str, review: str, outcome: Outcome) -> None:
    store_as(status, applicationStatus=review)

    assert scan().outcome is outcome
    assert registration(WHO).status == "checkedIn"


@pytest.mark.parametrize(
    ("status", "review", "outcome"),
    [
        ("incomplete", "", Outcome.UNPAID),
        ("waitlist", "", Outcome.WAITLIST),
        ("cancelled", "", Outcome.CANCELLED),
        ("rejected", "rejected", Outcome.REJECTED),
        ("registered", "reviewing", Outcome.UNDER_REVIEW),
        ("incomplete", "reviewing", Outcome.UNPAID),
        ("of an older service", "", Outcome.UNCLEAR),
    ],
)
def test_whoever_is_not_expected_stays_where_they_are(
    status: str, review: str, outcome: Outcome
) -> None:
    store_as(status, applicationStatus=review)

    arrival = scan()

    assert arrival.outcome is outcome
    assert arrival.registration is not None
    assert arrival.registration.full_name == "Amira"
    assert registration(WHO).status == status
    assert check_ins() == 0


def test_ticket_of_another_event_and_of_nobody_let_nobody_in() -> None:
    other = scan(tickets.issue(WHO, "prom", 2026))
    stranger = scan(tickets.issue(person(2), *GALA))

    assert other.outcome is Outcome.OTHER_EVENT
    assert other.ticket is not None
    assert other.ticket.event_id == "prom"
    assert stranger.outcome is Outcome.NOT_REGISTERED
    assert scan("https://example.org/menu").outcome is Outcome.NO_TICKET
    assert registration(WHO).status == "registered"


def test_full_event_has_no_seat_for_whose_hold_ran_out() -> None:
    store_event(capac=0)
    store_as("accepted", applicationStatus="accepted")
    recount(Event.get(*GALA), now=NOW)

    arrival = scan()

    assert arrival.outcome is Outcome.FULL
    assert registration(WHO).status == "accepted"


def test_unknown_event_is_refused() -> None:
    with pytest.raises(EventUnknown):
        let_in(
            Scan(scan_id="s", event_id="prom", year=2026, email=WHO),
            actor=EXEC,
            now=TONIGHT,
        )


def test_second_scan_hears_since_when_they_are_in() -> None:
    scan()

    later = scan(scan_id="second", now=TONIGHT + HOUR)

    assert later.outcome is Outcome.ALREADY_IN
    assert later.registration is not None
    assert later.registration.checked_in_at == TONIGHT
    assert check_ins() == 1


@pytest.mark.parametrize("again", [False, True])
def test_scan_that_is_sent_again_says_what_it_did(again: bool) -> None:
    store_as("accepted", applicationStatus="accepted")
    first = scan()

    repeated = scan(now=TONIGHT + HOUR, again=again)

    assert repeated.outcome is first.outcome is Outcome.COME_IN_UNPAID
    assert repeated.registration is not None
    assert repeated.registration.checked_in_at == TONIGHT
    assert repeated.act is not None
    assert repeated.act.act_id == first.act.act_id if first.act else False
    assert check_ins() == 1


def test_scan_that_is_sent_again_after_it_was_taken_back_lets_nobody_in() -> None:
    first = scan()
    assert first.act is not None
    take_back(WHO, *GALA, first.act.act_id, actor=OTHER_EXEC, now=TONIGHT + 1)

    assert scan(again=True).outcome is Outcome.TAKEN_BACK
    assert registration(WHO).status == "registered"
    assert scan(scan_id="second").outcome is Outcome.COME_IN


def test_of_two_scanners_at_once_one_lets_in() -> None:
    arrivals = at_once(
        partial(scan, scan_id="one", actor=EXEC),
        partial(scan, scan_id="another", actor=OTHER_EXEC),
    )

    outcomes = sorted(arrival.outcome for arrival in arrivals)
    assert outcomes == [Outcome.ALREADY_IN, Outcome.COME_IN]
    assert check_ins() == 1
    assert_counts_are_true()


def test_one_scan_that_arrives_twice_at_once_lets_in_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    just_before_the_commit(monkeypatch, scan)

    assert scan().outcome is Outcome.COME_IN
    assert check_ins() == 1


def test_who_cancels_at_that_moment_is_not_let_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cancel() -> None:
        wanted = Wanted(status=Status.CANCELLED)
        move_registration(WHO, *GALA, wanted, actor=WHO, by_exec=False, now=TONIGHT)

    just_before_the_commit(monkeypatch, cancel)

    assert scan().outcome is Outcome.CANCELLED
    assert registration(WHO).checked_in_at is None


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (TONIGHT - HOUR, TONIGHT - HOUR),
        # Before the doors open, on the same day.
        (NOW + 7 * DAY - HOUR, NOW + 7 * DAY - HOUR),
        (TONIGHT + 1, TONIGHT),
        (NOW, TONIGHT),
        (None, TONIGHT),
    ],
)
def test_time_of_a_scan_is_kept_where_it_can_be_true(at: int | None, kept: int) -> None:
    scan(at=at)

    assert registration(WHO).checked_in_at == kept


def test_time_of_a_scan_counts_for_nothing_where_an_event_has_no_day() -> None:
    store_event(startDate=None, endDate=None)

    scan(at=TONIGHT - HOUR)

    assert registration(WHO).checked_in_at == TONIGHT


@pytest.mark.parametrize("status", ["registered", "acceptedComplete", "accepted"])
def test_taking_back_puts_the_registration_back_as_it_was(status: str) -> None:
    store_as(status, applicationStatus="accepted" if status != "registered" else "")
    before = registration(WHO).plain()
    act = scan().act
    assert act is not None

    for _ in range(2):
        take_back(WHO, *GALA, act.act_id, actor=OTHER_EXEC, now=TONIGHT + HOUR)

    assert registration(WHO).plain() == before
    assert [act.act for act in history(WHO)][:2] == ["undo", "check in"]


def test_taking_back_twice_at_once_takes_back_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act = scan().act
    assert act is not None
    again = partial(take_back, WHO, *GALA, act.act_id, actor=EXEC, now=TONIGHT + HOUR)
    just_before_the_commit(monkeypatch, again)

    again()

    assert registration(WHO).status == "registered"
    assert [act.act for act in history(WHO)][:2] == ["undo", "check in"]


def test_only_a_check_in_of_the_event_is_taken_back() -> None:
    act = scan().act
    assert act is not None
    (registering,) = (act for act in history(WHO) if act.act == "register")

    for act_id, event in (
        (registering.act_id, GALA),
        (act.act_id, ("prom", 2026)),
        ("nothing", GALA),
    ):
        with pytest.raises(ActNotFound):
            take_back(WHO, *event, act_id, actor=EXEC, now=TONIGHT)
    assert registration(WHO).status == "checkedIn"
