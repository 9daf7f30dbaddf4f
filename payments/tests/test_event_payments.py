"""Payments for events: twice, expired, and beside another checkout."""

from typing import Any

import pytest

from accounts.models import User
from core.dynamo.rows import store_rows
from events.models import Registration, event_key
from payments.ledger import account_of
from payments.models import Payment
from payments.services.decisions import retry
from payments.services.reconciliation import heal
from payments.services.webhooks import apply_event
from payments.stripe_objects import StripeEvent
from payments.tests import checkouts
from payments.tests.people import AMIRA, charge, event, store_event

BLUEPRINT = event_key("blueprint", 2026)
METADATA = {
    "paymentType": "Event",
    "email": AMIRA,
    "eventID": "blueprint",
    "year": "2026",
}


@pytest.fixture(autouse=True)
def blueprint() -> None:
    """Store the event of two years at the price that is paid."""
    store_event()
    store_event(year=2025)


def store(**values: Any) -> None:
    store_rows(Registration.of({"id": AMIRA, "eventID;year": BLUEPRINT, **values}))


def payment(session_id: str) -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def asked(session_id: str) -> tuple[str | None, str | None]:
    found = payment(session_id)
    return found.attention, found.decision


def paid(
    event_id: str, session_id: str, intent: str, year: str = "2026"
) -> StripeEvent:
    metadata = {**METADATA, "year": year}
    return event(event_id, id=session_id, payment_intent=intent, metadata=metadata)


def expired(session_id: str) -> StripeEvent:
    return event(
        f"evt_{session_id}",
        "checkout.session.expired",
        id=session_id,
        status="expired",
        payment_status="unpaid",
        payment_intent=None,
        metadata=METADATA,
    )


def test_second_payment_for_an_event_asks_for_a_refund(now: int) -> None:
    store(registrationStatus="incomplete")
    apply_event(paid("evt_1", "cs_1", "pi_1"), now=now)

    apply_event(paid("evt_2", "cs_2", "pi_2"), now=now + 1)

    assert asked("cs_1") == (None, None)
    assert asked("cs_2") == ("paid-twice", None)
    apply_event(charge("evt_3", refunded=1500, payment_intent="pi_2"), now=now + 2)
    assert asked("cs_2") == (None, "refunded")


def test_payments_for_two_years_of_an_event_are_not_paid_twice(now: int) -> None:
    store(registrationStatus="registered")
    last_year = event_key("blueprint", 2025)
    store_rows(
        Registration.of(
            {"id": AMIRA, "eventID;year": last_year, "registrationStatus": "registered"}
        )
    )
    apply_event(paid("evt_1", "cs_1", "pi_1", year="2025"), now=now)

    apply_event(paid("evt_2", "cs_2", "pi_2"), now=now + 1)

    assert payment("cs_2").attention is None


def test_expired_checkout_leaves_a_later_one_with_the_registration(now: int) -> None:
    later = "https://checkout.stripe.com/c/pay/cs_2"
    store(registrationStatus="incomplete", checkoutLink=later)

    apply_event(expired("cs_1"), now=now)

    assert Registration.get(AMIRA, BLUEPRINT).checkout_link == later
    assert payment("cs_1").state == "expired"


def test_expired_checkout_without_a_registration_is_recorded_alone(now: int) -> None:
    apply_event(expired("cs_1"), now=now)

    assert payment("cs_1").state == "expired"
    assert list(Registration.read_all()) == []


def test_expired_checkout_offered_again_by_a_late_write_is_forgotten_again(
    now: int,
) -> None:
    link = "https://checkout.stripe.com/c/pay/cs_1"
    store(registrationStatus="incomplete", checkoutLink=link)
    apply_event(expired("cs_1"), now=now)
    store(registrationStatus="incomplete", checkoutLink=link)

    apply_event(expired("cs_1"), now=now + 1)
    assert Registration.get(AMIRA, BLUEPRINT).checkout_link == link

    late = expired("cs_1")
    apply_event(
        StripeEvent(id="evt_2", type=late.type, created=0, subject=late.subject),
        now=now + 2,
    )
    assert Registration.get(AMIRA, BLUEPRINT).checkout_link is None


PRICES: dict[str, Any] = {"members": 10, "nonMembers": 15}


@pytest.mark.parametrize(
    ("is_member", "changes", "problem"),
    [
        (False, {"amount_subtotal": 1}, "asked for $15.00, paid for $0.01"),
        (False, {"amount_subtotal": 1000}, "asked for $15.00, paid for $10.00"),
        (True, {"amount_subtotal": 1500}, "asked for $10.00, paid for $15.00"),
        (False, {"currency": "usd"}, "paid in usd"),
        (
            False,
            {"metadata": {**METADATA, "eventID": "gala"}},
            "nothing of that name has a price",
        ),
    ],
)
def test_checkout_of_others_for_another_amount_asks_and_registers_nobody(
    now: int, is_member: bool, changes: dict[str, Any], problem: str
) -> None:
    store_event(**PRICES)
    store_rows(User.of({"id": AMIRA, "isMember": is_member}))
    store(registrationStatus="incomplete")
    gala = {"id": AMIRA, "eventID;year": event_key("gala", 2026)}
    store_rows(Registration.of({**gala, "registrationStatus": "incomplete"}))
    amounts = {"amount_total": changes.get("amount_subtotal", 1500)}

    apply_event(event(**{"metadata": METADATA, **amounts, **changes}), now=now)

    found = payment("cs_test_1")
    assert (found.attention, found.problem) == ("wrong-amount", problem)
    assert found.fulfilled_at is None
    statuses = {row.status for row in Registration.read_all()}
    assert statuses == {"incomplete"}


@pytest.mark.parametrize(("is_member", "cents"), [(False, 1500), (True, 1000)])
@pytest.mark.parametrize("discount", [0, 500, 1000])
def test_checkout_of_others_at_our_price_registers_with_a_code_too(
    now: int, is_member: bool, cents: int, discount: int
) -> None:
    store_event(**PRICES)
    store_rows(User.of({"id": AMIRA, "isMember": is_member}))
    store(registrationStatus="incomplete")
    amounts: dict[str, Any] = {
        "amount_subtotal": cents,
        "amount_total": cents - discount,
    }

    apply_event(event(**amounts, metadata=METADATA), now=now)

    assert Registration.get(AMIRA, BLUEPRINT).status == "registered"
    assert asked("cs_test_1") == (None, None)


def test_amount_that_an_exec_accepts_registers(now: int) -> None:
    store(registrationStatus="incomplete")
    session_id = checkouts.paid(cents=100, **METADATA)
    heal(checkouts.shown(session_id), actor="ben", now=now)
    assert asked(session_id) == ("wrong-amount", None)

    retry(session_id, actor="ben", now=now)

    assert Registration.get(AMIRA, BLUEPRINT).status == "registered"


@pytest.mark.parametrize("year", ["9" * 60, "20260", "3rd Year", "٢٠٢٦"])
def test_event_of_no_year_is_nobodys_place(now: int, year: str) -> None:
    store(registrationStatus="incomplete")

    apply_event(event(metadata={**METADATA, "year": year}), now=now)

    assert asked("cs_test_1") == ("wrong-amount", None)
