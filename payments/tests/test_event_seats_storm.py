"""Storms over a paid event: no seat too many; money leads to a place or a task."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Lock
from typing import Any

import pytest

from biztech.tests.at_once import at_once
from core.clock import HOUR, MINUTE
from core.errors import Refused
from events.models import Event, Registration
from events.queries import registrations_of
from events.services.counting import recount
from events.services.moving import Wanted, move_registration
from events.services.waitlist import release_run_out
from events.statuses import ON_HOLD, SETTLED, Status, status_of
from events.tests.rows import EXEC, GALA, person, seats
from payments.ledger import account_of
from payments.models import Decision, Payment
from payments.services.decisions import keep, retry, revoke
from payments.services.webhooks import apply_event
from payments.tests.box_office import BoxOffice, reaching
from payments.tests.memory_stripe import MemoryStripe, delivered
from payments.tests.storm import ACTS, Crash, crashing

SIZE = int(os.environ.get("STORM_SIZE", "1"))
PEOPLE = 5
STEPS = 22
FAULTY = 0.15
NO_DATES = {"startDate": None, "endDate": None, "deadline": None}
CLOSED = (Decision.KEEP, Decision.REVOKE, Decision.REFUNDED)
DECISIONS: list[Callable[..., object]] = [keep, retry, revoke]

Step = Callable[[], object]


@pytest.fixture
def accounts() -> Iterator[list[MemoryStripe]]:
    """Let Stripe's library reach the account of the storm, the last one here."""
    known: list[MemoryStripe] = []
    with reaching(known):
        yield known


class Storm:
    """Some people, few seats with a price, and whatever may happen."""

    def __init__(self, seed: int, accounts: list[MemoryStripe]) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - replayable
        capacity = self.chance.randrange(1, 4)
        self.office = BoxOffice(capacity=capacity, **NO_DATES)
        accounts.append(self.office.stripe)
        # Who left at some time, or was made to: their money gives no place any more.
        self.left: set[str] = set()
        self.over_capacity = False

    def step(self) -> Step:
        """Return something that may happen, with all chances drawn."""
        chance, office = self.chance, self.office
        who, which = person(chance.randrange(PEOPLE)), chance.randrange(20)
        act = chance.choice(["pay", "pay", "pay", *ACTS])
        decide = chance.choice(DECISIONS)
        steps: dict[str, tuple[int, Step]] = {
            "register": (5, lambda: office.register(who)),
            "open": (6, lambda: office.open(who)),
            "at stripe": (8, lambda: self.at_stripe(which, act)),
            "deliver": (7, lambda: self.deliver(which)),
            "leave": (1, lambda: self.move(who, Status.CANCELLED, by_exec=False)),
            "cancel": (1, lambda: self.move(who, Status.CANCELLED, by_exec=True)),
            "check in": (1, lambda: self.move(who, Status.CHECKED_IN, by_exec=True)),
            "clock": (3, lambda: release_run_out(office.event, now=office.now)),
            "decide": (3, lambda: self.decide(decide, which)),
            "over": (1, lambda: self.decide(retry, which, over_capacity=True)),
            "room": (2, lambda: office.make_room(which % 5)),
        }
        (name,) = chance.choices(list(steps), [weight for weight, _ in steps.values()])
        return steps[name][1]

    def at_stripe(self, which: int, act: str) -> None:
        """Let something happen to a session at Stripe, if it may."""
        if every := self.office.stripe.sessions():
            self.office.stripe.act(every[which % len(every)]["id"], ACTS[act])

    def deliver(self, which: int) -> None:
        """Deliver an event, whichever came before it, perhaps again."""
        if events := self.office.stripe.events():
            apply_event(
                delivered(events[-1 - which % len(events)]), now=self.office.now
            )

    def deliver_all(self) -> None:
        """Deliver everything, as Stripe does until it is answered."""
        for event in self.office.stripe.events():
            apply_event(delivered(event), now=self.office.now)

    def move(self, email: str, status: Status, *, by_exec: bool) -> None:
        """Let somebody move a registration."""
        if status is Status.CANCELLED:
            self.left.add(email)
        move_registration(
            email,
            *GALA,
            Wanted(status=status),
            actor=EXEC if by_exec else email,
            by_exec=by_exec,
            now=self.office.now,
        )

    def decide(self, how: Callable[..., object], which: int, **said: Any) -> None:
        """Let an exec decide about a payment that waits for it."""
        waiting = [one for one in self.payments() if one.attention]
        if not waiting:
            return
        payment = waiting[which % len(waiting)]
        if how is revoke:
            self.left.add(str(payment.email))
            said = {"reason": "Refunded."}
        self.over_capacity = self.over_capacity or "over_capacity" in said
        how(payment.id, actor=EXEC, now=self.office.now, **said)

    def payments(self) -> list[Payment]:
        """Return what the ledger has of Stripe's sessions."""
        accounts = [account_of(one["id"]) for one in self.office.stripe.sessions()]
        return [known.payment for known in accounts if known.payment]

    def pass_time(self) -> None:
        """Let some time pass."""
        self.office.wait(self.chance.choice([MINUTE, 10 * MINUTE, 35 * MINUTE, HOUR]))

    def settle_down(self) -> None:
        """Have everything reported that Stripe knows, twice, and every hold end."""
        for _ in range(2):
            self.deliver_all()
        release_run_out(self.office.event, now=self.office.now)


def happen(step: Step, fault: tuple[str, int] | None = None) -> None:
    with suppress(Refused, Crash):
        if fault is None:
            step()
            return
        with crashing(*fault):
            step()


def taken() -> int:
    return int(seats().taken or 0)


def room() -> int:
    return Event.get(*GALA).room or 0


def assert_in_order(storm: Storm) -> None:
    rows = {str(row.id): row for row in registrations_of(*GALA)}
    event = Event.get(*GALA)
    now = storm.office.now
    assert recount(event, now=now, apply=False).differences == ()
    assert not seats().waiting or int(seats().free or 0) <= 0
    for row in rows.values():
        assert not row.hold_until or row.hold_until > now
        assert not row.hold_until or status_of(row.status) in ON_HOLD
    assert_money_has_its_effect(storm, rows)


def assert_money_has_its_effect(storm: Storm, rows: dict[str, Registration]) -> None:
    placed: Counter[str] = Counter()
    known = {str(payment.id): payment for payment in storm.payments()}
    for truth in storm.office.stripe.sessions():
        if truth["payment_status"] != "paid":
            continue
        payment = known[truth["id"]]
        assert payment.state == "paid"
        assert payment.fulfilled_at or payment.attention or payment.decision in CLOSED
        email = str(payment.email)
        if payment.fulfilled_at and email not in storm.left:
            assert status_of(rows[email].status) in SETTLED
            placed[email] += not payment.attention and not payment.decision
    assert all(number <= 1 for number in placed.values())


@pytest.mark.parametrize("seed", range(16 * SIZE))
def test_storm_of_payments_one_thing_at_a_time(
    accounts: list[MemoryStripe], seed: int
) -> None:
    storm = Storm(seed, accounts)
    for number in range(2):
        storm.office.register(person(number))
    for _ in range(STEPS):
        fault = None
        if storm.chance.random() < FAULTY:
            fault = (
                storm.chance.choice(["before", "after"]),
                storm.chance.randrange(2),
            )
        before, storm.over_capacity = taken(), False
        happen(storm.step(), fault)
        assert taken() <= max(before, room()) or storm.over_capacity
        if storm.chance.random() < 0.4:
            storm.pass_time()
    storm.settle_down()
    assert_in_order(storm)


@pytest.mark.parametrize("seed", range(6 * SIZE))
def test_storm_of_payments_at_once(accounts: list[MemoryStripe], seed: int) -> None:
    storm = Storm(seed, accounts)
    lock = Lock()
    asked = storm.office.stripe.request

    def one_at_a_time(*args: Any, **named: Any) -> Any:
        with lock:
            return asked(*args, **named)

    storm.office.stripe.request = one_at_a_time  # type: ignore[method-assign]
    for number in range(3):
        with suppress(Refused):
            storm.office.register(person(number))
            storm.office.open(person(number))
        storm.at_stripe(number, "pay")
    for _ in range(4):
        before = taken()
        happen_at_once(*at_once_steps(storm))
        assert taken() <= max(before, room())
        storm.at_stripe(storm.chance.randrange(20), storm.chance.choice(list(ACTS)))
        storm.pass_time()
    storm.settle_down()
    assert_in_order(storm)


def at_once_steps(storm: Storm) -> list[Step]:
    """Return what may happen at one moment: people, the clock, and doubled reports."""
    chance, office = storm.chance, storm.office
    whom = [person(chance.randrange(PEOPLE)) for _ in range(3)]
    told = [delivered(event) for event in office.stripe.events()]
    chance.shuffle(told)
    return [
        lambda: office.register(whom[0]),
        lambda: office.open(whom[1]),
        lambda: storm.move(whom[2], Status.CANCELLED, by_exec=True),
        lambda: release_run_out(office.event, now=office.now),
        *(lambda one=one: apply_event(one, now=office.now) for one in told[:2] * 2),
    ]


def happen_at_once(*steps: Step) -> None:
    for answer in at_once(*steps):
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer
