"""Events: what happened, for the webhook."""

from typing import Any

from django.conf import settings

from tools.stripe import objects
from tools.stripe.store import Store, StoredObject, snapshot

EVENT = "event"
SESSION = "checkout.session"

# Where an event's delivery stands.
HELD, WAITING, DELIVERED, FAILED = "held", "waiting", "delivered", "failed"


def emit(
    store: Store,
    kind: str,
    about: dict[str, Any],
    *,
    session: str,
    before: dict[str, Any] | None = None,
) -> StoredObject:
    """Record that something happened to an object; ``before`` is what changed in it."""
    version: str = settings.STRIPE_API_VERSION
    public = objects.event(
        kind, snapshot(about), version=version, created=store.seconds
    )
    if before:
        public["data"]["previous_attributes"] = before
    public["pending_webhooks"] = 1
    owner = store.find(SESSION, session)
    state = HELD if owner and owner.private.get("holds") else WAITING
    private = {"delivery": state, "attempts": 0, "answer": ""}
    return store.add(EVENT, public, private=private, session=session)
