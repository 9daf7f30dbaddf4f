"""Refunds and disputes: recorded for what they are; a person decides what follows."""

from typing import Any

from django.conf import settings

from biztech.dynamo.transactions import decide_again_when_stale, write_transaction
from memberships.payments.fulfil import STRIPE, Settled, settle
from memberships.payments.gateway import stripe_client
from memberships.payments.ledger import (
    Account,
    account_of,
    claim,
    entry,
    payment_of_intent,
)
from memberships.payments.models import Payment
from memberships.payments.prices import MEMBERSHIP_TYPES
from memberships.payments.seen import ChargeSeen, StripeEvent, session_seen
from memberships.services import revoke_membership

# Giving the money back is what these were waiting for.
_SETTLED_BY_REFUND = frozenset({"paid-twice", "registration-closed", "wrong-amount"})

REFUND_REASON = "The payment was refunded in full."


def record_charge(
    charge: ChargeSeen, *, now: int, event: StripeEvent | None = None
) -> Settled:
    """Record how much of a payment was given back, or that it is disputed.

    A payment that the ledger has not heard of is fetched and settled first, so the
    order in which Stripe tells things does not matter. Membership is never taken away
    silently: the payment asks for a decision, unless ``FULL_REFUND_REVOKES`` is on and
    all of it was given back.
    """
    session_id = _session_of(charge.payment_intent, now=now)

    def decide(_: int) -> Settled:
        account = account_of(session_id)
        if account.has_applied(event):
            return Settled(outcome="duplicate", payment=account.payment)
        values = _given_back(account, charge)
        if values.get("attention") == "refunded" and _revokes(account, charge):
            _revoke(account.payment, now=now)
            values |= {"attention": None, "decision": "revoke"}
        change = entry(account, values, now=now)
        if not change.touched and event is None:
            return Settled(outcome="duplicate", payment=account.payment)
        with write_transaction() as writes:
            change.apply(writes, guard=["revision"])
            if event:
                problem = str(values.get("problem") or "")
                claim(
                    writes,
                    session_id,
                    event,
                    outcome="recorded",
                    problem=problem,
                    now=now,
                )
        return Settled(outcome="recorded", payment=Payment.of_item(change.after or {}))

    return decide_again_when_stale(decide)


def _session_of(payment_intent: str, *, now: int) -> str:
    """Return the ledger's id for a charge: its session, or itself if it has none."""
    known = payment_of_intent(payment_intent)
    if known is not None:
        return str(known.id)
    sessions = stripe_client().v1.checkout.sessions.list(
        {"payment_intent": payment_intent, "limit": 1}
    )
    for session in sessions.data:
        settle(session_seen(session.to_dict()), now=now)
        return str(session.id)
    return payment_intent


def _given_back(account: Account, charge: ChargeSeen) -> dict[str, Any]:
    """Return what the ledger is to say; a refund only grows, a dispute stays one."""
    known = account.payment
    refunded = max(charge.refunded, int(known.refunded or 0) if known else 0)
    values: dict[str, Any] = {"paymentIntent": charge.payment_intent}
    if known is None:
        values |= {"state": "paid", "attention": "unmatched", "problem": "no session"}
    if refunded:
        values["refunded"] = refunded
    if charge.disputed:
        values["disputed"] = True
    if known is not None and _is_news(known, refunded, charge):
        values |= _asked(known, charge)
    return values


def _is_news(known: Payment, refunded: int, charge: ChargeSeen) -> bool:
    return refunded > int(known.refunded or 0) or (
        charge.disputed and not known.disputed
    )


def _asked(known: Payment, charge: ChargeSeen) -> dict[str, Any]:
    waits_for_money_back = known.attention in _SETTLED_BY_REFUND
    if waits_for_money_back and not charge.disputed:
        return {"attention": None, "decision": "refunded", "problem": None}
    kind = "disputed" if charge.disputed else "refunded"
    return {"attention": kind, "decision": None, "problem": None}


def _revokes(account: Account, charge: ChargeSeen) -> bool:
    payment = account.payment
    return (
        settings.FULL_REFUND_REVOKES
        and payment is not None
        and payment.payment_type in MEMBERSHIP_TYPES
        and bool(payment.email)
        and charge.refunded >= int(payment.paid or 0)
    )


def _revoke(payment: Payment | None, *, now: int) -> None:
    # Before the event is claimed: a crash in between revokes again, which is harmless.
    if payment is not None and payment.email:
        revoke_membership(
            payment.email,
            reason=REFUND_REASON,
            keep_profile=True,
            actor=STRIPE,
            now=now,
        )
