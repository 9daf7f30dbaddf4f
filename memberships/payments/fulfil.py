"""Fulfilment: money that arrived becomes what it paid for, once, whoever tells us.

An event, the success page and a reconciliation may all meet on one session, in any
order and at once. Each reads the ledger, works out the one state that follows from
everything known, and writes it with its effect in one transaction that the others'
writes make stale.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from biztech.audit.changes import RowChange, effective
from biztech.audit.trail import Deed, record
from biztech.dynamo.transactions import decide_again_when_stale, write_transaction
from biztech.email import InvalidEmail
from biztech.errors import Malformed
from events.models import Registration
from events.queries import find_registration
from events.services import is_open_to_payment, paid, withdraw_checkout
from memberships.payments.ledger import (
    Account,
    account_of,
    claim,
    entry,
)
from memberships.payments.metadata import facts_of
from memberships.payments.models import Payment
from memberships.payments.prices import (
    EVENT,
    MEMBERSHIP_TYPES,
    PAYMENT_TYPES,
    dollars,
    membership_price,
)
from memberships.payments.seen import SessionSeen, StripeEvent, further
from memberships.services.grant import plan_grant
from memberships.services.rows import apply_all

STRIPE = "Stripe"

# Decisions after which money that granted nothing never will.
_CLOSING = frozenset({"keep", "revoke", "refunded"})


class UnidentifiedPayment(Malformed):
    """A session that says neither whose it is nor what it pays for."""

    code = "unidentified_payment"

    def __init__(self, what: str = "unidentified payment type") -> None:
        super().__init__(f"Webhook Error: {what}")


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What came of it (``fulfilled``, ``recorded``, ``duplicate``); the payment now."""

    outcome: str
    payment: Payment | None = None


@dataclass(frozen=True, kw_only=True)
class _Effect:
    """What a session's state asks for, beside the ledger entry."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: list[RowChange] = field(default_factory=list)
    registrations: list[RowChange] = field(default_factory=list)
    subject: str = ""
    outcome: str = "recorded"


def settle(
    seen: SessionSeen,
    *,
    now: int,
    event: StripeEvent | None = None,
    actor: str = STRIPE,
) -> Settled:
    """Bring the ledger, and what the session paid for, to what Stripe says of it.

    * paid: the membership is granted or the registration moved forward, in the
      transaction that records it and claims the event; once for a session;
    * not paid: recorded. An expired checkout is forgotten by its registration;
    * an amount or currency we did not ask for, or money that cannot be matched, is
      recorded for an exec's attention and grants nothing.

    Raises ``UnidentifiedPayment`` after recording, where Stripe must see a 400.
    """

    def decide(_: int) -> Settled:
        account = account_of(seen.id)
        if account.has_applied(event):
            return Settled(outcome="duplicate", payment=account.payment)
        known = account.payment
        state = further(known.state if known else None, seen.state)
        effect = _effect(account, replace(seen, state=state), now=now)
        values = {**_facts(account, seen), "state": state, **effect.values}
        change = entry(account, values, now=now, created=seen.created)
        if not change.touched and event is None:
            return Settled(outcome="duplicate", payment=known)
        with write_transaction() as writes:
            change.apply(writes, guard=["revision"])
            apply_all(writes, effect.rows)
            for row in effective(effect.registrations):
                row.apply(writes)
            if event:
                claim(
                    writes,
                    seen.id,
                    event,
                    outcome=effect.outcome,
                    problem=str(effect.values.get("problem") or ""),
                    now=now,
                )
            changed = effective([*effect.rows, *effect.registrations])
            if changed and effect.subject:
                record(writes, _deed(effect, changed, seen, actor=actor, now=now))
        return Settled(
            outcome=effect.outcome, payment=Payment.of_item(change.after or {})
        )

    settled = decide_again_when_stale(decide)
    if settled.payment and settled.payment.attention == "unmatched":
        raise UnidentifiedPayment(settled.payment.problem or "")
    return settled


def _facts(account: Account, seen: SessionSeen) -> dict[str, Any]:
    """Return what the session tells of itself; what is known already stays."""
    known = account.payment
    values: dict[str, Any] = {}
    if seen.payment_intent:
        values["paymentIntent"] = seen.payment_intent
    if seen.currency:
        values["currency"] = seen.currency
    if seen.state == "paid":
        values["paid"] = seen.total
    if known is None or not known.metadata:
        values["metadata"] = dict(seen.metadata) or None
        values["paymentType"] = seen.metadata.get("paymentType")
    return values


def _effect(account: Account, seen: SessionSeen, *, now: int) -> _Effect:
    """Return what the session's state asks for; nothing once that is done."""
    if account.payment and _is_closed(account.payment):
        return _Effect()
    metadata = _metadata(account, seen)
    email = _payer(metadata)
    if seen.state == "paid":
        return _paid(account, seen, metadata, email, now=now)
    identified = {"email": email or None}
    if seen.state == "expired" and metadata.get("paymentType") == EVENT:
        registration = _registration(metadata, email)
        if registration is not None:
            forgotten = withdraw_checkout(registration, now=now)
            return _Effect(values=identified, registrations=[forgotten])
    return _Effect(values=identified)


def _paid(
    account: Account,
    seen: SessionSeen,
    metadata: dict[str, str],
    email: str,
    *,
    now: int,
) -> _Effect:
    identified = {"email": email or None}
    kind = metadata.get("paymentType", "")
    if kind not in PAYMENT_TYPES:
        return _asking("unmatched", identified, problem="unidentified payment type")
    if not email:
        return _asking("unmatched", identified, problem="no e-mail")
    if problem := _wrong_amount(account, seen, metadata):
        return _asking("wrong-amount", identified, problem=problem)
    if kind in MEMBERSHIP_TYPES:
        return _membership(account, metadata, email, now=now)
    return _place(metadata, email, now=now)


def _payer(metadata: dict[str, str]) -> str:
    try:
        return facts_of(metadata).email
    except InvalidEmail:
        return ""


def _metadata(account: Account, seen: SessionSeen) -> dict[str, str]:
    stored = account.payment.metadata if account.payment else None
    return dict(stored) if isinstance(stored, dict) else dict(seen.metadata)


def _membership(
    account: Account, metadata: dict[str, str], email: str, *, now: int
) -> _Effect:
    known = account.payment
    if known and _is_given_back(known) and settings.FULL_REFUND_REVOKES:
        return _Effect(values={"email": email, "problem": "refunded before it counted"})
    plan = plan_grant(facts_of(metadata), now=now)
    joined = any(
        row.label == "member" and row.kind == "created" for row in plan.changes
    )
    asked = known.attention if known else None
    values: dict[str, Any] = {
        "email": email,
        "fulfilledAt": now,
        "problem": None,
        # A refund that Stripe told of first still waits for its decision.
        "attention": asked if asked in ("refunded", "disputed") else None,
    }
    if not joined:
        values |= {"attention": "paid-twice", "problem": "a member already"}
    elif metadata.get("paymentType") == "UserMember":
        values["invitation"] = "due"
    return _Effect(values=values, rows=plan.rows, subject=email, outcome="fulfilled")


def _place(metadata: dict[str, str], email: str, *, now: int) -> _Effect:
    registration = _registration(metadata, email)
    identified: dict[str, Any] = {
        "email": email,
        "eventID": metadata.get("eventID"),
        "eventYear": _year(metadata),
    }
    if registration is None:
        return _asking("registration-closed", identified, problem="not registered")
    if not is_open_to_payment(registration):
        return _asking(
            "registration-closed",
            identified,
            problem=f"registration is {registration.status or 'empty'}",
        )
    return _Effect(
        values={**identified, "fulfilledAt": now, "attention": None, "problem": None},
        registrations=[paid(registration, now=now)],
        subject=email,
        outcome="fulfilled",
    )


def _registration(metadata: dict[str, str], email: str) -> Registration | None:
    year = _year(metadata)
    event_id = metadata.get("eventID", "")
    if not (email and event_id and year):
        return None
    return find_registration(email, event_id, year)


def _year(metadata: dict[str, str]) -> int | None:
    year = metadata.get("year", "")
    return int(year) if year.isdecimal() else None


def _wrong_amount(account: Account, seen: SessionSeen, metadata: dict[str, str]) -> str:
    """Return what is wrong with the amount, in words, or nothing.

    Compared before promotion codes, which only Stripe knows and we allow.
    """
    known = account.payment
    if known and known.decision == "accept-amount":
        return ""
    if seen.currency != settings.PAYMENT_CURRENCY:
        return f"paid in {seen.currency or 'no currency'}"
    expected = int(known.expected) if known and known.expected else None
    if expected is None and metadata.get("paymentType") in MEMBERSHIP_TYPES:
        expected = membership_price(metadata.get("education")).cents
    if expected is not None and seen.subtotal != expected:
        return f"asked for {dollars(expected)}, paid for {dollars(seen.subtotal)}"
    return ""


def _is_closed(payment: Payment) -> bool:
    """Tell whether it had its effect, or was decided to have none."""
    return bool(payment.fulfilled_at) or payment.decision in _CLOSING


def _is_given_back(payment: Payment) -> bool:
    return bool(payment.refunded) and int(payment.refunded) >= int(payment.paid or 0)


def _asking(attention: str, values: dict[str, Any], *, problem: str) -> _Effect:
    return _Effect(values={**values, "attention": attention, "problem": problem})


def _deed(
    effect: _Effect,
    changes: list[RowChange],
    seen: SessionSeen,
    *,
    actor: str,
    now: int,
) -> Deed:
    return Deed(
        act="payment",
        subject=effect.subject,
        actor=actor,
        at=now,
        changes=changes,
        notes={"session": seen.id},
        # Money changed hands: taking it back is a refund, not an undo.
        undoable=False,
    )
