"""Stripe in memory: the stand-in's own rules, without a table to keep its objects."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import stripe

from payments.gateway import verified_event, webhook_secrets
from payments.stripe_objects import StripeEvent
from tools.stripe import core
from tools.stripe.errors import StripeRefusal
from tools.stripe.events import EVENT, SESSION
from tools.stripe.payments import CHARGE
from tools.stripe.store import Store, StoredObject

Shelf = dict[tuple[str, str], StoredObject]


class MemoryStore(Store):
    """A store in memory; what is changed is changed at once."""

    def __init__(self, shelf: Shelf, *, now: int) -> None:
        super().__init__(now=now)
        self._stored = shelf

    def find(self, kind: str, object_id: str) -> StoredObject | None:
        """Return an object, or None."""
        return self._stored.get((kind, object_id))

    def newest(self, kind: str, *, before: str = "") -> Iterator[StoredObject]:
        """Yield the objects of a kind, the newest first."""
        of_kind = [stored for (name, _), stored in self._stored.items() if name == kind]
        for stored in of_kind[::-1]:
            if not before or stored.order < before:
                yield stored

    def of_session(self, session_id: str) -> list[StoredObject]:
        """Return what belongs to a session, the oldest first."""
        return [
            stored for stored in self._stored.values() if stored.session == session_id
        ]


class MemoryStripe:
    """One account at Stripe; ``now`` is its clock, epoch milliseconds."""

    def __init__(self, *, now: int) -> None:
        self.now = now
        self._shelf: Shelf = {}

    def store(self) -> MemoryStore:
        """Return the store as of the present moment."""
        return MemoryStore(self._shelf, now=self.now)

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answer one request of Stripe's own library."""
        parts = urlsplit(url)
        asked = core.Request(
            method=method.upper(),
            path=parts.path.rpartition("/v1/")[2],
            form=post_data or parts.query,
            headers={name.lower(): str(text) for name, text in (headers or {}).items()},
        )
        try:
            answer = core._answer(self.store(), asked)
        except StripeRefusal as refusal:
            answer = core.Answer(refusal.status, refusal.body())
        return answer.text(), answer.status, answer.headers

    def act(self, session_id: str, do: Callable[[Store, StoredObject], object]) -> bool:
        """Let somebody do something with a session; tell whether Stripe allows it."""
        store = self.store()
        session = store.find(SESSION, session_id)
        assert session
        try:
            do(store, session)
        except StripeRefusal:
            return False
        return True

    def sessions(self) -> list[dict[str, Any]]:
        """Return the sessions, the oldest first."""
        return [stored.public for stored in self._of(SESSION)]

    def charge_of(self, session: Mapping[str, Any]) -> dict[str, Any]:
        """Return the latest charge of a session; empty without one."""
        charges = [k for k in self._of(CHARGE) if k.session == session["id"]]
        return charges[-1].public if charges else {}

    def events(self) -> list[dict[str, Any]]:
        """Return what the webhook is to be told, the oldest first."""
        return [stored.public for stored in self._of(EVENT)]

    def _of(self, kind: str) -> list[StoredObject]:
        return [stored for (name, _), stored in self._shelf.items() if name == kind]


def delivered(event: dict[str, Any]) -> StripeEvent:
    """Return an event once it was sent, really signed, and read."""
    body = json.dumps(event)
    signature = stripe.WebhookSignature.generate_signature_header(
        body, webhook_secrets()[0]
    )
    return verified_event(body.encode(), signature)
