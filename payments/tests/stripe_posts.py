"""Events as Stripe posts them: really signed, byte for byte."""

import json
import time
from typing import Any

import stripe
from django.test import Client

from payments.gateway import webhook_secrets
from payments.tests.people import session

WEBHOOK = "/payments/webhook"


def event_body(
    event_id: str = "evt_1", kind: str = "checkout.session.completed", **changes: Any
) -> str:
    """Return the body of an event about the session of the tests."""
    event = {
        "id": event_id,
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": 1_795_170_000,
        "livemode": False,
        "type": kind,
        "data": {"object": session(**changes)},
    }
    return json.dumps(event)


def signature(body: str, *, secret: str | None = None, age: int = 0) -> str:
    """Return the signature header for a body, made ``age`` seconds ago."""
    made: str = stripe.WebhookSignature.generate_signature_header(
        body, secret or webhook_secrets()[0], timestamp=int(time.time()) - age
    )
    return made


def post(
    body: str | bytes, header: str | None = None, *, path: str = WEBHOOK, **more: Any
) -> Any:
    """Deliver a body; signed rightly unless a header is given."""
    if header is None and isinstance(body, str):
        header = signature(body)
    headers = {} if header is None else {"Stripe-Signature": header}
    return Client(raise_request_exception=False).post(
        path, body, content_type="application/json", headers=headers, **more
    )
