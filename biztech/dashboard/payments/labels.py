"""Payments as people read them: amounts in dollars, states and outcomes in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from biztech.dashboard.framework.labels import label_of
from core.clock import moment
from memberships.facts import FACTS
from payments.ledger import ATTENTION
from payments.models import AppliedEvent, Attention, Decision, Payment, PaymentType
from payments.prices import MEMBERSHIP_TYPES, dollars

_STATES = {
    "open": "Checkout open",
    "processing": "Waiting for the bank",
    "expired": "Checkout expired",
    "failed": "Payment failed",
    "paid": "Paid",
}
_ASKING: Mapping[str, str] = {
    Attention.UNMATCHED: "Unclear whose or what for",
    Attention.WRONG_AMOUNT: "Not the amount we asked for",
    Attention.PAID_TWICE: "Was a member already",
    Attention.REGISTRATION_CLOSED: "Paid without a place",
    Attention.REFUNDED: "Refunded: decide",
    Attention.DISPUTED: "Disputed: decide",
}
_EVENT_QUESTIONS: Mapping[str, str] = {
    Attention.REFUNDED: (
        "The money was refunded. Cancel the registration, or keep it."
    ),
    Attention.DISPUTED: (
        "The payer disputes the charge. Answer at Stripe; cancel the registration or"
        " keep it."
    ),
}
_DECISIONS: Mapping[str, str] = {
    Decision.KEEP: "Kept as it is",
    Decision.REVOKE: "Membership revoked",
    Decision.REFUNDED: "Settled by a refund",
}
_UNPAID = {
    "open": "Waiting for the payer",
    "processing": "Nothing yet",
    "expired": "Nothing was paid",
    "failed": "Nothing was paid",
}
_EVENTS = {
    "checkout.session.completed": "Checkout completed",
    "checkout.session.async_payment_succeeded": "The bank confirmed the payment",
    "checkout.session.async_payment_failed": "The bank refused the payment",
    "checkout.session.expired": "Checkout expired",
    "charge.refunded": "Money refunded",
    "charge.dispute.created": "Payment disputed",
}
_OUTCOMES = {"fulfilled": "Counted", "recorded": "Recorded"}
_TYPES: Mapping[str, str] = {
    PaymentType.USER_MEMBER: "Membership, with a new sign-in",
    PaymentType.OAUTH_MEMBER: "Membership, new person",
    PaymentType.MEMBER: "Membership, known person",
    PaymentType.EVENT: "Place at an event",
}
_ANSWERS = {
    "paymentType": "Paid for",
    "email": "E-mail",
    "eventID": "Event",
    **{name: fact.label for fact in FACTS.values() for name in fact.payment},
}


@dataclass(frozen=True, kw_only=True)
class PaymentLine:
    """A payment as a line of a list."""

    id: str
    email: str
    # The address as it may break on a narrow screen.
    who: SafeString
    what: str
    amount: str
    given_back: str
    state: str
    outcome: str
    asks: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """An event of Stripe's that was applied, and what came of it."""

    id: str
    what: str
    outcome: str
    told_at: datetime
    applied_at: datetime


def line_of_payment(payment: Payment) -> PaymentLine:
    """Return how a payment reads in a list."""
    shown = payment.paid if payment.state == "paid" else payment.expected
    refunded = int(payment.refunded or 0)
    return PaymentLine(
        id=str(payment.id),
        email=payment.email or "",
        who=format_html("{}<wbr>@{}", *(payment.email or "@").rsplit("@", 1)),
        what=what_for(payment),
        amount=amount_of(shown, payment.currency),
        given_back=dollars(refunded, payment.currency) if refunded else "",
        state=state_of(payment),
        outcome=outcome_of(payment),
        asks=bool(payment.attention),
        at=moment(int(payment.created_at or 0)),
    )


def line_of_event(event: AppliedEvent) -> EventLine:
    """Return how an applied event reads."""
    outcome = _OUTCOMES.get(event.outcome or "", event.outcome or "")
    if event.problem:
        outcome += f": {event.problem}"
    return EventLine(
        id=event.event_id,
        what=_EVENTS.get(event.type or "", event.type or ""),
        outcome=outcome,
        told_at=moment(int(event.event_created or 0)),
        applied_at=moment(int(event.created_at or 0)),
    )


def amount_of(cents: float | None, currency: str | None = None) -> str:
    """Return an amount in words."""
    return "not known" if cents is None else dollars(int(cents), currency)


def what_for(payment: Payment) -> str:
    """Return what was paid for."""
    if payment.payment_type in MEMBERSHIP_TYPES:
        return "Membership"
    if payment.payment_type != PaymentType.EVENT:
        return "Not known"
    named = [str(part) for part in (payment.event_id, payment.event_year) if part]
    return f"Event {' '.join(named)}".strip()


def type_of(payment_type: str) -> str:
    """Return a payment type in words."""
    return _TYPES.get(payment_type, payment_type or "Not known")


def state_of(payment: Payment) -> str:
    """Return where the money is."""
    refunded = int(payment.refunded or 0)
    if payment.disputed:
        return "Disputed"
    if refunded:
        all_of_it = refunded >= int(payment.paid or 0)
        return "Refunded" if all_of_it else "Partly refunded"
    return _STATES.get(payment.state or "", "Not known")


def outcome_of(payment: Payment) -> str:
    """Return what came of it, or what it waits for."""
    if payment.attention:
        return _ASKING.get(payment.attention, payment.attention)
    is_event = payment.payment_type == PaymentType.EVENT
    if payment.decision == Decision.REVOKE and is_event:
        return "Registration cancelled"
    if payment.decision in _DECISIONS:
        return _DECISIONS[payment.decision]
    if payment.fulfilled_at and is_event:
        return "Place confirmed"
    if payment.fulfilled_at:
        return "Membership granted"
    return _UNPAID.get(payment.state or "", payment.problem or "Nothing")


def asked_about(payment: Payment) -> str:
    """Return the sentence that says what has to be decided, if anything has."""
    questions = ATTENTION
    if payment.payment_type == PaymentType.EVENT:
        questions = {**ATTENTION, **_EVENT_QUESTIONS}
    return questions.get(payment.attention or "", "")


def answers_of(payment: Payment) -> list[tuple[str, str]]:
    """Return what the payer told us: the label of each answer, and the answer."""
    return [
        (
            _ANSWERS.get(name, label_of(name)),
            type_of(told) if name == "paymentType" else told,
        )
        for name, told in payment.answers.items()
    ]
