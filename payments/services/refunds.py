"""Refunds and disputes: recorded for what they are; a person decides what follows."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from core.audit.models import Act
from core.dynamo.transactions import retry_on_conflict, write_transaction
from memberships.services import revoke_membership
from payments.gateway import stripe_client
from payments.ledger import (
    Account,
    account_of,
    claim,
    entry,
    moved,
    payment_of_intent,
    payments_of,
)
from payments.membership_history import is_member_by_payment
from payments.models import Attention, Decision, Payment
from payments.prices import MEMBERSHIP_TYPES
from payments.services.fulfilment import (
    STRIPE,
    Settled,
    settle,
)
from payments.stripe_objects import Charge, StripeEvent, parse_session

# Giving all of the money back is what these were waiting for.
_SETTLED_BY_REFUND = frozenset(
    {
        Attention.PAID_TWICE,
        Attention.REGISTRATION_CLOSED,
        Attention.UNMATCHED,
        Attention.WRONG_AMOUNT,
    }
)

REFUND_REASON = "The payment was refunded in full."


def record_charge(
    charge: Charge, *, now: int, event: StripeEvent | None = None
) -> Settled:
    """Record how much of a payment was given back, or that it is disputed.

    A payment that the ledger does not know as paid is fetched and settled first. Where
    Stripe shows none that is paid it is kept under the charge's intent, and moves to
    the session when that is, so the order in which things are told does not matter.
    Membership is never taken
    away silently: the payment asks for a decision, unless ``FULL_REFUND_REVOKES`` is
    on, all of it was given back, and nothing else makes them a member.
    """
    session_id = _session_of(charge, now=now)
    recorded = _record(session_id, charge, now=now, event=event)
    if session_id == charge.payment_intent:
        # The session may have been settled at the very moment.
        match_early_refund(payment_of_intent(session_id), now=now)
    return recorded


def match_early_refund(payment: Payment | None, *, now: int) -> None:
    """Take over what was told of a paid session's charge before it was."""
    if payment is None or payment.state != "paid" or not payment.payment_intent:
        return
    intent = str(payment.payment_intent)
    if payment.id != intent and account_of(intent).payment is not None:
        charge = Charge(id=intent, payment_intent=intent)
        _record(str(payment.id), charge, now=now)


def _record(
    session_id: str, charge: Charge, *, now: int, event: StripeEvent | None = None
) -> Settled:
    act: Act | None = None

    def decide(_: int) -> Settled:
        nonlocal act
        account = account_of(session_id)
        if account.has_applied(event):
            return Settled(outcome="duplicate", payment=account.payment)
        known = account.payment
        early = _early(charge, session_id)
        told = _with_early(charge, early.payment)
        values = given_back(known, told)
        if (
            known
            and values.get("attention") == Attention.REFUNDED
            and _revokes(known, told)
        ):
            # Before the event is claimed: after a crash it is revoked again, harmless.
            revoked = revoke_membership(
                known.email,
                reason=REFUND_REASON,
                keep_profile=True,
                actor=STRIPE,
                now=now,
            )
            act = revoked.act or act
            values |= {"attention": None, "decision": Decision.REVOKE}
        change = entry(account, values, now=now)
        moves = moved(early, account)
        if not change.touched and not moves and event is None:
            return Settled(outcome="duplicate", payment=known)
        with write_transaction() as writes:
            change.apply(writes, guard=["revision"])
            for row in moves:
                row.apply(writes)
            if event and not early.has_applied(event):
                problem = str(values.get("problem") or "")
                claim(
                    writes,
                    session_id,
                    event,
                    outcome="recorded",
                    problem=problem,
                    now=now,
                )
        payment = Payment.of_item(change.after or {})
        return Settled(outcome="recorded", payment=payment, act=act)

    return retry_on_conflict(decide)


def given_back(known: Payment | None, charge: Charge) -> dict[str, Any]:
    """Return what the ledger is to say; a refund only grows, a dispute stays one."""
    before = int(known.refunded or 0) if known else 0
    refunded = max(charge.refunded, before)
    disputed = charge.disputed or bool(known and known.disputed)
    values: dict[str, Any] = {"paymentIntent": charge.payment_intent or None}
    if refunded:
        values["refunded"] = refunded
    if disputed:
        values["disputed"] = True
    if known is None:
        asking = {"attention": Attention.UNMATCHED, "problem": "no session"}
        return {**values, "state": "paid", "paid": charge.amount or None, **asking}
    paid = int(known.paid or charge.amount)
    if known.paid is None and paid:
        # A dispute does not say how much it is about.
        values["paid"] = paid
    if disputed and not known.disputed:
        return {**values, "attention": Attention.DISPUTED}
    if refunded > before:
        return values | _asked(known, refunded, paid=paid)
    return values


def _session_of(charge: Charge, *, now: int) -> str:
    """Return the ledger's id for a charge: its session, or itself if it has none."""
    intent = charge.payment_intent
    if not intent:
        return charge.id
    known = payment_of_intent(intent)
    if known is not None and known.state == "paid":
        return str(known.id)
    sessions = stripe_client().v1.checkout.sessions.list(
        {"payment_intent": intent, "limit": 1}
    )
    for session in sessions.data:
        settled = settle(parse_session(session.to_dict()), now=now).payment
        if settled and settled.state == "paid":
            return str(settled.id)
    return intent


def _early(charge: Charge, session_id: str) -> Account:
    """Return what was kept of the charge before its session was known as paid."""
    intent = charge.payment_intent
    if not intent or intent == session_id:
        return Account(session_id)
    return account_of(intent)


def _with_early(charge: Charge, early: Payment | None) -> Charge:
    if early is None:
        return charge
    return replace(
        charge,
        refunded=max(charge.refunded, int(early.refunded or 0)),
        disputed=charge.disputed or bool(early.disputed),
    )


def _asked(known: Payment, refunded: int, *, paid: int) -> dict[str, Any]:
    """Return what a refund that is news leaves to decide."""
    if known.attention == Attention.DISPUTED:
        return {}
    if known.attention in _SETTLED_BY_REFUND:
        if refunded < paid:
            return {}
        return {"attention": None, "decision": Decision.REFUNDED, "problem": None}
    if not known.fulfilled_at:
        return {}
    return {"attention": Attention.REFUNDED}


def _revokes(payment: Payment, charge: Charge) -> bool:
    """Tell whether the refund of a payment that counted ends the membership."""
    return (
        settings.FULL_REFUND_REVOKES
        and payment.payment_type in MEMBERSHIP_TYPES
        and charge.refunded >= int(payment.paid or 0)
        and is_member_by_payment(payment.email, payment.id)
        and not any(_stands(other, payment) for other in payments_of(payment.email))
    )


def _stands(other: Payment, payment: Payment) -> bool:
    """Tell whether another payment for the membership was not given back."""
    return (
        other.id != payment.id
        and bool(other.fulfilled_at)
        and other.payment_type in MEMBERSHIP_TYPES
        and int(other.refunded or 0) < int(other.paid or 0)
    )
