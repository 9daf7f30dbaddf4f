"""What became of a checkout, for the person who comes back from it."""

import re
from dataclasses import dataclass
from typing import Literal

from memberships.models import Member
from payments.gateway import fetched_session
from payments.ledger import account_of
from payments.models import Decision, Payment, PaymentType
from payments.services.fulfilment import settle
from profiles.models import Profile

# What Stripe's ids of checkouts look like; nobody can guess one.
SESSION_ID = re.compile(r"cs_(test|live)_[A-Za-z0-9]{8,200}")

Outcome = Literal[
    "member", "member-before", "place", "waiting", "open", "closed", "returned", "asked"
]


@dataclass(frozen=True, kw_only=True)
class CheckoutResult:
    """How it ended, and of the person only what whoever paid knows or made.

    ``profile_id`` is set when this very payment made membership and profile: paying
    with somebody else's address tells nothing about them.
    """

    outcome: Outcome
    first_name: str = ""
    profile_id: str = ""


def result_of(session_id: str, *, now: int) -> CheckoutResult:
    """Return what became of a checkout, settling it first where no event has yet.

    Raises ``UnknownAtStripe`` and ``StripeSilent``.
    """
    payment = account_of(session_id).payment
    if payment is None or not payment.fulfilled_at:
        payment = settle(fetched_session(session_id), now=now).payment
    return _told(payment) if payment else CheckoutResult(outcome="open")


def _told(payment: Payment) -> CheckoutResult:
    if payment.fulfilled_at:
        return _fulfilled(payment)
    if payment.decision == Decision.REFUNDED:
        return CheckoutResult(outcome="returned")
    match payment.state:
        case "paid":
            return CheckoutResult(outcome="asked")
        case "processing":
            return CheckoutResult(outcome="waiting")
        case "expired" | "failed":
            return CheckoutResult(outcome="closed")
    return CheckoutResult(outcome="open")


def _fulfilled(payment: Payment) -> CheckoutResult:
    if payment.payment_type == PaymentType.EVENT:
        return CheckoutResult(outcome="place")
    # Consistent: the transaction that made it may be a moment old.
    member = Member.find(*Member.key(payment.email or ""), consistent=True)
    if member is None:
        return CheckoutResult(outcome="returned")
    if member.created_at != payment.fulfilled_at:
        return CheckoutResult(outcome="member-before")
    profile_id = member.profile_id or ""
    profile = Profile.find(*Profile.key(profile_id), consistent=True)
    is_new = profile is not None and profile.created_at == payment.fulfilled_at
    return CheckoutResult(
        outcome="member",
        first_name=payment.answers.get("fname", ""),
        profile_id=profile_id if is_new else "",
    )
