"""After any storm of webhooks the sheet balances, whatever came in which order."""

import itertools
import json
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from core.audit.models import Act
from core.audit.trail import history
from events.models import Registration, event_key
from memberships.models import Member
from memberships.people import person
from payments.membership_history import session_of
from payments.models import Payment, PaymentType
from payments.prices import MEMBERSHIP_TYPES, PAYMENT_TYPES
from payments.tests.storm import ACTS, BEN, STATUSES, Storm
from tools.stripe.transport import StandInTransport

# A tenth of what `make storm` plays.
STORMS = 100 * int(os.environ.get("STORM_SIZE", "1"))
PARTS = 10
FAULTY = 0.25
MOVED = {"incomplete": "registered", "accepted": "acceptedComplete"}
CLOSED = ("keep", "revoke", "refunded")

STEPS = {
    "stripe_act": 30,
    "deliver": 35,
    "open": 10,
    "come_back": 8,
    "decide": 5,
    "reconcile": 4,
    "open_foreign": 3,
    "take": 2,
    "grant": 2,
}
WEIGHTS = [30 if act == "pay" else 7 for act in ACTS]

Truth = dict[str, Any]
Script = list[tuple[Any, ...]]
numbers = itertools.count()


@pytest.fixture
def at_the_edge(monkeypatch: pytest.MonkeyPatch) -> list[Storm]:
    """Let Stripe's library reach the storm that is going on, the last one here."""
    current: list[Storm] = []

    def request(_: StandInTransport, *args: Any, **named: Any) -> Any:
        return current[-1].stripe.request(*args, **named)

    monkeypatch.setattr(StandInTransport, "request", request)
    return current


@pytest.mark.parametrize("part", range(PARTS))
def test_storm_leaves_a_sheet_that_balances(
    at_the_edge: list[Storm], settings: Any, part: int
) -> None:
    def fails(script: Script) -> AssertionError | None:
        try:
            play_out(script, at_the_edge, settings)
        except AssertionError as error:
            return error
        return None

    for seed in range(part, STORMS, PARTS):
        script = scripted(random.Random(seed))  # noqa: S311 - has to be the same again
        if fails(script):
            least = shortened(script, fails)
            raise AssertionError(f"storm {seed}: {least}") from fails(least)


def scripted(chance: random.Random) -> Script:
    """Return what happens in a storm, step by step."""

    def fault() -> Any:
        when = chance.choice(["before", "after"])
        return (when, chance.randrange(3)) if chance.random() < FAULTY else None

    def step() -> tuple[Any, ...]:
        (kind,) = chance.choices(list(STEPS), list(STEPS.values()))
        which, who = chance.randrange(12), chance.randrange(2)
        within = chance.randrange(12) if chance.random() < FAULTY else None
        arguments: dict[str, tuple[Any, ...]] = {
            "open": (who, chance.randrange(4), chance.random() < 0.5, fault()),
            "open_foreign": (who, chance.randrange(4)),
            "stripe_act": (which, *chance.choices(list(ACTS), WEIGHTS)),
            "deliver": (which, fault(), within),
            "come_back": (which, fault()),
            "decide": (which, chance.randrange(3), fault()),
            "take": (who,),
            "grant": (who,),
            "reconcile": (fault(),),
        }
        return kind, *arguments[kind]

    statuses = [chance.choice([None, *STATUSES]) for _ in range(2)]
    begin = ("begin", statuses, chance.random() < 0.3, chance.random() < 0.2)
    who = chance.randrange(2)
    opened: Script = [("open", who, chance.randrange(4), chance.random() < 0.5, None)]
    opened += [("stripe_act", 0, "pay")] * chance.randrange(2)
    return [begin, *opened, *(step() for _ in range(chance.randint(3, 9)))]


def play_out(script: Script, at_the_edge: list[Storm], settings: Any) -> None:
    """Let it all happen, reconcile, and check what is left of it."""
    (_, statuses, has_account, refunds_revoke), *steps = script
    settings.FULL_REFUND_REVOKES = refunds_revoke
    storm = Storm(next(numbers))
    at_the_edge.append(storm)
    storm.begin(statuses, has_account=has_account)
    for name, *arguments in steps:
        storm.stripe.now += 7_000
        getattr(storm, name)(*arguments)
    storm.stripe.now += 7_000
    storm.reconcile()

    before = Sheet(storm)
    before.check(refunds_revoke=refunds_revoke)
    again = storm.reconcile()
    assert {one.verdict for one in again} <= {"in order", "needs a decision"}
    storm.deliver_all_again()
    assert Sheet(storm).picture() == before.picture()


def shortened(script: Script, fails: Callable[[Script], object]) -> Script:
    """Return the script without the steps that it fails without, too."""
    least = script
    for step in reversed(script[1:]):
        shorter = [one for one in least if one is not step]
        if fails(shorter):
            least = shorter
    return least


class Sheet:
    """What Stripe, the ledger and the records say when the storm is over."""

    def __init__(self, storm: Storm) -> None:
        self.storm = storm
        self.truths = storm.stripe.sessions()
        self.ledger = storm.ledger()

    def payment(self, truth: Truth) -> Payment:
        """Return the ledger's entry of a session; each has one."""
        payment = self.ledger[truth["id"]].payment
        assert payment
        return payment

    def payments(self, email: str, *kinds: str) -> list[Payment]:
        """Return somebody's payments of some kinds that counted."""
        return [
            payment
            for payment in map(self.payment, self.truths)
            if payment.fulfilled_at
            and payment.email == email
            and payment.payment_type in kinds
        ]

    def picture(self) -> list[Any]:
        """Return everything that a late or repeated word must not change."""
        left_out = ("revision", "updatedAt")
        ledger = [
            {
                name: text
                for name, text in payment.plain().items()
                if name not in left_out
            }
            for payment in map(self.payment, self.truths)
        ]
        members = Member.find_many(Member.key(email) for email in self.storm.people)
        return [ledger, sorted((key, row.wire) for key, row in members.items())]

    def check(self, *, refunds_revoke: bool) -> None:
        """Check that it balances."""
        for truth in self.truths:
            self.check_payment(truth)
        joined: set[str] = set()
        for email in self.storm.people:
            acts = history(email, limit=1000)
            self.check_person(email, acts, refunds_revoke=refunds_revoke)
            self.check_registration(email)
            joined |= {session_of(act) for act in acts if did(act, "member", "created")}
        if not self.storm.decided and not refunds_revoke:
            for truth in self.truths:
                asked = self.payment(truth).attention
                assert asked == self.expected(truth, joined)

    def check_payment(self, truth: Truth) -> None:
        """Check that the ledger says of a session what Stripe says."""
        payment = self.payment(truth)
        charge = self.storm.stripe.charge_of(truth)
        assert payment.state == state_of(truth, charge)
        is_paid = payment.state == "paid"
        assert payment.paid == (truth["amount_total"] if is_paid else None)
        assert (payment.refunded or 0) == charge.get("amount_refunded", 0)
        assert bool(payment.disputed) == charge.get("disputed", False)
        dealt = payment.fulfilled_at or payment.attention or payment.decision in CLOSED
        assert bool(dealt) == is_paid
        told = [row.event_id for row in self.ledger[truth["id"]].events]
        assert len(told) == len(set(told))

    def check_person(
        self, email: str, acts: list[Act], *, refunds_revoke: bool
    ) -> None:
        """Check that somebody is a member exactly if money or an exec says so."""
        found = person(email)
        paid = self.payments(email, *MEMBERSHIP_TYPES)
        granted = [act.at for act in acts if act.act == "grant"]
        taken = [(act.at, act.actor) for act in acts if act.act == "revoke"]
        assert refunds_revoke or {actor for _, actor in taken} <= {BEN}
        # Only what execs do is in the order of its times: events overtake each other.
        last = max((at for at, actor in taken if actor == BEN), default=0)
        standing = [
            payment.fulfilled_at
            for payment in paid
            if not refunds_revoke or (payment.refunded or 0) < (payment.paid or 1)
        ]
        if any(at > last for at in [*standing, *granted]):
            assert found.is_member
        elif not any(payment.fulfilled_at > last for payment in paid):
            assert not found.is_member
        assert found.problems == ()
        sessions = [session_of(act) for act in acts if act.act == "payment"]
        assert len(sessions) == len(set(sessions))
        assert sum(did(act, "profile", "created") for act in acts) <= 1
        assert sum(did(act, "user", "created") for act in acts) <= 1

    def check_registration(self, email: str) -> None:
        """Check that a registration moved exactly if its place was paid for."""
        before = self.storm.statuses.get(email)
        if before is not None:
            row = Registration.get(email, event_key(self.storm.event_id, 2026))
            counted = self.payments(email, PaymentType.EVENT)
            assert row.status == (MOVED[before] if counted else before)

    def expected(self, truth: Truth, joined: set[str]) -> str | None:
        """Return what a payment asks for that no exec has decided about."""
        payment = self.payment(truth)
        charge = self.storm.stripe.charge_of(truth)
        if payment.state != "paid":
            return None
        if charge.get("disputed"):
            return "disputed"
        question = self.question_of(truth, payment, joined)
        refunded = charge.get("amount_refunded", 0)
        if question and refunded and refunded >= truth["amount_total"]:
            return None
        return question or ("refunded" if refunded else None)

    def question_of(
        self, truth: Truth, payment: Payment, joined: set[str]
    ) -> str | None:
        """Return what a paid session asks for as long as its money is ours."""
        email, kind = payment.email, payment.payment_type
        if kind not in PAYMENT_TYPES or not email:
            return "unmatched"
        if kind == PaymentType.EVENT:
            if self.storm.statuses.get(email) not in MOVED:
                return "registration-closed"
            first = min(
                one.fulfilled_at for one in self.payments(email, PaymentType.EVENT)
            )
            return None if payment.fulfilled_at == first else "paid-twice"
        price = 1200 if truth["metadata"].get("education") == "UBC" else 1500
        if truth["amount_subtotal"] != price:
            return "wrong-amount"
        return None if truth["id"] in joined else "paid-twice"


def state_of(truth: Truth, charge: Truth) -> str:
    """Return in one word what Stripe says of a session."""
    if truth["payment_status"] != "unpaid":
        return "paid"
    if truth["status"] != "complete":
        return str(truth["status"])
    return "failed" if charge["status"] == "failed" else "processing"


def did(act: Act, label: str, kind: str) -> bool:
    """Tell whether an act created, changed or removed a record of that label."""
    rows = json.loads(act.changes or "[]")
    return any((row["label"], row["kind"]) == (label, kind) for row in rows)
