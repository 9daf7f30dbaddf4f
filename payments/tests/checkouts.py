"""Checkouts at the local stand-in of which our own side has heard nothing, or late."""

from typing import Any

from core.clock import now_ms
from payments.gateway import stripe_client
from payments.tests.people import METADATA
from tools.stripe import play


def opened(*, cents: int = 1500, currency: str = "cad", **metadata: str) -> str:
    """Open a checkout behind our back; ``metadata`` replaces what it says."""
    price: Any = {
        "currency": currency,
        "unit_amount": cents,
        "product_data": {"name": "BizTech Membership"},
    }
    texts = {**METADATA, **metadata}
    session = stripe_client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "success_url": "http://localhost:3000",
            "metadata": {name: text for name, text in texts.items() if text},
        }
    )
    return str(session.id)


def paid(*, cents: int = 1500, currency: str = "cad", **metadata: str) -> str:
    """Open a checkout and pay it, behind our back."""
    session_id = opened(cents=cents, currency=currency, **metadata)
    play.pay(session_id, now=now_ms())
    return session_id


def shown(session_id: str) -> dict[str, Any]:
    """Return the checkout as a reconciliation sees it."""
    session = stripe_client().v1.checkout.sessions.retrieve(
        session_id, {"expand": ["payment_intent.latest_charge"]}
    )
    return dict(session.to_dict())
