"""The objects as Stripe shows them: the attributes that the club reads, no others.

What payments read without finding it here reads as absent; a test holds every name
against what Stripe's own library declares.
"""

from typing import Any

from tools.stripe.store import new_id

Shown = dict[str, Any]


def session(values: Shown, *, amount: int, currency: str, created: int) -> Shown:
    """Return a new Checkout Session."""
    return {
        "id": new_id("cs_test_", 58),
        "object": "checkout.session",
        "allow_promotion_codes": values.get("allow_promotion_codes") == "true",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": values.get("cancel_url"),
        "created": created,
        "currency": currency,
        "customer_email": values.get("customer_email"),
        "discounts": [],
        "expires_at": values["expires_at"],
        "livemode": False,
        "metadata": values["metadata"],
        "mode": values["mode"],
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "success_url": values["success_url"],
        "total_details": {
            "amount_discount": 0,
            "amount_shipping": 0,
            "amount_tax": 0,
        },
    }


def payment_intent(session: Shown, metadata: Shown, *, created: int) -> Shown:
    """Return a new payment intent that nothing has been paid on."""
    return {
        "id": new_id("pi_3"),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "created": created,
        "currency": session["currency"],
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "status": "requires_confirmation",
    }


def charge(intent: Shown, *, created: int) -> Shown:
    """Return a new charge of an intent, pending."""
    return {
        "id": new_id("ch_3"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "captured": True,
        "created": created,
        "currency": intent["currency"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        # Stripe copies the intent's, never the session's.
        "metadata": dict(intent["metadata"]),
        "paid": True,
        "payment_intent": intent["id"],
        "refunded": False,
        "status": "pending",
    }


def dispute(of_charge: Shown, *, created: int) -> Shown:
    """Return a new dispute of a charge."""
    return {
        "id": new_id("du_1"),
        "object": "dispute",
        "amount": of_charge["amount"],
        "charge": of_charge["id"],
        "created": created,
        "currency": of_charge["currency"],
        "livemode": False,
        "metadata": {},
        "payment_intent": of_charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }


def event(kind: str, about: Shown, *, version: str, created: int) -> Shown:
    """Return a new event about an object, as it is now."""
    return {
        "id": new_id("evt_1"),
        "object": "event",
        "api_version": version,
        "created": created,
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
