"""Stripe's API without a network: a request goes in, an answer comes out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.stripe.endpoints import endpoint_of
from tools.stripe.errors import OtherParameters, StripeRefusal
from tools.stripe.forms import parse_form
from tools.stripe.guard import require_local_payments
from tools.stripe.store import Store
from tools.stripe.webhooks import run

_REPEATED = "idempotency-key"


@dataclass(frozen=True)
class Request:
    """A request: ``path`` is what follows ``/v1/``, header names are small."""

    method: str
    path: str
    form: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """Stripe's answer."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the body as it is sent."""
        return json.dumps(self.body)


def answer(request: Request, *, now: int) -> Answer:
    """Return Stripe's answer; what it changes is written before."""
    require_local_payments()
    try:
        return run(lambda store: _answer(store, request), now=now)
    except StripeRefusal as refusal:
        return Answer(refusal.status, refusal.body())


def _answer(store: Store, request: Request) -> Answer:
    """Answer a request, or a repeated one as it was answered the first time."""
    params = parse_form(request.form)
    key = request.headers.get(_REPEATED, "") if request.method == "POST" else ""
    known = store.find(_REPEATED, key) if key else None
    asked = json.dumps([request.method, request.path, params], sort_keys=True)
    digest = hashlib.sha256(asked.encode()).hexdigest()
    if known:
        if known.private["digest"] != digest:
            raise OtherParameters(known.id)
        return Answer(200, known.private["body"], {"idempotent-replayed": "true"})
    endpoint, ids = endpoint_of(request.method, request.path)
    body = endpoint(store, params, *ids)
    if key:
        private = {"digest": digest, "body": body}
        store.add(_REPEATED, {"id": key}, private=private)
    return Answer(200, body)
