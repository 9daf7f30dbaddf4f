"""What execs are told before they move people or add seats, and what comes of it."""

import pytest

from core.audit.trail import batch_of
from events.errors import EventUnknown
from events.services.editing import edit_event, plan_edit_event
from events.services.moving import Planned, Wanted, move_registration, plan_moves
from events.statuses import Status
from events.tests.rows import (
    EXEC,
    GALA,
    NOW,
    assert_counts_are_true,
    person,
    registration,
    sign_up,
    store_event,
    store_user,
)


def planned(wanted: Wanted, *numbers: int) -> list[tuple[str | None, str]]:
    """Return the status that each would have, and what stands in the way."""
    plans: list[Planned] = plan_moves(map(person, numbers), *GALA, wanted, now=NOW)
    return [(one.after.status if one.after else None, one.refusal) for one in plans]


def test_plan_of_moves_is_what_becomes_of_each() -> None:
    store_event(
        isApplicationBased=True, pricing={"members": 0, "nonMembers": 9}, capac=9
    )
    store_user(person(0), isMember=True)
    for number in (0, 1):
        sign_up(person(number))
    accept = Wanted(status=Status.ACCEPTED)

    plan = planned(accept, 0, 1)
    moved = [
        move_registration(
            person(number), *GALA, accept, actor=EXEC, by_exec=True, now=NOW
        ).registration.status
        for number in (0, 1)
    ]

    # Members have nothing to pay here, so they have only to confirm.
    expected = [Status.ACCEPTED_PENDING, Status.ACCEPTED]
    assert plan == [(status, "") for status in expected]
    assert moved == expected


def test_plan_of_moves_names_refusals_and_leaves_strangers_out() -> None:
    store_event(capac=1)
    for number in (0, 1):
        sign_up(person(number))

    (first, second) = planned(Wanted(status=Status.CHECKED_IN), 0, 1, 7)

    assert first == (Status.CHECKED_IN, "")
    assert second[0] is None and "waitlist" in second[1]


@pytest.mark.parametrize(("over", "seated"), [(False, 1), (True, 2)])
def test_plan_of_moves_counts_seats_until_there_are_none(
    over: bool, seated: int
) -> None:
    store_event(capac=1)
    cancel = Wanted(status=Status.CANCELLED)
    for number in (0, 1):
        sign_up(person(number))
        move_registration(
            person(number), *GALA, cancel, actor=EXEC, by_exec=True, now=NOW
        )

    plan = planned(Wanted(status=Status.REGISTERED, over_capacity=over), 0, 1)

    assert [status for status, _ in plan].count(Status.REGISTERED) == seated


def test_plan_of_moves_costs_three_calls(database_calls: list[str]) -> None:
    store_event(capac=50)
    for number in range(20):
        sign_up(person(number))
    database_calls.clear()

    planned(Wanted(status=Status.CHECKED_IN), *range(20))

    assert database_calls == ["TransactGetItems", "BatchGetItem", "BatchGetItem"]


def test_plan_of_moves_for_no_event_is_refused() -> None:
    with pytest.raises(EventUnknown):
        planned(Wanted(status=Status.CANCELLED), 0)


def test_moves_of_a_batch_are_found_together() -> None:
    store_event()
    for number in (0, 1):
        sign_up(person(number))
        move_registration(
            person(number),
            *GALA,
            Wanted(status=Status.CHECKED_IN),
            actor=EXEC,
            by_exec=True,
            now=NOW,
            batch="evening",
        )

    found = {act.subject for act in batch_of("evening", now=NOW)}

    assert found == {person(0), person(1)}


def test_seats_that_are_added_go_to_whoever_waits_longest() -> None:
    store_event(capac=1)
    for number in range(3):
        sign_up(person(number), now=NOW + number)

    plan = plan_edit_event(*GALA, {"capac": 2})
    edit_event(*GALA, {"capac": 2}, actor=EXEC, now=NOW)

    assert plan.touched == ["capac"]
    statuses = [registration(person(number)).status for number in range(3)]
    assert statuses == [Status.REGISTERED, Status.REGISTERED, Status.WAITLIST]
    assert_counts_are_true()
