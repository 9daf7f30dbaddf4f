"""What a verified Stripe event leads to; the route around it is in ``views``."""

from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.identity.signups import sign_ups
from events.services.waitlist import promote_waiting
from payments.errors import UnidentifiedPayment
from payments.ledger import account_of, entry
from payments.models import Attention, Payment, PaymentType
from payments.services.fulfilment import Settled, settle
from payments.services.refunds import match_early_refund, record_charge
from payments.stripe_objects import (
    DISPUTED,
    REFUNDED,
    SESSION_EVENTS,
    StripeEvent,
    parse_charge,
    parse_dispute,
    parse_session,
)


def apply_event(event: StripeEvent, *, now: int) -> Settled:
    """Apply a Stripe event, whatever was applied before it.

    Events of other kinds are ``ignored``. Raises ``UnidentifiedPayment`` after it is
    recorded, where Stripe must see a 400, and ``NotAsSent``; any other error means that
    a later delivery may succeed.
    """
    settled = _apply(event, now=now)
    payment = settled.payment
    finish(payment, now=now)
    if (
        event.type in SESSION_EVENTS
        and payment
        and payment.attention == Attention.UNMATCHED
    ):
        raise UnidentifiedPayment(payment.problem or "")
    return settled


def _apply(event: StripeEvent, *, now: int) -> Settled:
    match event.type:
        case kind if kind in SESSION_EVENTS:
            session = parse_session(event.subject, event_type=event.type)
            return settle(session, now=now, event=event)
        case str() if event.type == REFUNDED:
            return record_charge(parse_charge(event.subject), now=now, event=event)
        case str() if event.type == DISPUTED:
            return record_charge(parse_dispute(event.subject), now=now, event=event)
    return Settled(outcome="ignored")


def finish(payment: Payment | None, *, now: int) -> None:
    """Do what follows a settlement outside of its transaction; harmless to repeat."""
    match_early_refund(payment, now=now)
    _invite_if_due(payment, now=now)
    _give_seat_on(payment, now=now)


def _give_seat_on(payment: Payment | None, *, now: int) -> None:
    """Let whoever is next in line have the seat of a checkout that is over."""
    if (
        payment is not None
        and payment.state == "expired"
        and payment.payment_type == PaymentType.EVENT
        and payment.event_id
        and payment.event_year
    ):
        promote_waiting(payment.event_id, int(payment.event_year), now=now)


def _invite_if_due(payment: Payment | None, *, now: int) -> None:
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

    retry_on_conflict(decide)
