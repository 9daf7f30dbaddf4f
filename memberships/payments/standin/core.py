"""Stripe's API without a network: a request goes in, an answer comes out."""

import base64
import hashlib
import json
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from memberships.payments.standin.books import Books, Kept, new_id
from memberships.payments.standin.endpoints import Call, endpoint_of
from memberships.payments.standin.errors import (
    Declined,
    OtherParameters,
    StripeRefusal,
    Unauthorised,
)
from memberships.payments.standin.forms import Params, parse_form
from memberships.payments.standin.guard import require_local_payments
from memberships.payments.standin.webhooks import run

KEY_PREFIX = "sk_test_local"

_LONGEST_KEY = 255
_KEYS_LAST = 24 * 60 * 60 * 1000
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
        return json.dumps(self.body, indent=2)


def answer(request: Request, *, now: int) -> Answer:
    """Return Stripe's answer; what it changes is written before."""
    require_local_payments()
    request_id = new_id("req_", 14)
    try:
        _authorise(request.headers.get("authorization", ""))
        given = run(lambda books: _answer(books, request), now=now)
    except StripeRefusal as refusal:
        given = Answer(refusal.status, refusal.body())
    version = request.headers.get("stripe-version") or settings.STRIPE_API_VERSION
    headers = {"Request-Id": request_id, "Stripe-Version": version, **given.headers}
    return Answer(given.status, given.body, headers)


def _answer(books: Books, request: Request) -> Answer:
    params = parse_form(request.form)
    key = request.headers.get(_REPEATED, "") if request.method == "POST" else ""
    if len(key) > _LONGEST_KEY:
        raise StripeRefusal(
            f"Idempotency keys can have up to {_LONGEST_KEY} characters."
        )
    known = books.find(_REPEATED, key) if key else None
    fresh = known is not None and known.private["at"] > books.now - _KEYS_LAST
    digest = _digest(request, params)
    if known and fresh:
        return _repeated(known, digest)
    endpoint, ids = endpoint_of(request.method, request.path)
    call = Call(books, params, request.headers.get("stripe-version", ""))
    try:
        given = Answer(200, endpoint(call, *ids))
    except Declined as declined:
        # The attempt happened; only what it asked for did not.
        given = Answer(declined.status, declined.body())
    if key:
        _remember(books, known, key, digest=digest, given=given)
    return given


def _repeated(known: Kept, digest: str) -> Answer:
    if known.private["digest"] != digest:
        raise OtherParameters(known.id)
    return Answer(
        known.private["status"],
        known.private["body"],
        {"Idempotent-Replayed": "true"},
    )


def _remember(
    books: Books, known: Kept | None, key: str, *, digest: str, given: Answer
) -> None:
    known = known or books.add(_REPEATED, {"id": key})
    books.note(known, at=books.now, digest=digest, status=given.status, body=given.body)


def _digest(request: Request, params: Params) -> str:
    asked = json.dumps([request.method, request.path, params], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def _authorise(header: str) -> None:
    scheme, _, credentials = header.partition(" ")
    key = credentials.strip()
    if scheme.lower() == "basic":
        try:
            key = base64.b64decode(key).decode().partition(":")[0]
        except (NotBase64, UnicodeDecodeError):
            key = ""
    if not key:
        raise Unauthorised(
            "You did not provide an API key. You need to provide your API key in the"
            " Authorization header, using Bearer auth."
        )
    if not key.startswith(KEY_PREFIX):
        # Somebody's real key is neither accepted nor repeated.
        raise Unauthorised(
            f"Invalid API Key provided. The local stand-in takes any {KEY_PREFIX}..."
        )
