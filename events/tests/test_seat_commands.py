"""The commands and the worker's job that look after seats."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from biztech.worker import Worker
from core.clock import DAY, HOUR, iso_text, now_ms
from events.models import Event, Seats
from events.services import waitlist
from events.services.registering import Application, register
from events.services.seats import HOLD_FOR
from events.tests.rows import (
    GALA,
    GALA_KEY,
    assert_counts_are_true,
    person,
    registration,
    seats,
    store_event,
    store_registration,
)

PRICED: dict[str, Any] = {"pricing": {"members": 10, "nonMembers": 10}}


def run(command: str, *event: Any, **options: Any) -> str:
    """Run a command; return what it writes."""
    out = StringIO()
    call_command(command, *event, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def store_gala(**values: Any) -> Event:
    """Store an event that takes registrations today."""
    ahead = {"startDate": 7, "endDate": 8, "deadline": 6}
    dates = {name: iso_text(now_ms() + days * DAY) for name, days in ahead.items()}
    return store_event(**{**dates, **values})


def sign_up(number: int, *, ago: int = 0) -> None:
    """Have somebody register some while ago."""
    application = Application(email=person(number), event_id=GALA[0], year=GALA[1])
    register(application, actor="anonymous", by_exec=False, now=now_ms() - ago)


def line_of_two() -> None:
    """Store an event with a seat more than there was when two came to wait."""
    store_gala(capac=0)
    sign_up(1, ago=2)
    sign_up(2, ago=1)
    store_gala(capac=1)
    run("recount_seats", *GALA)


def test_recount_says_what_differs_and_mends_it() -> None:
    store_gala(capac=3)
    sign_up(1)
    store_registration(person(2))
    taken = f"{GALA_KEY}: taken is 1, the registrations say 2\n"

    dry, first, second = (
        run("recount_seats", *GALA, dry_run=True),
        run("recount_seats"),
        run("recount_seats", *GALA),
    )

    assert taken in dry and taken in first
    assert dry.endswith("Counted 1 events, would change 1.\n")
    assert first.endswith("Counted 1 events, changed 1.\n")
    assert second == "Counted 1 events, changed 0.\n"
    assert seats().taken == 2


def test_dry_recount_writes_nothing() -> None:
    store_gala()

    run("recount_seats", dry_run=True)

    assert Seats.find(*Seats.key(GALA_KEY), consistent=True) is None


def test_promotion_reaches_who_waits_longest() -> None:
    line_of_two()

    dry = run("promote_waitlist", *GALA, dry_run=True)
    waiting = registration(person(1)).status
    first, second = run("promote_waitlist", *GALA), run("promote_waitlist")

    assert dry == f"{GALA_KEY}: 1\nWould promote at most 1 people.\n"
    assert waiting == "waitlist"
    assert first == f"{GALA_KEY}: 1\nPromoted 1 people.\n"
    assert second == "Promoted 0 people.\n"
    statuses = [registration(person(number)).status for number in (1, 2)]
    assert statuses == ["registered", "waitlist"]


def test_nobody_is_promoted_once_the_event_is_over() -> None:
    line_of_two()
    store_gala(capac=1, endDate=iso_text(now_ms() - HOUR))

    dry = run("promote_waitlist", *GALA, dry_run=True)

    assert dry == "Would promote at most 0 people.\n"
    assert run("promote_waitlist", *GALA) == "Promoted 0 people.\n"


def test_holds_that_ran_out_go_to_whoever_waits() -> None:
    store_gala(capac=1, **PRICED)
    sign_up(1, ago=HOLD_FOR + HOUR)
    sign_up(2, ago=HOUR)

    dry = run("expire_holds", dry_run=True)
    kept = registration(person(1)).hold_until
    first, second = run("expire_holds"), run("expire_holds", *GALA)

    assert dry == "Would free 1 seats.\n"
    assert kept
    assert first == "Freed 1 seats, promoted 1 people.\n"
    assert second == "Freed 0 seats, promoted 0 people.\n"
    assert registration(person(1)).hold_until is None
    assert registration(person(2)).hold_until
    assert_counts_are_true()


@pytest.mark.parametrize(
    "command", ["recount_seats", "promote_waitlist", "expire_holds"]
)
def test_command_says_which_event_it_cannot_find(command: str) -> None:
    with pytest.raises(CommandError, match="Name the event's year"):
        run(command, "gala")
    with pytest.raises(CommandError, match="'gala' and secondaryKey '2026' could not"):
        run(command, *GALA)


def test_worker_frees_seats_and_lets_people_move_up_each_turn() -> None:
    store_gala(capac=1, **PRICED)
    sign_up(1, ago=HOLD_FOR + HOUR)
    sign_up(2, ago=HOUR)

    for turn in range(2):
        Worker().take_turn(now=now_ms() + turn * HOUR)

    assert registration(person(1)).hold_until is None
    assert registration(person(2)).status == "incomplete"
    assert registration(person(2)).hold_until
    assert_counts_are_true()


def test_event_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    store_gala(id="aaa")
    store_gala(capac=1, **PRICED)
    sign_up(1, ago=HOLD_FOR + HOUR)
    release = waitlist.release_run_out

    def failing(event: Event, *, now: int) -> Any:
        if event.id == "aaa":
            raise LookupError
        return release(event, now=now)

    monkeypatch.setattr(waitlist, "release_run_out", failing)

    with pytest.raises(LookupError):
        waitlist.release_all_run_out(now=now_ms())

    assert registration(person(1)).hold_until is None
