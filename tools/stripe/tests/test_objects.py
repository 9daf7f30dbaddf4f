"""The stand-in against Stripe's own description of requests and objects."""

from typing import Any

import pytest
import stripe
from django.conf import settings
from pydantic import ValidationError
from stripe.params.checkout import SessionCreateParams

from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event, Registration, event_key
from payments.services.orders import Order, open_checkout
from tools.stripe import play
from tools.stripe.store import in_store
from tools.stripe.tests.conftest import OpenSession, membership
from tools.stripe.tests.stripe_types import strict


def test_a_membership_is_a_request_that_stripe_takes() -> None:
    params = membership(allowed_payment_method_types=["card"], metadata={"a": "b"})

    assert strict(SessionCreateParams).validate_python(params) == params


@pytest.mark.parametrize(
    "change",
    [
        {"payment_methods": ["card"]},
        {"payment_method_types": ["card"]},
        {"allowed_payment_method_types": ["cash"]},
        {"mode": "gift"},
        {"metadata": {"international": True}},
        {"line_items": [{"quantity": "1"}]},
        {"line_items": [{"price_dta": {}, "quantity": 1}]},
        {"line_items": [{"price_data": {"unit_amount": 1500}, "quantity": 1}]},
    ],
)
def test_what_stripe_does_not_take_is_found(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        strict(SessionCreateParams).validate_python(membership(**change))


def declared(kind: type[Any]) -> set[str]:
    """Return the attributes that Stripe's library declares."""
    return {name for name in kind.__annotations__ if not name.startswith("_")}


@pytest.fixture
def everything(open_session: OpenSession, now: int) -> dict[str, Any]:
    """Return one of each object, by kind, after a payment, a refund and a dispute."""
    for last in (play.refund, play.dispute):
        session_id = open_session().id
        play.pay(session_id, now=now)
        last(session_id, now=now)
    kinds = ("charge", "checkout.session", "dispute", "event", "payment_intent")
    return in_store(
        lambda store: {kind: next(store.newest(kind)).public for kind in kinds},
        now=now,
    )


def test_objects_have_no_attributes_but_those_that_stripe_declares(
    everything: dict[str, Any],
) -> None:
    declarations = {
        "charge": stripe.Charge,
        "checkout.session": stripe.checkout.Session,
        "dispute": stripe.Dispute,
        "event": stripe.Event,
        "payment_intent": stripe.PaymentIntent,
    }

    odd = [
        (kind, name)
        for kind, declaration in declarations.items()
        for name in sorted(set(everything[kind]) - declared(declaration))
    ]

    assert odd == []


@pytest.mark.parametrize(
    "payment_type", ["OAuthMember", "Member", "UserMember", "Event"]
)
def test_every_checkout_that_we_open_is_a_request_that_stripe_takes(
    monkeypatch: pytest.MonkeyPatch, payment_type: str
) -> None:
    asked = []
    create = stripe.checkout.SessionService.create

    def listen(self: Any, params: Any = None, options: Any = None) -> Any:
        asked.append(params)
        return create(self, params, options)

    monkeypatch.setattr(stripe.checkout.SessionService, "create", listen)
    prices = {"members": 10, "nonMembers": 12.5}
    image = "https://example.org/blueprint.png"
    store_rows(
        Event.of(
            {"id": "blueprint", "year": 2026, "pricing": prices, "imageUrl": image}
        )
    )
    place = {
        "id": "amira@student.ubc.ca",
        "eventID;year": event_key("blueprint", 2026),
        "registrationStatus": "incomplete",
    }
    store_rows(Registration.of(place))
    order = Order(
        payment_type=payment_type,
        email="amira@student.ubc.ca",
        success_url=f"{settings.PUBLIC_URL}/membership/welcome",
        cancel_url=f"{settings.PUBLIC_URL}/membership/cancelled",
        event_id="blueprint" if payment_type == "Event" else "",
        year=2026 if payment_type == "Event" else None,
        answers={"fname": "Amira", "education": "UBC", "topics": "", "year": 3},
    )

    open_checkout(order, now=now_ms())

    assert [
        strict(SessionCreateParams).validate_python(params) for params in asked
    ] == asked
