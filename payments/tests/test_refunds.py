"""Refunds and disputes: recorded in any order, and what they leave to decide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import stripe

from core.dynamo.client import listening
from memberships.facts import MembershipFacts
from memberships.people import person
from memberships.services import grant_membership, revoke_membership
from payments.ledger import account_of
from payments.models import Payment
from payments.services.decisions import keep
from payments.services.webhooks import apply_event
from payments.stripe_objects import StripeEvent
from payments.tests.checkouts import shown
from payments.tests.people import (
    AMIRA,
    CREATED,
    METADATA,
    charge,
    dispute,
    event,
    store_event,
)
from payments.tests.storm import Crash
from tools.stripe import play
from tools.stripe.transport import StandInTransport


def payment(session_id: str = "cs_test_1") -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def asked(session_id: str = "cs_test_1") -> tuple[str | None, str | None]:
    found = payment(session_id)
    return found.attention, found.decision


def second(event_id: str = "evt_2") -> StripeEvent:
    return event(event_id, id="cs_test_2", payment_intent="pi_2")


def test_dispute_asks_and_takes_nothing_away(now: int) -> None:
    apply_event(event(), now=now)

    apply_event(dispute("evt_8"), now=now + 1)

    assert payment().disputed is True
    assert asked() == ("disputed", None)
    assert person(AMIRA).is_member is True


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_refund_and_dispute_in_any_order_ask_about_the_dispute(
    now: int, order: tuple[int, int]
) -> None:
    apply_event(event(), now=now)
    told = [charge("evt_8", refunded=500), dispute("evt_9")]

    for place in order:
        apply_event(told[place], now=now + 1)

    assert (payment().refunded, payment().disputed) == (500, True)
    assert asked() == ("disputed", None)


def test_older_refund_never_asks_again_what_was_decided(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_8", refunded=1500), now=now + 1)
    keep("cs_test_1", actor="ben", now=now + 2)

    apply_event(charge("evt_7", refunded=500), now=now + 3)

    assert payment().refunded == 1500
    assert asked() == (None, "keep")


PLACE = {
    "paymentType": "Event",
    "email": AMIRA,
    "eventID": "blueprint",
    "year": "2026",
}


@pytest.mark.parametrize(
    ("changes", "attention"),
    [
        ({"amount_subtotal": 2000, "amount_total": 2000}, "wrong-amount"),
        ({"metadata": PLACE}, "registration-closed"),
    ],
)
def test_money_that_paid_for_nothing_asks_until_all_of_it_is_given_back(
    now: int, changes: dict[str, Any], attention: str
) -> None:
    store_event()
    apply_event(event(**changes), now=now)
    paid = int(payment().paid)

    apply_event(charge("evt_8", refunded=500), now=now + 1)
    assert asked() == (attention, None)

    apply_event(charge("evt_9", refunded=paid), now=now + 2)
    assert asked() == (None, "refunded")


def test_dispute_outlives_whatever_else_there_is_to_decide(now: int) -> None:
    apply_event(event(amount_subtotal=100), now=now)
    apply_event(dispute("evt_8"), now=now + 1)

    apply_event(event("evt_2", amount_subtotal=100), now=now + 2)

    assert asked() == ("disputed", None)
    assert payment().problem == "asked for $15.00, paid for $1.00"


def test_refund_after_money_was_kept_by_decision_asks_nothing(now: int) -> None:
    apply_event(event(amount_subtotal=100), now=now)
    keep("cs_test_1", actor="ben", now=now + 1)

    apply_event(charge("evt_8", refunded=100), now=now + 2)

    assert payment().refunded == 100
    assert asked() == (None, "keep")


def test_full_refund_of_one_of_two_payments_revokes_nothing(
    now: int, settings: Any
) -> None:
    settings.FULL_REFUND_REVOKES = True
    apply_event(event(), now=now)
    apply_event(second(), now=now + 1)

    apply_event(charge("evt_8", refunded=1500), now=now + 2)

    assert person(AMIRA).is_member is True
    assert asked() == ("refunded", None)
    assert asked("cs_test_2") == ("paid-twice", None)


def test_full_refund_of_a_payment_that_did_not_make_the_member_revokes_nothing(
    now: int, settings: Any
) -> None:
    settings.FULL_REFUND_REVOKES = True
    apply_event(event(), now=now)
    revoke_membership(
        AMIRA, reason="Left.", keep_profile=True, actor="ben", now=now + 1
    )
    grant_membership(MembershipFacts(email=AMIRA), actor="ben", now=now + 2)

    apply_event(charge("evt_8", refunded=1500), now=now + 3)

    assert person(AMIRA).is_member is True
    assert asked() == ("refunded", None)


def test_refund_told_before_the_payment_arrived_settles_it_first(
    now: int, paid_session: Callable[[], dict[str, Any]]
) -> None:
    session = paid_session()
    unpaid = {**session, "payment_status": "unpaid"}
    apply_event(told("checkout.session.completed", unpaid), now=now)
    refunded = charge_of(session) | {"amount_refunded": 500}

    apply_event(told("charge.refunded", refunded), now=now)

    found = payment(session["id"])
    assert (found.state, found.refunded, found.fulfilled_at) == ("paid", 500, now)
    assert person(AMIRA).is_member is True


def test_refund_of_a_session_the_ledger_never_heard_of_settles_it_first(
    now: int, paid_session: Callable[[], dict[str, Any]]
) -> None:
    session = paid_session()

    apply_event(told("charge.refunded", charge_of(session)), now=now)

    assert payment(session["id"]).state == "paid"
    assert person(AMIRA).is_member is True


def test_refund_of_a_session_of_nobody_known_is_recorded_once(
    now: int, paid_session: Callable[..., dict[str, Any]]
) -> None:
    session = paid_session(metadata={})
    refund = told("charge.refunded", charge_of(session) | {"amount_refunded": 500})

    outcomes = [apply_event(refund, now=now).outcome for _ in range(2)]

    assert outcomes == ["recorded", "duplicate"]
    assert asked(session["id"]) == ("unmatched", None)
    assert payment(session["id"]).refunded == 500


def test_refund_of_a_charge_without_a_session_asks_under_its_intent(now: int) -> None:
    apply_event(charge("evt_8", refunded=500), now=now)

    found = payment("pi_1")
    assert (found.attention, found.problem) == ("unmatched", "no session")
    assert (found.paid, found.refunded) == (1500, 500)


@pytest.mark.parametrize("tell", [charge, dispute])
def test_charge_without_an_intent_asks_under_its_own_id(
    now: int, tell: Callable[..., StripeEvent]
) -> None:
    facts = {"refunded": 500} if tell is charge else {}

    apply_event(tell("evt_8", payment_intent=None, **facts), now=now)

    assert payment("ch_1").attention == "unmatched"


Tell = Callable[..., StripeEvent]

REFUND = partial(charge, "evt_8", refunded=1500)
DISPUTE = partial(dispute, "evt_9")


@pytest.mark.parametrize(
    ("told_first", "attention"),
    [
        ([REFUND], "refunded"),
        ([DISPUTE], "disputed"),
        ([REFUND, DISPUTE], "disputed"),
        ([DISPUTE, REFUND], "disputed"),
    ],
)
def test_charge_told_of_before_its_completion_is_matched_when_that_comes(
    now: int, told_first: list[Tell], attention: str
) -> None:
    for tell in told_first:
        apply_event(tell(), now=now)
    assert payment("pi_1").state == "paid"

    apply_event(event(), now=now + 1)

    assert asked() == (attention, None)
    assert person(AMIRA).is_member is True
    assert payment().refunded == (1500 if REFUND in told_first else None)
    assert account_of("pi_1").payment is None
    events = {row.event_id for row in account_of("cs_test_1").events}
    assert events == {"evt_1"} | {tell().id for tell in told_first}
    assert account_of("pi_1").events == ()


def test_part_given_back_of_a_disputed_charge_of_nobody_known_still_asks(
    now: int,
) -> None:
    apply_event(DISPUTE(), now=now)

    apply_event(charge("evt_8", refunded=500), now=now + 1)

    assert asked("pi_1") == ("unmatched", None)
    assert payment("pi_1").paid == 1500


def test_early_refund_again_after_it_was_matched_is_a_duplicate(now: int) -> None:
    apply_event(REFUND(), now=now)
    apply_event(event(), now=now + 1)
    before = payment().wire

    assert apply_event(REFUND(), now=now + 2).outcome == "duplicate"
    assert apply_event(event(), now=now + 3).outcome == "duplicate"
    assert payment().wire == before


def test_early_full_refund_revokes_where_that_is_set(now: int, settings: Any) -> None:
    settings.FULL_REFUND_REVOKES = True
    apply_event(REFUND(), now=now)

    apply_event(event(), now=now + 1)

    assert person(AMIRA).is_member is False
    assert asked() == (None, "revoke")


def test_early_refund_is_matched_by_the_next_delivery_after_a_crash(now: int) -> None:
    apply_event(REFUND(), now=now)
    writes: list[str] = []

    def crash_at_second(operation: str, _: Any) -> None:
        if operation == "TransactWriteItems":
            writes.append(operation)
            if len(writes) == 2:
                raise Crash

    with pytest.raises(Crash), listening(crash_at_second):
        apply_event(event(), now=now + 1)
    assert asked() == (None, None)

    apply_event(event(), now=now + 2)

    assert asked() == ("refunded", None)
    assert account_of("pi_1").payment is None


def test_early_refund_of_money_that_paid_for_nothing_closes_the_question(
    now: int,
) -> None:
    apply_event(charge("evt_8", refunded=100, amount=100), now=now)

    apply_event(event(amount_subtotal=100, amount_total=100), now=now + 1)

    assert asked() == (None, "refunded")


def test_refund_and_completion_at_once_end_in_one_payment(now: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        tells = [REFUND(), event()] * 4
        list(pool.map(lambda told: apply_event(told, now=now), tells))

    assert [row.id for row in Payment.read_all() if row.sk == "payment"] == [
        "cs_test_1"
    ]
    assert (payment().refunded, payment().attention) == (1500, "refunded")


def told(kind: str, subject: dict[str, Any]) -> StripeEvent:
    """Return the event of that kind about an object of Stripe's."""
    return StripeEvent(
        id=f"evt_{kind}", type=kind, created=CREATED * 1000, subject=subject
    )


def charge_of(session: dict[str, Any]) -> dict[str, Any]:
    """Return the charge of a paid session."""
    return dict(shown(session["id"])["payment_intent"]["latest_charge"])


@pytest.fixture
def paid_session(now: int) -> Callable[..., dict[str, Any]]:
    """Return a way to have a membership paid of which we have heard nothing."""

    def pay(metadata: dict[str, str] = METADATA) -> dict[str, Any]:
        transport = StandInTransport(clock=lambda: now)
        client = stripe.StripeClient("sk_test_local", http_client=transport)
        price = {"currency": "cad", "unit_amount": 1500}
        line = {"price_data": {**price, "product_data": {"name": "Membership"}}}
        params: Any = {
            "mode": "payment",
            "line_items": [{**line, "quantity": 1}],
            "success_url": "http://localhost:3000",
            "metadata": metadata,
        }
        opened = client.v1.checkout.sessions.create(params)
        return play.pay(opened.id, now=now)

    return pay
