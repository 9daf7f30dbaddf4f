"""The worker: one process at a time, and nothing that fails stops it."""

import logging
from threading import Event

import pytest

from biztech.worker import LEASE, Worker, working
from core.audit.pending_work import pending_work
from core.leases import hold, let_go
from interactions.queries import connections_of
from memberships.services import revoke_membership
from memberships.tests.people import AMIRA, BEN, make_member, meet
from memberships.tests.test_revoke import crash_after


def test_lease_is_held_by_one_and_renewed_by_it(now: int) -> None:
    assert hold("cleaning", holder="one", now=now, for_ms=1000)

    assert not hold("cleaning", holder="other", now=now + 500, for_ms=1000)
    assert hold("cleaning", holder="one", now=now + 900, for_ms=1000)
    assert not hold("cleaning", holder="other", now=now + 1500, for_ms=1000)
    assert hold("cooking", holder="other", now=now + 1500, for_ms=1000)


def test_lease_that_ran_out_is_taken_over(now: int) -> None:
    hold("cleaning", holder="one", now=now, for_ms=1000)

    assert hold("cleaning", holder="other", now=now + 1001, for_ms=1000)
    assert not hold("cleaning", holder="one", now=now + 1002, for_ms=1000)


def test_lease_is_given_back_by_its_holder_alone(now: int) -> None:
    hold("cleaning", holder="one", now=now, for_ms=1000)

    let_go("cleaning", holder="other")
    assert not hold("cleaning", holder="other", now=now, for_ms=1000)
    let_go("cleaning", holder="one")
    assert hold("cleaning", holder="other", now=now, for_ms=1000)


def test_worker_takes_up_what_a_crash_left(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    crash_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        revoke_membership(AMIRA, reason="x", keep_profile=False, actor=BEN, now=now)
    monkeypatch.undo()
    assert len(pending_work()) == 1

    Worker().take_turn(now=now + 1)

    assert pending_work() == []
    assert connections_of(friend) == []


def test_worker_without_the_lease_does_nothing(now: int) -> None:
    done: list[str] = []
    first, second = (
        Worker({"note": lambda name=name: done.append(name)})  # type: ignore[misc]
        for name in ("first", "second")
    )

    turns = [worker.take_turn(now=now) for worker in (first, second, first)]

    assert turns == [True, False, True]
    assert done == ["first", "first"]


def test_job_that_fails_stops_no_other_and_is_told(
    now: int, caplog: pytest.LogCaptureFixture
) -> None:
    done = Event()

    def fail() -> None:
        raise ValueError(AMIRA)

    with caplog.at_level(logging.WARNING):
        Worker({"broken": fail, "sound": done.set}).take_turn(now=now)

    assert done.is_set()
    assert caplog.messages == ["worker.failed job=broken error=ValueError"]


def test_worker_works_at_once_and_gives_the_lease_back(now: int) -> None:
    done = Event()

    with working(Worker({"job": done.set})):
        assert done.wait(timeout=30)

    assert hold(LEASE, holder="the next", now=0, for_ms=1)
