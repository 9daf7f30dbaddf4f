"""A storm: people pay, refund and dispute while webhooks are lost, doubled and torn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from accounts.models import User
from core.dynamo.client import listening, shared_client
from core.dynamo.errors import Stale
from core.dynamo.rows import store_rows
from core.errors import Refused
from events.models import Event, Registration, event_key
from memberships.facts import MembershipFacts
from memberships.services import grant_membership, revoke_membership
from payments.errors import UnidentifiedPayment
from payments.gateway import fetched_session, stripe_client
from payments.ledger import Account, account_of
from payments.services.decisions import keep, retry, revoke
from payments.services.fulfilment import settle
from payments.services.orders import Order, open_checkout
from payments.services.reconciliation import Looked, heal, sessions_since
from payments.services.webhooks import apply_event
from payments.tests.memory_stripe import MemoryStripe, delivered
from tools.stripe import payments, sessions
from tools.stripe.store import Store, StoredObject

WRITE = "TransactWriteItems"
START = 1_795_176_000_000
BEN = "ben@ubcbiztech.com"
# (cents, what its metadata says): opened by somebody else with the club's key.
FOREIGN: tuple[tuple[int, dict[str, str]], ...] = (
    (100, {"paymentType": "OAuthMember"}),
    (1200, {"paymentType": "Member"}),
    (1500, {"paymentType": "Gift"}),
    (1500, {"paymentType": "Member", "email": "nobody"}),
)
STATUSES = ("incomplete", "accepted", "cancelled")
TYPES = ("UserMember", "OAuthMember", "Member", "Event")

# ("before" or "after", the how-manieth transaction), or None.
Fault = tuple[str, int] | None


class Crash(BaseException):
    """The process ends here."""


class Storm:
    """Two people, an event, and everything that happens to their money."""

    def __init__(self, number: int) -> None:
        self.stripe = MemoryStripe(now=START)
        self.people = [f"{name}.{number}@ubc.ca" for name in ("amira", "dora")]
        self.event_id = f"gala{number}"
        self.decided = False
        self.statuses: dict[str, str] = {}

    @property
    def now(self) -> int:
        """The present moment, for us and for Stripe."""
        return self.stripe.now

    def begin(self, statuses: list[str | None], *, has_account: bool) -> None:
        """Store an event and who is registered for it, and perhaps an account."""
        pricing = {"members": 10, "nonMembers": 12.5}
        event: dict[str, Any] = {"id": self.event_id, "year": 2026, "ename": "Gala"}
        store_rows(Event.of({**event, "pricing": pricing}))
        for email, status in zip(self.people, statuses, strict=True):
            if status:
                key = event_key(self.event_id, 2026)
                row = {"id": email, "eventID;year": key, "registrationStatus": status}
                store_rows(Registration.of(row))
                self.statuses[email] = status
        if has_account:
            store_rows(
                User.of({"id": self.people[0], "isMember": False, "createdAt": 1})
            )

    def open(self, who: int, kind: int, ubc: bool, fault: Fault) -> None:
        """Ask for a checkout."""
        order = Order(
            payment_type=TYPES[kind],
            email=self.people[who],
            success_url="http://localhost:3000/done",
            event_id=self.event_id if TYPES[kind] == "Event" else "",
            year=2026 if TYPES[kind] == "Event" else None,
            answers={
                "fname": "Amira",
                "education": "UBC" if ubc else "UNI",
                "eventID": self.event_id,
                "year": 2026,
            },
            password="Correct-horse-1" if ubc else None,
        )
        with suppress(Refused), self._struck(fault):
            open_checkout(order, now=self.now)

    def open_foreign(self, who: int, kind: int) -> None:
        """Open a checkout with the club's key that is not as we would."""
        cents, metadata = FOREIGN[kind]
        price: Any = {"currency": "cad", "unit_amount": cents}
        line: Any = {"price_data": price | {"product_data": {"name": "?"}}}
        stripe_client().v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [line | {"quantity": 1}],
                "success_url": "http://localhost:3000",
                "metadata": {"email": self.people[who], **metadata},
            }
        )

    def stripe_act(self, which: int, act: str) -> None:
        """Let the payer, the bank or the club do something at Stripe."""
        every = self.stripe.sessions()
        if every:
            self.stripe.act(every[which % len(every)]["id"], ACTS[act])

    def deliver(
        self, which: int, fault: Fault = None, within: int | None = None
    ) -> None:
        """Deliver an event; ``within`` is another that overtakes its first write."""
        events = self.stripe.events()
        if not events:
            return
        event = events[which % len(events)]
        other = None if within is None else events[within % len(events)]
        with self._struck(fault), overtaken(lambda: self._apply(other)):
            self._apply(event)

    def deliver_all_again(self) -> None:
        """Deliver every event there ever was, the newest first."""
        for event in self.stripe.events()[::-1]:
            self._apply(event)

    def come_back(self, which: int, fault: Fault) -> None:
        """Open the page that a payer returns to."""
        every = self.stripe.sessions()
        if every:
            seen = fetched_session(every[which % len(every)]["id"])
            with self._struck(fault):
                settle(seen, now=self.now)

    def decide(self, which: int, how: int, fault: Fault) -> None:
        """Let an exec decide about a payment that waits for it."""
        waiting = [
            account.payment
            for account in self.ledger().values()
            if account.payment and account.payment.attention
        ]
        if not waiting:
            return
        self.decided = True
        payment = waiting[which % len(waiting)]
        with suppress(Refused), self._struck(fault):
            if how == 0:
                keep(payment.id, actor=BEN, now=self.now)
            elif how == 1:
                revoke(payment.id, reason="Refunded.", actor=BEN, now=self.now)
            else:
                retry(payment.id, actor=BEN, now=self.now)

    def take(self, who: int) -> None:
        """Let an exec revoke a membership that was not paid back."""
        revoke_membership(
            self.people[who], reason="Left.", keep_profile=True, actor=BEN, now=self.now
        )

    def grant(self, who: int) -> None:
        """Let an exec grant a membership."""
        grant_membership(
            MembershipFacts(email=self.people[who]), actor=BEN, now=self.now
        )

    def reconcile(self, fault: Fault = None) -> list[Looked]:
        """Heal what Stripe lists."""
        found: list[Looked] = []
        with self._struck(fault):
            for session in sessions_since(0):
                self.stripe.now += 1
                found.append(heal(session, actor=BEN, now=self.now))
        return found

    def ledger(self) -> dict[str, Account]:
        """Return what the ledger has of each of Stripe's sessions."""
        return {one["id"]: account_of(one["id"]) for one in self.stripe.sessions()}

    def _apply(self, event: dict[str, Any] | None) -> None:
        if event is not None:
            self.stripe.now += 1
            # What the route answers 400 or 503 to; Stripe delivers again, or not.
            with suppress(UnidentifiedPayment, Stale):
                apply_event(delivered(event), now=self.now)

    @contextmanager
    def _struck(self, fault: Fault) -> Iterator[None]:
        if fault is None:
            yield
            return
        with suppress(Crash), crashing(*fault):
            yield


def _give_back(cents: int | None) -> Callable[[Store, StoredObject], object]:
    def give_back(store: Store, session: StoredObject) -> None:
        intent = session.public["payment_intent"] or ""
        charge = payments.successful_charge(store, intent)
        payments.give_back(store, charge, amount=cents)

    return give_back


def _dispute(store: Store, session: StoredObject) -> None:
    intent = session.public["payment_intent"] or ""
    payments.open_dispute(store, payments.successful_charge(store, intent))


ACTS: dict[str, Callable[[Store, StoredObject], object]] = {
    "pay": payments.pay,
    "decline": payments.decline,
    "pay later": payments.pay_later,
    "money arrives": lambda b, s: payments.settle_later(b, s, succeeded=True),
    "money fails": lambda b, s: payments.settle_later(b, s, succeeded=False),
    "type a code": lambda b, s: sessions.apply_code(b, s, "HALF"),
    "expire": payments.expire,
    "refund part": _give_back(500),
    "refund": _give_back(None),
    "dispute": _dispute,
}


@contextmanager
def crashing(when: str, place: int) -> Iterator[None]:
    """Crash before or after the transaction of that place, from 0, takes effect."""
    left = [place]

    def strike() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crash

    if when == "before":
        with listening(lambda operation, _: strike() if operation == WRITE else None):
            yield
        return
    hooks = shared_client().meta.events
    name = f"after-call.dynamodb.{WRITE}"

    def after(http_response: Any, **_: Any) -> None:
        if http_response.status_code == 200:
            strike()

    hooks.register(name, after)
    try:
        yield
    finally:
        hooks.unregister(name, after)


@contextmanager
def overtaken(by: Callable[[], object]) -> Iterator[None]:
    """Do something else just before the first transaction is sent."""
    done: list[str] = []

    def overtake(operation: str, _: Any) -> None:
        if operation == WRITE and not done:
            done.append(operation)
            by()

    with listening(overtake):
        yield
