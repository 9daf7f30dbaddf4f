"""What a verified Stripe event leads to; the route around it is in ``views``."""

from biztech.dynamo.transactions import decide_again_when_stale, write_transaction
from biztech.identity.signups import sign_ups
from memberships.payments.fulfil import Settled, settle
from memberships.payments.ledger import account_of, entry
from memberships.payments.models import Payment
from memberships.payments.refunds import record_charge
from memberships.payments.seen import (
    DISPUTED,
    REFUNDED,
    SESSION_EVENTS,
    StripeEvent,
    charge_seen,
    dispute_seen,
    session_seen,
)


def apply_event(event: StripeEvent, *, now: int) -> Settled:
    """Apply a Stripe event, whatever was applied before it.

    Events of other kinds are ``ignored``. Raises ``UnidentifiedPayment``; any other
    error means that a later delivery may succeed.
    """
    match event.type:
        case kind if kind in SESSION_EVENTS:
            seen = session_seen(event.subject, event_type=event.type)
            settled = settle(seen, now=now, event=event)
        case str() if event.type == REFUNDED:
            settled = record_charge(charge_seen(event.subject), now=now, event=event)
        case str() if event.type == DISPUTED:
            settled = record_charge(dispute_seen(event.subject), now=now, event=event)
        case _:
            return Settled(outcome="ignored")
    invite_if_due(settled.payment, now=now)
    return settled


def invite_if_due(payment: Payment | None, *, now: int) -> None:
    """Invite somebody who paid for a membership with a sign-in and has none yet.

    After the transaction, as the provider is no part of it: a crash in between leaves
    the invitation due, and the next delivery or reconciliation sends it.
    """
    if payment is None or payment.invitation != "due" or not payment.email:
        return
    names = (payment.answers.get(part) for part in ("fname", "lname"))
    sign_ups().invite(payment.email, name=" ".join(name for name in names if name))

    def decide(_: int) -> None:
        with write_transaction() as writes:
            sent = entry(account_of(payment.id), {"invitation": "sent"}, now=now)
            sent.apply(writes)

    decide_again_when_stale(decide)
