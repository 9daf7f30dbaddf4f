"""Storms over the seats of an event: never one too many, nobody lost, counts true."""

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest

from biztech.tests.at_once import at_once
from core.audit.reversal import undo
from core.audit.trail import history
from core.clock import HOUR, MINUTE
from core.errors import Refused
from events.models import Event, PlaceInLine
from events.queries import registrations_of
from events.services.counting import recount
from events.services.editing import edit_event
from events.services.moving import Wanted, delete_registration, move_registration
from events.services.waitlist import promote_waiting, release_run_out
from events.statuses import Status, status_of, takes_seat
from events.tests.rows import (
    EXEC,
    GALA,
    GALA_KEY,
    NOW,
    person,
    seats,
    sign_up,
    store_event,
)

SIZE = int(os.environ.get("STORM_SIZE", "1"))
PEOPLE = 6


class Storm:
    """Some people, an event with few seats, and whatever may happen."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - replayable
        self.now = NOW
        price = self.chance.choice([0, 0, 10])
        self.capacity = self.chance.randrange(4)
        self.event = store_event(
            capac=self.capacity, pricing={"members": price, "nonMembers": price}
        )

    def anybody(self) -> str:
        """Return somebody's address."""
        return person(self.chance.randrange(PEOPLE))

    def step(self) -> Callable[[], object]:
        """Return something that may happen, with all chances drawn."""
        who, now = self.anybody(), self.now
        status = self.chance.choice(list(Status))
        room = self.chance.randrange(4)
        mine = self.chance.choice([Status.CANCELLED, Status.ACCEPTED_COMPLETE])

        def moved(wanted: Status, *, by_exec: bool) -> object:
            actor = EXEC if by_exec else who
            return move_registration(
                who, *GALA, Wanted(status=wanted), actor=actor, by_exec=by_exec, now=now
            )

        steps: list[Callable[[], object]] = [
            lambda: sign_up(who, now=now),
            lambda: sign_up(who, now=now),
            lambda: moved(status, by_exec=True),
            lambda: moved(mine, by_exec=False),
            lambda: release_run_out(self.event, now=now),
            lambda: promote_waiting(*GALA, now=now),
            lambda: delete_registration(who, *GALA, actor=EXEC, by_exec=True, now=now),
            lambda: self._undo(who, now),
            lambda: self._resize(room),
        ]
        return self.chance.choice(steps)

    def pass_time(self) -> None:
        """Let some time pass."""
        self.now += self.chance.choice([MINUTE, HOUR, 30 * HOUR])

    def _resize(self, room: int) -> None:
        self.capacity = max(self.capacity, room)
        edit_event(*GALA, {"capac": room}, actor=EXEC, now=self.now)

    def _undo(self, who: str, now: int) -> None:
        acts = [act for act in history(who, limit=3) if act.undo_until]
        if acts:
            undo(who, acts[0].act_id, actor=EXEC, now=now)


def happen(*steps: Callable[[], object]) -> None:
    for answer in at_once(*steps):
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer


def assert_in_order(storm: Storm) -> None:
    rows = registrations_of(*GALA)
    taken = sum(map(takes_seat, rows))
    assert taken <= storm.capacity
    assert recount(Event.get(*GALA), now=storm.now, apply=False).differences == ()
    waiting = {row.id for row in rows if status_of(row.status) is Status.WAITLIST}
    assert {place.email for place in PlaceInLine.of_event(GALA_KEY)} == waiting
    assert not Counter(row.id for row in rows) - Counter({row.id for row in rows})


@pytest.mark.parametrize("seed", range(25 * SIZE))
def test_storm_of_one_thing_at_a_time(seed: int) -> None:
    storm = Storm(seed)
    sign_up(person(0))
    for _ in range(12):
        happen(storm.step())
        if storm.chance.random() < 0.3:
            storm.pass_time()
    assert_in_order(storm)
    release_run_out(storm.event, now=storm.now)
    if seats().waiting:
        assert seats().free <= 0


@pytest.mark.parametrize("seed", range(10 * SIZE))
def test_storm_of_many_things_at_once(seed: int) -> None:
    storm = Storm(seed)
    sign_up(person(0))
    for _ in range(4):
        happen(*(storm.step() for _ in range(4)))
        storm.pass_time()
    assert_in_order(storm)
