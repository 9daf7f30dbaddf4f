"""Events: what happened, for the webhook and for whoever lists them."""

from typing import Any

from django.conf import settings

from memberships.payments.standin import shapes
from memberships.payments.standin.books import Books, Kept, snapshot

EVENT = "event"
SESSION = "checkout.session"

# What the club's webhook endpoint is subscribed to; others are only listed.
SUBSCRIBED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "charge.refunded",
        "charge.dispute.created",
    }
)

# Where an event's delivery stands.
UNSENT, HELD, WAITING, DELIVERED, FAILED = (
    "unsent",
    "held",
    "waiting",
    "delivered",
    "failed",
)


def emit(
    books: Books,
    kind: str,
    about: dict[str, Any],
    *,
    session: str = "",
    before: dict[str, Any] | None = None,
) -> Kept:
    """Record that something happened to an object; ``before`` is what changed in it."""
    version: str = settings.STRIPE_API_VERSION
    public = shapes.event(kind, snapshot(about), version=version, created=books.seconds)
    if before:
        public["data"]["previous_attributes"] = before
    state = _state(books, kind, session)
    public["pending_webhooks"] = int(state in (HELD, WAITING))
    private = {"delivery": state, "attempts": 0, "answer": ""}
    return books.add(EVENT, public, private=private, session=session)


def _state(books: Books, kind: str, session: str) -> str:
    if kind not in SUBSCRIBED:
        return UNSENT
    owner = books.find(SESSION, session)
    return HELD if owner and owner.private.get("holds") else WAITING
