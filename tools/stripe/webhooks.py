"""Webhooks: signed as Stripe signs them, sent to our own endpoint as it would."""

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from tenacity import (
    RetryError,
    Retrying,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
)

from core.clock import now_ms
from core.identity.addresses import server_url
from tools.stripe.errors import Unknown, not_found
from tools.stripe.events import (
    DELIVERED,
    EVENT,
    FAILED,
    WAITING,
)
from tools.stripe.secret import signing_secret
from tools.stripe.store import Store, StoredObject, in_store

ENDPOINT = "/payments/webhook"
ATTEMPTS = 6

# Takes a body and headers to the endpoint; returns the status of its answer, or 0.
Post = Callable[[bytes, Mapping[str, str]], int]

_TIMEOUT_SECONDS = 20
R = TypeVar("R")


def deliver(event_id: str, *, via: Post, last: bool = True) -> bool:
    """Send one event once, whatever became of it before; tell whether it was taken.

    What came of it is noted on the event; one that was not taken counts as failed
    after its ``last`` attempt.
    """
    import stripe

    body = in_store(lambda store: _body(store, event_id), now=now_ms())
    signature = stripe.WebhookSignature.generate_signature_header(
        body, signing_secret()
    )
    status = via(
        body.encode(),
        {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature,
        },
    )
    taken = 200 <= status < 300  # noqa: PLR2004 - as Stripe counts
    state = DELIVERED if taken else FAILED if last else WAITING
    in_store(
        lambda store: _note(store, event_id, state=state, status=status), now=now_ms()
    )
    return taken


def run(decide: Callable[[Store], R], *, now: int) -> R:
    """Return ``decide(store)`` once written, and have its events sent meanwhile."""

    def decide_and_list(store: Store) -> tuple[R, list[str]]:
        return decide(store), waiting_in(store)

    result, event_ids = in_store(decide_and_list, now=now)
    send_later(event_ids)
    return result


def waiting_in(store: Store) -> list[str]:
    """Return the events that were put up for sending, in order."""
    return [
        stored.id
        for stored in store.touched(EVENT)
        if stored.private["delivery"] == WAITING
    ]


def send_later(event_ids: Iterable[str]) -> None:
    """Send events from threads of their own, with patience.

    Only the process that serves does so: anywhere else they wait, visible on the
    checkout page, and a test sends them itself with ``deliver``.
    """
    if not _serves():
        return
    for event_id in event_ids:
        threading.Thread(target=_send, args=(event_id,), daemon=True).start()


def over_http(body: bytes, headers: Mapping[str, str]) -> int:
    """Post to the endpoint of the server that runs here; 0 if it cannot be reached."""
    import requests

    try:
        with requests.Session() as session:
            # A proxy of the environment does not know this machine's own server.
            session.trust_env = False
            answered = session.post(
                server_url() + ENDPOINT,
                data=body,
                headers=dict(headers),
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
            )
    except requests.RequestException:
        return 0
    return answered.status_code


def _send(event_id: str) -> None:
    patient = Retrying(
        retry=retry_if_result(lambda taken: not taken),
        wait=wait_exponential(multiplier=0.5, max=20),
        stop=stop_after_attempt(ATTEMPTS),
    )
    # Not taken to the end: the event says so. Removed meanwhile: nobody misses it.
    with suppress(RetryError, Unknown):
        for attempt in patient:
            with attempt:
                number = attempt.retry_state.attempt_number
                taken = deliver(event_id, via=over_http, last=number == ATTEMPTS)
            attempt.retry_state.set_result(taken)


def _serves() -> bool:
    try:
        described = json.loads((Path(settings.VAR_DIR) / "server.json").read_text())
        return bool(described["pid"] == os.getpid())
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _event(store: Store, event_id: str) -> StoredObject:
    event = store.find(EVENT, event_id)
    if event is None:
        raise not_found(EVENT, event_id)
    return event


def _body(store: Store, event_id: str) -> str:
    return json.dumps(_event(store, event_id).public, indent=2)


def _note(store: Store, event_id: str, *, state: str, status: int) -> None:
    event = _event(store, event_id)
    attempts = event.private["attempts"] + 1
    store.note(event, delivery=state, attempts=attempts, answer=status)
    store.change(event, pending_webhooks=int(state != DELIVERED))
