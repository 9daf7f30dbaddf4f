"""Stripe's own library against the stand-in."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tools.stripe.events import EVENT
from tools.stripe.store import in_store
from tools.stripe.transport import StandInTransport

ENDIVE = "2026-10-28.endive"
OpenSession = Callable[..., Any]


class Clock:
    """A clock that a test moves; epoch milliseconds."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the present moment."""
        return self.now


@pytest.fixture
def clock(now: int) -> Clock:
    """Return the clock that Stripe goes by."""
    return Clock(now)


@pytest.fixture
def client(clock: Clock) -> stripe.StripeClient:
    """Return Stripe's own client, as the product has it."""
    return stripe.StripeClient(
        "sk_test_local",
        http_client=StandInTransport(clock=clock),
        stripe_version=ENDIVE,
    )


def membership(**more: Any) -> Any:
    """Return what a checkout of a membership asks for."""
    return {
        "mode": "payment",
        "success_url": "http://localhost:3000/done?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost:3000/membership",
        "customer_email": "amira@student.ubc.ca",
        "line_items": [
            {
                "price_data": {
                    "currency": "CAD",
                    "unit_amount": 1500,
                    "product_data": {"name": "BizTech Membership"},
                },
                "quantity": 1,
            }
        ],
        **more,
    }


@pytest.fixture
def open_session(client: stripe.StripeClient) -> OpenSession:
    """Return a way to open a checkout of a membership."""

    def open_one(**more: Any) -> Any:
        return client.v1.checkout.sessions.create(membership(**more))

    return open_one


def happened(*, kind: str = "") -> list[dict[str, Any]]:
    """Return the events that our endpoint is told of, the oldest first."""
    newest = in_store(
        lambda store: [stored.public for stored in store.newest(EVENT)], now=0
    )
    return [event for event in newest[::-1] if kind in ("", event["type"])]
