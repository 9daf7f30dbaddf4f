"""Checkout Sessions: creating, finding, changing."""

from typing import Any

from django.urls import reverse

from core.identity.addresses import server_url
from tools.stripe import objects
from tools.stripe.errors import StripeRefusal, not_found
from tools.stripe.events import SESSION
from tools.stripe.forms import Params
from tools.stripe.payments import expire
from tools.stripe.store import Store, StoredObject

# Codes that a buyer can type on the page, and the per cent that each takes off.
PROMOTION_CODES = {"HALF": 50}

_HALF_AN_HOUR = 30 * 60
_A_DAY = 24 * 60 * 60
# The request took a while to arrive.
_ON_THE_WAY = 10
_LEAST_AMOUNT = 50


def create(store: Store, params: Params) -> StoredObject:
    """Open a session for what the parameters ask.

    They are taken as they come: that Stripe would take them is what tests hold ours
    to, with Stripe's own types.
    """
    expires_at = _expiry(store, params.get("expires_at"))
    lines = [_line(item) for item in params["line_items"]]
    amount = sum(line["amount_total"] for line in lines)
    if 0 < amount < _LEAST_AMOUNT:
        raise StripeRefusal(
            "The Checkout Session's total amount due must add up to at least $0.50",
            code="amount_too_small",
        )
    made = objects.session(
        {**params, "metadata": _metadata(params), "expires_at": expires_at},
        amount=amount,
        currency=lines[0]["currency"],
        created=store.seconds,
    )
    path = reverse("local-stripe-checkout", kwargs={"session_id": made["id"]})
    made["url"] = server_url() + path
    intent = _metadata(params.get("payment_intent_data", {}))
    private = {"lines": lines, "intent_metadata": intent}
    return store.add(SESSION, made, private=private, session=made["id"])


def session_of(store: Store, session_id: str) -> StoredObject:
    """Return a session; one whose time is over expires at this."""
    session = store.find(SESSION, session_id)
    if session is None:
        raise not_found(SESSION, session_id)
    return settled(store, session)


def settled(store: Store, session: StoredObject) -> StoredObject:
    """Let a session expire whose time is over."""
    late = session.public["expires_at"] <= store.seconds
    if late and session.public["status"] == "open":
        expire(store, session)
    return session


def apply_code(store: Store, session: StoredObject, code: str) -> None:
    """Take a promotion code off the price of an open session."""
    per_cent = PROMOTION_CODES.get(code.strip().upper())
    allowed = session.public["allow_promotion_codes"]
    if per_cent is None or not allowed or session.public["status"] != "open":
        raise StripeRefusal("This code is invalid.", code="promotion_code_invalid")
    lines = session.private["lines"]
    for line in lines:
        line["amount_discount"] = line["amount_subtotal"] * per_cent // 100
        line["amount_total"] = line["amount_subtotal"] - line["amount_discount"]
    discount = sum(line["amount_discount"] for line in lines)
    store.note(session, lines=lines, code=code.strip().upper())
    store.change(
        session,
        amount_total=session.public["amount_subtotal"] - discount,
        discounts=[{"coupon": None, "promotion_code": f"promo_{code.strip().upper()}"}],
        total_details={**session.public["total_details"], "amount_discount": discount},
    )


def _expiry(store: Store, wanted: str | None) -> int:
    if wanted is None:
        return store.seconds + _A_DAY
    which = "The `expires_at` timestamp must be"
    if int(wanted) < store.seconds + _HALF_AN_HOUR - _ON_THE_WAY:
        raise StripeRefusal(
            f"{which} at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if int(wanted) > store.seconds + _A_DAY:
        raise StripeRefusal(
            f"{which} less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return int(wanted)


def _line(item: Params) -> dict[str, Any]:
    price, quantity = item["price_data"], int(item["quantity"])
    amount = int(price["unit_amount"]) * quantity
    return {
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_total": amount,
        "currency": price["currency"].lower(),
        "description": price["product_data"]["name"],
        "quantity": quantity,
    }


def _metadata(params: Params) -> dict[str, str]:
    """Return metadata as Stripe keeps it: an empty text is none."""
    told = params.get("metadata") or {}
    return {name: text for name, text in told.items() if text}
