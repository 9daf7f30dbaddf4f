"""Fulfilment: money that arrived becomes what it paid for, once, whoever tells us.

An event, the success page and a reconciliation may all meet on one session, in any
order and at once. Each reads the ledger, works out the one state that follows from
everything known, and writes it with its effect in one transaction that the others'
writes make stale.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from accounts.queries import is_member
from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import (
    Writes,
    retry_on_conflict,
    write_transaction,
)
from core.errors import InvalidEmail
from core.membership_year import membership_year
from events.models import Registration
from events.queries import find_event
from events.services.seats import OVER_CAPACITY, count_seats
from memberships.services.grant import Voucher, plan_grant
from memberships.services.rows import apply_all
from payments.acts import PaymentAct
from payments.errors import NoPrice
from payments.ledger import (
    Account,
    account_of,
    claim,
    entry,
)
from payments.metadata import facts_of
from payments.models import Attention, Decision, Payment, PaymentType
from payments.prices import (
    MEMBERSHIP_TYPES,
    PAYMENT_TYPES,
    dollars,
    event_price,
    membership_price,
)
from payments.services.effects import Effect, asking
from payments.services.places import checkout_over, event_named, place_paid
from payments.stripe_objects import CheckoutSession, StripeEvent, further

STRIPE = "Stripe"

# Decisions after which money that granted nothing never will.
_CLOSING = frozenset({Decision.KEEP, Decision.REVOKE, Decision.REFUNDED})


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What came of it (``fulfilled``, ``recorded``, ``duplicate``); the payment now.

    ``act`` is None where only the ledger changed, or nothing.
    """

    outcome: str
    payment: Payment | None = None
    act: Act | None = None


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """The change of the ledger's entry, and what goes with it."""

    change: RowChange
    effect: Effect

    @property
    def rows(self) -> list[RowChange]:
        """The rows beside the ledger's that change."""
        return effective([*self.effect.rows, *self.effect.registrations])

    @property
    def touched(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.change.touched or self.rows)

    @property
    def settled(self) -> Settled:
        """What comes of it, its act aside."""
        payment = Payment.of_item(self.change.after or {})
        return Settled(outcome=self.effect.outcome, payment=payment)

    def add_to(self, writes: Writes) -> None:
        """Add every write and check to a transaction."""
        self.change.apply(writes, guard=["revision"])
        apply_all(writes, self.effect.rows)
        for row in self.effect.registrations:
            # One that does not change is held to the status that was judged.
            row.apply(writes, guard=[Registration.status.attr_name])


def settle(
    session: CheckoutSession,
    *,
    now: int,
    event: StripeEvent | None = None,
    actor: str = STRIPE,
    over_capacity: bool = False,
) -> Settled:
    """Bring the ledger, and what the session paid for, to what Stripe says of it.

    * paid: the membership is granted or the registration moved forward, in the
      transaction that records it and claims the event; once for a session;
    * not paid: recorded. An expired checkout is forgotten by its registration, and
      its seat is free;
    * money for a place that nobody kept takes a seat while one is free, or, where an
      exec says so with ``over_capacity``, one more than there are;
    * an amount or currency we did not ask for, or money that cannot be matched, is
      recorded for an exec's attention and grants nothing.
    """

    def decide(_: int) -> Settled:
        account = account_of(session.id)
        if account.has_applied(event):
            return Settled(outcome="duplicate", payment=account.payment)
        plan = _plan(account, session, now=now, over_capacity=over_capacity)
        if not plan.touched and event is None:
            return Settled(outcome="duplicate", payment=account.payment)
        act = None
        with write_transaction() as writes:
            plan.add_to(writes)
            if event:
                claim(
                    writes,
                    session.id,
                    event,
                    outcome=plan.effect.outcome,
                    problem=str(plan.effect.values.get("problem") or ""),
                    now=now,
                )
            if plan.rows and plan.effect.subject:
                act = record(writes, _audit_entry(plan, session, actor=actor, now=now))
            else:
                count_seats(writes, plan.rows)
        return replace(plan.settled, act=act)

    return retry_on_conflict(decide)


def plan_settlement(account: Account, session: CheckoutSession, *, now: int) -> Settled:
    """Return what ``settle`` would do without an event, writing nothing."""
    plan = _plan(account, session, now=now)
    if not plan.touched:
        return Settled(outcome="duplicate", payment=account.payment)
    return plan.settled


def _plan(
    account: Account, session: CheckoutSession, *, now: int, over_capacity: bool = False
) -> _Plan:
    known = account.payment
    state = further(known.state if known else None, session.state)
    effect = _effect(
        account, replace(session, state=state), now=now, over=over_capacity
    )
    values = {**_facts(account, session), "state": state, **effect.values}
    change = entry(account, values, now=now, created=session.created)
    return _Plan(change=change, effect=effect)


def _facts(account: Account, session: CheckoutSession) -> dict[str, Any]:
    """Return what the session tells of itself; what is known already stays."""
    known = account.payment
    values: dict[str, Any] = {}
    if session.payment_intent:
        values["paymentIntent"] = session.payment_intent
    if session.currency:
        values["currency"] = session.currency
    if session.state == "paid":
        values["paid"] = session.total
    if known is None or not known.answers:
        values["metadata"] = dict(session.metadata) or None
        values["paymentType"] = session.metadata.get("paymentType")
    return values


def _effect(
    account: Account, session: CheckoutSession, *, now: int, over: bool
) -> Effect:
    """Return what the session's state asks for; nothing once that is done."""
    if account.payment and _is_closed(account.payment):
        return Effect()
    metadata = _metadata(account, session)
    email = _payer(metadata)
    if session.state == "paid":
        return _paid(account, session, metadata, email, now=now, over=over)
    identified = {"email": email or None}
    if session.state == "expired" and metadata.get("paymentType") == PaymentType.EVENT:
        return checkout_over(session, metadata, email, now=now)
    return Effect(values=identified)


def _paid(
    account: Account,
    session: CheckoutSession,
    metadata: dict[str, str],
    email: str,
    *,
    now: int,
    over: bool,
) -> Effect:
    identified = {"email": email or None}
    kind = metadata.get("paymentType", "")
    if kind not in PAYMENT_TYPES:
        problem = "unidentified payment type"
        effect = asking(Attention.UNMATCHED, identified, problem=problem)
    elif not email:
        effect = asking(Attention.UNMATCHED, identified, problem="no e-mail")
    elif problem := _wrong_amount(account, session, metadata):
        effect = asking(Attention.WRONG_AMOUNT, identified, problem=problem)
    elif kind in MEMBERSHIP_TYPES:
        effect = _membership(account, metadata, email, now=now)
    else:
        effect = place_paid(account, metadata, email, now=now, over_capacity=over)
    if account.payment and account.payment.attention == Attention.DISPUTED:
        # The bank waits for an answer, whatever else there is to decide.
        return replace(
            effect, values={**effect.values, "attention": Attention.DISPUTED}
        )
    return effect


def _payer(metadata: dict[str, str]) -> str:
    try:
        return facts_of(metadata).email
    except InvalidEmail:
        return ""


def _metadata(account: Account, session: CheckoutSession) -> dict[str, str]:
    return (account.payment and account.payment.answers) or dict(session.metadata)


def voucher_of(payment: Payment | None) -> Voucher:
    """Return who stands for the facts that came with a payment."""
    return "owner" if payment and payment.signed_in else "nobody"


def _membership(
    account: Account, metadata: dict[str, str], email: str, *, now: int
) -> Effect:
    plan = plan_grant(
        facts_of(metadata), now=now, vouched_by=voucher_of(account.payment)
    )
    values: dict[str, Any] = {
        "email": email,
        "membershipYear": membership_year(),
        "fulfilledAt": now,
        "attention": None,
        "problem": None,
    }
    if not plan.joined:
        values |= {"attention": Attention.PAID_TWICE, "problem": "a member already"}
    elif metadata.get("paymentType") == PaymentType.USER_MEMBER:
        values["invitation"] = "due"
    return Effect(values=values, rows=plan.rows, subject=email, outcome="fulfilled")


def _wrong_amount(
    account: Account, session: CheckoutSession, metadata: dict[str, str]
) -> str:
    """Return what is wrong with the amount, in words, or nothing.

    Compared is ``amount_subtotal``, before discounts: ``amount_total`` is less only
    where Stripe itself took a promotion code, which is the club's own and allowed.
    Whoever asked for the checkout, us or others, what it costs is decided here.
    """
    known = account.payment
    if known and known.decision == Decision.ACCEPT_AMOUNT:
        return ""
    if session.currency != settings.PAYMENT_CURRENCY:
        return f"paid in {session.currency or 'no currency'}"
    try:
        expected = int((known and known.expected) or _price(metadata))
    except NoPrice:
        return "nothing of that name has a price"
    if session.subtotal != expected:
        return f"asked for {dollars(expected)}, paid for {dollars(session.subtotal)}"
    return ""


def _price(metadata: dict[str, str]) -> int:
    """Return what a checkout that we did not open should have asked for, in cents.

    Of an event it is what its record says now, for who the payer is now. Raises
    ``NoPrice``, also for an event that there is not.
    """
    if metadata.get("paymentType") in MEMBERSHIP_TYPES:
        return membership_price(metadata.get("education")).cents
    named = event_named(metadata)
    event = find_event(*named) if named else None
    if event is None:
        raise NoPrice
    email = _payer(metadata)
    return event_price(event, email, is_member=is_member(email)).cents


def _is_closed(payment: Payment) -> bool:
    """Tell whether it had its effect, or was decided to have none."""
    return bool(payment.fulfilled_at) or payment.decision in _CLOSING


def _audit_entry(
    plan: _Plan, session: CheckoutSession, *, actor: str, now: int
) -> AuditEntry:
    over = {OVER_CAPACITY: True} if plan.effect.over_capacity else {}
    return AuditEntry(
        act=PaymentAct.COUNT,
        subject=plan.effect.subject,
        actor=actor,
        at=now,
        changes=plan.rows,
        notes={"session": session.id, **over},
        # Money changed hands: taking it back is a refund, not an undo.
        undoable=False,
    )
