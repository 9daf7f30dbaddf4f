"""Events: what happened, for the webhook."""

from typing import Any

from django.conf import settings

from tools.stripe import objects
from tools.stripe.store import Books, Kept, snapshot

EVENT = "event"
SESSION = "checkout.session"

# Where an event's delivery stands.
HELD, WAITING, DELIVERED, FAILED = "held", "waiting", "delivered", "failed"


def emit(
    books: Books,
    kind: str,
    about: dict[str, Any],
    *,
    session: str,
    before: dict[str, Any] | None = None,
) -> Kept:
    """Record that something happened to an object; ``before`` is what changed in it."""
    version: str = settings.STRIPE_API_VERSION
    public = objects.event(
        kind, snapshot(about), version=version, created=books.seconds
    )
    if before:
        public["data"]["previous_attributes"] = before
    public["pending_webhooks"] = 1
    owner = books.find(SESSION, session)
    state = HELD if owner and owner.private.get("holds") else WAITING
    private = {"delivery": state, "attempts": 0, "answer": ""}
    return books.add(EVENT, public, private=private, session=session)
