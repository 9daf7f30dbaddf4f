"""A gala with a price, for which people register, and pay at a Stripe in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from core.clock import MINUTE
from events.services.editing import edit_event
from events.services.moving import Wanted, move_registration
from events.services.registering import Application, register
from events.statuses import Status
from events.tests.rows import EXEC, GALA, NOW, registration, store_event
from payments.ledger import account_of
from payments.models import Payment
from payments.services.orders import Order, open_checkout
from payments.services.webhooks import apply_event
from payments.stripe_objects import session_named
from payments.tests.memory_stripe import MemoryStripe, delivered
from payments.tests.storm import ACTS
from tools.stripe.transport import StandInTransport

DONE = "http://localhost:3000/done"


class BoxOffice:
    """One event, and a Stripe whose clock is that of everybody."""

    def __init__(self, *, capacity: int, **values: Any) -> None:
        self.stripe = MemoryStripe(now=NOW)
        self._told = 0
        price = {"pricing": {"members": 10, "nonMembers": 10}}
        self.event = store_event(**{"capac": capacity, **price, **values})

    @property
    def now(self) -> int:
        """The present moment."""
        return self.stripe.now

    def wait(self, ms: int) -> None:
        """Let some time pass."""
        self.stripe.now += ms

    def register(self, email: str) -> Status:
        """Register somebody, and tell what was decided."""
        application = Application(
            email=email, event_id=GALA[0], year=GALA[1], fname="Amira"
        )
        return register(application, actor=email, by_exec=False, now=self.now).status

    def open(self, email: str, **values: Any) -> str:
        """Open a checkout for somebody; return its session's id."""
        order = Order(
            payment_type="Event",
            email=email,
            success_url=DONE,
            event_id=GALA[0],
            year=GALA[1],
            answers={"fname": "Amira", "eventID": GALA[0], "year": GALA[1]},
        )
        return session_named(open_checkout(replace(order, **values), now=self.now))

    def at_stripe(self, session_id: str, act: str) -> None:
        """Let something happen to a session, of which nobody is told yet."""
        assert self.stripe.act(session_id, ACTS[act])

    def deliver(self) -> None:
        """Deliver what Stripe has to tell and has not told yet."""
        events = self.stripe.events()
        news, self._told = events[self._told :], len(events)
        for one in news:
            apply_event(delivered(one), now=self.now)

    def happen(self, session_id: str, act: str) -> Payment:
        """Let something happen to a session, and be told of it; return its payment."""
        self.at_stripe(session_id, act)
        self.deliver()
        return payment(session_id)

    def move(self, email: str, status: Status, **wanted: Any) -> None:
        """Let an exec move somebody."""
        move_registration(
            email,
            *GALA,
            Wanted(status=status, **wanted),
            actor=EXEC,
            by_exec=True,
            now=self.now,
        )

    def make_room(self, capacity: int) -> None:
        """Let an exec change how many people there is room for."""
        edit_event(*GALA, {"capac": capacity}, actor=EXEC, now=self.now)


@contextmanager
def reaching(stripe: list[MemoryStripe]) -> Iterator[None]:
    """Have Stripe's library reach the last of some accounts."""

    def request(_: StandInTransport, *args: Any, **named: Any) -> Any:
        return stripe[-1].request(*args, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(StandInTransport, "request", request)
        yield


def payment(session_id: str) -> Payment:
    """Return what the ledger says of a session."""
    found = account_of(session_id).payment
    assert found
    return found


def standing(email: str) -> tuple[str | None, int | None, bool]:
    """Return somebody's status, hold in minutes from the start, and if they can pay."""
    row = registration(email)
    held = int(row.hold_until) - NOW if row.hold_until else None
    return row.status, None if held is None else held // MINUTE, bool(row.checkout_link)
