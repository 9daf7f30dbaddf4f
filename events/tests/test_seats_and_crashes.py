"""Seats when processes meet, and when one ends in the middle of what it does."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Literal

import pytest

from biztech.tests.at_once import at_once_in_two_processes
from core.clock import HOUR
from core.mail.models import OutgoingMail
from events.queries import registrations_of
from events.services.moving import Wanted, delete_registration, move_registration
from events.services.waitlist import release_all_run_out
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
)
from payments.tests.storm import Crash, crashing

LATER = NOW + 2 * HOUR


def sign_ups(process: int) -> list[Callable[[], object]]:
    """Return ten people's registrations, others in each process."""
    numbers = range(10 * process, 10 * process + 10)
    return [partial(sign_up, person(number)) for number in numbers]


@pytest.mark.other_process
def test_twenty_from_two_processes_get_the_one_seat_once() -> None:
    store_event(capac=1)

    at_once_in_two_processes(sign_ups)

    statuses = sorted(str(row.status) for row in registrations_of(*GALA))
    assert statuses == ["registered", *["waitlist"] * 19]
    assert (seats().taken, seats().waiting) == (1, 19)
    assert_counts_are_true()


def cancel() -> object:
    return move_registration(
        person(0),
        *GALA,
        Wanted(status=Status.CANCELLED),
        actor=person(0),
        by_exec=False,
        now=LATER,
    )


def delete() -> object:
    return delete_registration(person(0), *GALA, actor=EXEC, by_exec=True, now=LATER)


def register() -> object:
    return sign_up(person(2), now=LATER)


def expire() -> object:
    return release_all_run_out(now=LATER)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("act", [cancel, delete, register, expire])
@pytest.mark.parametrize("price", [0, 10])
def test_crash_leaves_seats_that_the_worker_gives_on(
    act: Callable[[], object],
    price: int,
    when: Literal["before", "after"],
    place: int,
) -> None:
    store_event(capac=1, pricing={"members": price, "nonMembers": price})
    sign_up(person(0))
    sign_up(person(1))

    with suppress(Crash), crashing(when, place):
        act()
    assert_counts_are_true()

    release_all_run_out(now=LATER)
    release_all_run_out(now=LATER)
    assert_counts_are_true()
    assert seats().taken == 1
    assert seats().waiting <= 2


def test_each_change_is_mailed_once() -> None:
    store_event(capac=1)
    sign_up(person(0))
    sign_up(person(1))
    cancel()
    expire()
    told = sorted(
        (str(mail.recipient), str(mail.kind)) for mail in OutgoingMail.read_all()
    )
    assert told == [
        (person(0), "cancelled"),
        (person(0), "registered"),
        (person(1), "promoted"),
        (person(1), "waitlist"),
    ]
    assert registration(person(1)).status == "registered"
