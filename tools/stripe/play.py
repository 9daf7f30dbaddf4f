"""What a buyer, a bank or the club does at Stripe, for the checkout page and tests."""

from collections.abc import Callable
from typing import Any

from tools.stripe import payments, sessions
from tools.stripe.errors import StripeRefusal, not_found
from tools.stripe.events import EVENT, HELD, WAITING
from tools.stripe.store import Store, StoredObject
from tools.stripe.webhooks import run

Act = Callable[[Store, StoredObject], None]


def pay(session_id: str, *, now: int) -> dict[str, Any]:
    """Pay by a card that works; return the session."""
    return _on_session(session_id, payments.pay, now=now)


def decline(session_id: str, *, now: int) -> dict[str, Any]:
    """Try a card that the bank refuses; return the session, still open."""
    return _on_session(session_id, payments.decline, now=now)


def pay_later(session_id: str, *, now: int) -> dict[str, Any]:
    """Choose a method whose money comes later; return the session, unpaid."""
    return _on_session(session_id, payments.pay_later, now=now)


def settle_later(session_id: str, *, succeeded: bool, now: int) -> dict[str, Any]:
    """Let the money that was to come later arrive or not; return the session."""

    def settle(store: Store, session: StoredObject) -> None:
        payments.settle_later(store, session, succeeded=succeeded)

    return _on_session(session_id, settle, now=now)


def expire(session_id: str, *, now: int) -> dict[str, Any]:
    """Let the session's time be over; return it."""
    return _on_session(session_id, payments.expire, now=now)


def apply_code(session_id: str, code: str, *, now: int) -> dict[str, Any]:
    """Type a promotion code; return the session at its new price."""

    def apply(store: Store, session: StoredObject) -> None:
        sessions.apply_code(store, session, code)

    return _on_session(session_id, apply, now=now)


def refund(session_id: str, *, now: int, amount: int | None = None) -> dict[str, Any]:
    """Give money back, all of it unless an amount in cents is named."""

    def give_back(store: Store, session: StoredObject) -> None:
        payments.give_back(store, _charge(store, session), amount=amount)

    return _on_session(session_id, give_back, now=now)


def dispute(session_id: str, *, now: int) -> dict[str, Any]:
    """Let the buyer's bank take the money back."""

    def open_dispute(store: Store, session: StoredObject) -> None:
        payments.open_dispute(store, _charge(store, session))

    return _on_session(session_id, open_dispute, now=now)


def hold_webhooks(session_id: str, *, now: int) -> dict[str, Any]:
    """Keep the session's webhooks back from here on."""

    def hold(store: Store, session: StoredObject) -> None:
        store.note(session, holds=True)

    return _on_session(session_id, hold, now=now)


def release_webhooks(session_id: str, *, now: int) -> dict[str, Any]:
    """Send what was kept back, and keep nothing back any more."""

    def release(store: Store, session: StoredObject) -> None:
        store.note(session, holds=False)
        for stored in store.of_session(session.id):
            if stored.kind == EVENT and stored.private["delivery"] == HELD:
                store.note(stored, delivery=WAITING)

    return _on_session(session_id, release, now=now)


def deliver_again(session_id: str, event_id: str, *, now: int) -> dict[str, Any]:
    """Send one of the session's webhooks, whatever became of it before."""

    def deliver(store: Store, session: StoredObject) -> None:
        event = store.find(EVENT, event_id)
        if event is None or event.session != session.id:
            raise not_found(EVENT, event_id)
        store.note(event, delivery=WAITING)

    return _on_session(session_id, deliver, now=now)


def _on_session(session_id: str, act: Act, *, now: int) -> dict[str, Any]:
    def decide(store: Store) -> dict[str, Any]:
        session = sessions.session_of(store, session_id)
        act(store, session)
        return session.public

    return run(decide, now=now)


def _charge(store: Store, session: StoredObject) -> StoredObject:
    intent_id = session.public["payment_intent"]
    if not intent_id:
        raise StripeRefusal("Nothing was paid.")
    return payments.successful_charge(store, intent_id)
