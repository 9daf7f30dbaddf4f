"""Sessions and events as Stripe shows them, for these tests."""

from typing import Any

from core.dynamo.rows import store_rows
from events.models import Event
from payments.stripe_objects import (
    CheckoutSession,
    StripeEvent,
    parse_session,
)

AMIRA = "amira@student.ubc.ca"
CREATED = 1_795_170_000

METADATA = {
    "paymentType": "OAuthMember",
    "email": AMIRA,
    "fname": "Amira",
    "lname": "Kay",
    "education": "UNI",
    "year": "3rd Year",
    "international": "true",
    "prev_member": "false",
    "referral": "Friends",
}


def session(**changes: Any) -> dict[str, Any]:
    """Return a paid Checkout Session; ``changes`` replace what it says."""
    return {
        "id": "cs_test_1",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_subtotal": 1500,
        "amount_total": 1500,
        "currency": "cad",
        "payment_intent": "pi_1",
        "created": CREATED,
        "metadata": METADATA,
        **changes,
    }


def seen(**changes: Any) -> CheckoutSession:
    """Return that session as we read it."""
    return parse_session(session(**changes))


def event(
    event_id: str = "evt_1", kind: str = "checkout.session.completed", **changes: Any
) -> StripeEvent:
    """Return an event about that session."""
    return StripeEvent(
        id=event_id, type=kind, created=CREATED * 1000, subject=session(**changes)
    )


def store_event(event_id: str = "blueprint", year: int = 2026, **pricing: Any) -> None:
    """Store an event that costs everybody what that session was paid with."""
    price = pricing or {"members": 15, "nonMembers": 15}
    store_rows(Event.of({"id": event_id, "year": year, "pricing": price}))


def charge(
    event_id: str,
    *,
    refunded: int,
    amount: int = 1500,
    payment_intent: str | None = "pi_1",
) -> StripeEvent:
    """Return the event that so much of the charge was given back."""
    subject = {
        "id": "ch_1",
        "payment_intent": payment_intent,
        "amount": amount,
        "amount_refunded": refunded,
    }
    return StripeEvent(
        id=event_id, type="charge.refunded", created=CREATED * 1000, subject=subject
    )


def dispute(event_id: str, *, payment_intent: str | None = "pi_1") -> StripeEvent:
    """Return the event that the bank takes the charge back."""
    subject = {"id": "du_1", "charge": "ch_1", "payment_intent": payment_intent}
    kind = "charge.dispute.created"
    return StripeEvent(id=event_id, type=kind, created=CREATED * 1000, subject=subject)
