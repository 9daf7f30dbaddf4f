"""The ledger: payments and applied events, and what waits for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.clock import DAY
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import to_item
from payments.models import AppliedEvent, Attention, Payment
from payments.stripe_objects import StripeEvent

# What an exec has to decide about, and the sentence that says so.
ATTENTION: Mapping[str, str] = {
    Attention.UNMATCHED: (
        "Paid, but by whom or for what is unclear. Attach it to a person."
    ),
    Attention.WRONG_AMOUNT: (
        "The amount is not what we asked for. Check, then retry or keep."
    ),
    Attention.PAID_TWICE: (
        "They had paid, or were a member, already. Refund one payment."
    ),
    Attention.REGISTRATION_CLOSED: (
        "Paid for a place they could not have. Refund it at Stripe, or let them in."
    ),
    Attention.REFUNDED: "The money was refunded. Revoke the membership, or keep it.",
    Attention.DISPUTED: (
        "The payer disputes the charge. Answer at Stripe; revoke or keep."
    ),
}

_EVENTS_KEPT = 90 * DAY


@dataclass(frozen=True)
class Account:
    """A payment as the ledger has it, and the events applied to it, if any."""

    session_id: str
    payment: Payment | None = None
    events: tuple[AppliedEvent, ...] = field(default=())

    def has_applied(self, event: StripeEvent | None) -> bool:
        """Tell whether that event was applied."""
        return event is not None and any(
            row.event_id == event.id for row in self.events
        )


def account_of(session_id: str) -> Account:
    """Return what the ledger has of a session; one query, consistent."""
    partition, payment_key = Payment.key(session_id)
    payment: Payment | None = None
    events = []
    for row in Payment.query(partition, consistent_read=True):
        if row.sk == payment_key:
            payment = row
        else:
            events.append(AppliedEvent.of_item(row.wire))
    return Account(session_id, payment, tuple(events))


def entry(
    account: Account, values: Mapping[str, Any], *, now: int, created: int = 0
) -> RowChange:
    """Return the payment's change to ``values`` (stored names), or its creation.

    ``revision`` counts up, so of two writers one is told to read again.
    """
    known = account.payment
    if known is None:
        partition, sort_key = Payment.key(account.session_id)
        at = created or now
        row = {
            "id": partition,
            "sk": sort_key,
            "month": Act.month_of(at),
            **values,
            "revision": 1,
            "createdAt": at,
            "updatedAt": now,
        }
        return RowChange.created("payment", Payment.of(row))
    edit = RowChange.edited("payment", known, values)
    if not edit.touched:
        return edit
    stamp = {"revision": int(known.revision or 0) + 1, "updatedAt": now}
    return RowChange.edited("payment", known, {**values, **stamp})


def claim(
    writes: Writes,
    session_id: str,
    event: StripeEvent,
    *,
    outcome: str,
    problem: str,
    now: int,
) -> None:
    """Add the event to the transaction that applies it, so it is applied once."""
    partition, sort_key = AppliedEvent.key(session_id, event.id)
    row = AppliedEvent.of(
        {
            "id": partition,
            "sk": sort_key,
            "type": event.type,
            "outcome": outcome,
            "problem": problem or None,
            "eventCreated": event.created,
            "createdAt": now,
            "expiresAt": (now + _EVENTS_KEPT) // 1000,
        }
    )
    writes.create(row, otherwise=Stale())


def payment_of_intent(payment_intent: str) -> Payment | None:
    """Return the payment of the session with that intent, or None."""
    for payment in Payment.by_intent.query(payment_intent):
        if payment.id != payment_intent:
            found: Payment = payment
            return found
    return None


def moved(early: Account, account: Account) -> list[RowChange]:
    """Return what moves when the session is found of a charge that was told first.

    Its events go with the session's; its payment, whose facts the session's takes
    over, goes.
    """
    if early.payment is None:
        return []
    changes = [RowChange.removed("payment", early.payment)]
    known = {event.event_id for event in account.events}
    for event in early.events:
        changes.append(RowChange.removed("event", event))
        if event.event_id not in known:
            item = {**event.wire, **to_item({"id": account.session_id})}
            changes.append(RowChange.created("event", AppliedEvent.of_item(item)))
    return changes


def payments_of(email: str) -> list[Payment]:
    """Return a person's payments, newest first."""
    return list(Payment.of_person.query(email, scan_index_forward=False))


def payments_in(month: str, *, limit: int | None = None) -> list[Payment]:
    """Return the payments of a month ("2026-11"), newest first."""
    return list(Payment.recent.query(month, limit=limit, scan_index_forward=False))


def waiting_for_attention() -> list[Payment]:
    """Return the payments that an exec has to decide about, newest first."""
    waiting = [
        payment for kind in Attention for payment in Payment.for_attention.query(kind)
    ]
    return sorted(waiting, key=lambda payment: payment.created_at or 0, reverse=True)
