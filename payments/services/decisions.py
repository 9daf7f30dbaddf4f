"""What an exec decides about a payment that asks for attention."""

from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.errors import NotFound
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from memberships.errors import ReasonMissing
from memberships.services import revoke_membership
from payments.acts import PaymentAct
from payments.errors import (
    CountedAlready,
    NotAttachable,
    NothingToDecide,
    NothingToRevoke,
)
from payments.gateway import fetched_session
from payments.ledger import Account, account_of, entry
from payments.metadata import facts_of
from payments.models import Attention, Decision, Payment, PaymentType
from payments.prices import MEMBERSHIP_TYPES, PAYMENT_TYPES
from payments.services.fulfilment import Settled, settle
from payments.services.webhooks import finish
from payments.stripe_objects import CheckoutSession


def keep(session_id: str, *, actor: str, now: int) -> Act:
    """Leave everything as it is and close the question."""
    return _close(session_id, Decision.KEEP, PaymentAct.KEEP, actor=actor, now=now)


def revoke(session_id: str, *, reason: str, actor: str, now: int) -> Act:
    """Take back what the payment gave, and close the question.

    A membership is revoked, the profile kept out of sight; a registration is cancelled,
    and its seat goes to whoever waits. Raises ``ReasonMissing``, ``NothingToRevoke``,
    ``RegistrationUnknown``. Safe to repeat when it is interrupted.
    """
    payment = _waiting(session_id)
    email = payment.email
    if email and payment.payment_type in MEMBERSHIP_TYPES:
        revoke_membership(email, reason=reason, keep_profile=True, actor=actor, now=now)
    elif email and _gave_place(payment):
        if not reason.strip():
            raise ReasonMissing
        move_registration(
            email,
            str(payment.event_id),
            int(payment.event_year or 0),
            Wanted(status=Status.CANCELLED),
            actor=actor,
            by_exec=True,
            now=now,
        )
    else:
        raise NothingToRevoke
    return _close(
        session_id,
        Decision.REVOKE,
        PaymentAct.REVOKE,
        actor=actor,
        now=now,
        reason=reason,
    )


def _gave_place(payment: Payment) -> bool:
    """Tell whether the payment gave somebody a place at an event."""
    return payment.payment_type == PaymentType.EVENT and bool(payment.fulfilled_at)


def retry(
    session_id: str, *, actor: str, now: int, over_capacity: bool = False
) -> Settled:
    """Ask Stripe again and settle the payment by what it says now.

    An amount that was not what we asked for is accepted by retrying. Who paid too late
    for a full event has a place ``over_capacity`` where an exec says so. Raises
    ``CountedAlready``, ``UnknownAtStripe`` and ``StripeSilent``, nothing changed.
    """
    payment = _without_effect(account_of(session_id))
    session = fetched_session(session_id)
    if payment.attention == Attention.WRONG_AMOUNT:
        _note(session_id, {"decision": Decision.ACCEPT_AMOUNT}, now=now)
    return _settled(session, actor=actor, now=now, over_capacity=over_capacity)


def attach(
    session_id: str, *, email: str, payment_type: str, actor: str, now: int
) -> Settled:
    """Say whose payment it is and for what, and settle it.

    ``email`` is normalized. Raises ``NotAttachable`` for an unknown purpose, and what
    ``retry`` raises. Until it is settled the payment keeps asking for attention.
    """
    if payment_type not in PAYMENT_TYPES:
        raise NotAttachable(f"'paymentType' must be one of {', '.join(PAYMENT_TYPES)}.")
    payment = _without_effect(account_of(session_id))
    metadata = {**payment.answers, "email": email, "paymentType": payment_type}
    facts_of(metadata)
    session = fetched_session(session_id)
    _note(
        session_id,
        {
            "metadata": metadata,
            "email": email,
            "paymentType": payment_type,
            # Whoever paid was signed in as somebody else, if at all.
            "signedIn": None,
        },
        now=now,
    )
    return _settled(session, actor=actor, now=now)


def _waiting(session_id: str) -> Payment:
    return _asking(account_of(session_id))


def _asking(account: Account) -> Payment:
    payment = account.payment
    if payment is None:
        raise NotFound.of("payment", account.session_id)
    if not payment.attention:
        raise NothingToDecide
    return payment


def _without_effect(account: Account) -> Payment:
    payment = _asking(account)
    if payment.fulfilled_at:
        raise CountedAlready
    return payment


def _settled(
    session: CheckoutSession, *, actor: str, now: int, over_capacity: bool = False
) -> Settled:
    settled = settle(session, now=now, actor=actor, over_capacity=over_capacity)
    finish(settled.payment, now=now)
    return settled


def _note(session_id: str, values: dict[str, object], *, now: int) -> None:
    def decide(_: int) -> None:
        account = account_of(session_id)
        # While Stripe was asked somebody else may have decided.
        _without_effect(account)
        with write_transaction() as writes:
            change = entry(account, values, now=now)
            change.apply(writes, guard=["revision"])

    retry_on_conflict(decide)


def _close(
    session_id: str,
    decision: Decision,
    kind: PaymentAct,
    *,
    actor: str,
    now: int,
    reason: str = "",
) -> Act:
    def decide(_: int) -> Act:
        # One read: what is found waiting is what the write rests on.
        account = account_of(session_id)
        payment = _asking(account)
        values = {"attention": None, "problem": None, "decision": decision}
        change = entry(account, values, now=now)
        audit_entry = AuditEntry(
            act=kind,
            subject=payment.email or session_id,
            actor=actor,
            at=now,
            changes=[change],
            reason=reason,
            notes={"session": session_id},
            undoable=False,
        )
        with write_transaction() as writes:
            change.apply(writes, guard=["revision"])
            return record(writes, audit_entry)

    return retry_on_conflict(decide)
