"""Reconciliation: Stripe's checkouts against the ledger and the members.

Nothing here decides anything new: what is missing is brought about by the services
that should have been told of it, and what they cannot know is left to an exec.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import stripe

from core.email import is_exec_email
from core.membership_year import membership_year
from memberships.models import Member
from memberships.services import grant_membership
from payments.errors import StripeSilent, UnknownCheckout
from payments.gateway import stripe_client
from payments.ledger import account_of, payments_of
from payments.membership_history import act_that_made_member, was_taken
from payments.metadata import facts_of
from payments.models import Attention, Decision, Payment
from payments.prices import MEMBERSHIP_TYPES
from payments.services.fulfilment import (
    STRIPE,
    plan_settlement,
    settle,
    voucher_of,
)
from payments.services.refunds import given_back, record_charge
from payments.services.webhooks import finish
from payments.stripe_objects import Charge, parse_charge, parse_session

Verdict = Literal["in order", "to heal", "healed", "needs a decision"]

_BEHIND = "behind-stripe"
_NOT_A_MEMBER = "paid-not-member"
_NOT_REGISTERED = "paid-not-registered"
_INVITATION = "invitation-due"
# What telling the services again puts right; every other finding asks an exec.
_HEALED_BY_TELLING = frozenset(
    {"missing-from-ledger", _BEHIND, _NOT_A_MEMBER, _NOT_REGISTERED, _INVITATION}
)

_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A checkout, by its names what is amiss with it, and where that leaves it."""

    session_id: str
    findings: tuple[str, ...]
    verdict: Verdict
    payment: Payment | None = None


def sessions_since(moment: int, *, after: str = "") -> Iterator[dict[str, Any]]:
    """Yield Stripe's checkouts opened since then, the newest first, with their charge.

    ``after`` goes on behind the checkout of that id. Raises ``UnknownCheckout`` for
    an id that Stripe does not know, and ``StripeSilent``.
    """
    params: Any = {
        "created": {"gte": moment // 1000},
        "limit": _PAGE,
        "expand": ["data.payment_intent.latest_charge"],
    }
    if after:
        params["starting_after"] = after
    try:
        with _stripe_answering():
            listed = stripe_client().v1.checkout.sessions.list(params)
            for session in listed.auto_paging_iter():
                yield session.to_dict()
    except stripe.InvalidRequestError as error:
        raise UnknownCheckout from error


def look(session: Mapping[str, Any], *, now: int) -> Looked:
    """Return what is amiss with a checkout, writing nothing."""
    parsed = parse_session(session)
    account = account_of(parsed.id)
    planned = plan_settlement(account, parsed, now=now)
    payment = planned.payment
    findings = []
    if account.payment is None:
        findings.append("missing-from-ledger")
    elif planned.outcome != "duplicate":
        findings.append(_BEHIND)
    charge = _charge_of(session)
    findings += _of_payment(payment, charge, planned.outcome) if payment else []
    to_decide = set(findings) - _HEALED_BY_TELLING
    verdict: Verdict = "to heal" if findings else "in order"
    return Looked(
        session_id=parsed.id,
        findings=tuple(dict.fromkeys(findings)),
        verdict="needs a decision" if to_decide else verdict,
        payment=payment,
    )


def heal(session: Mapping[str, Any], *, actor: str, now: int) -> Looked:
    """Tell the services again what Stripe says; return what was amiss.

    Its verdict is what that left. Harmless to repeat.
    """
    before = look(session, now=now)
    if before.verdict == "in order":
        return before
    settle(parse_session(session), now=now, actor=actor)
    charge = _charge_of(session)
    if charge is not None:
        with _stripe_answering():
            record_charge(charge, now=now)
    payment = account_of(before.session_id).payment
    if payment and is_lost(payment):
        facts = facts_of(payment.answers)
        grant_membership(facts, actor=actor, now=now, vouched_by=voucher_of(payment))
    finish(payment, now=now)
    after = look(session, now=now)
    return replace(
        after,
        findings=tuple(dict.fromkeys([*before.findings, *after.findings])),
        verdict="healed" if after.verdict == "in order" else after.verdict,
    )


def unexplained_members(*, since: int) -> list[Member]:
    """Return members since then who have neither paid nor were made one by anybody.

    Leaves out execs. Reads the whole table of members.
    """
    return [
        member
        for member in Member.read_all()
        if (member.created_at or 0) >= since
        and not is_exec_email(member.id)
        and not _has_paid(member.id)
        and act_that_made_member(member.id) is None
    ]


def is_lost(payment: Payment) -> bool:
    """Tell whether a membership that was paid for is gone though nobody took it."""
    return bool(
        payment.fulfilled_at
        and payment.membership_year == membership_year()
        and payment.attention != Attention.REFUNDED
        and payment.decision not in (Decision.REFUNDED, Decision.REVOKE)
        and _member(payment) is None
        # A refund that ends a membership by itself looks at one payment only.
        and not was_taken(
            str(payment.email), since=int(payment.fulfilled_at), but_by=STRIPE
        )
    )


def _of_payment(payment: Payment, charge: Charge | None, outcome: str) -> list[str]:
    findings = []
    attention = payment.attention
    is_membership = payment.payment_type in MEMBERSHIP_TYPES
    if outcome == "fulfilled" and attention != Attention.PAID_TWICE:
        findings.append(_NOT_A_MEMBER if is_membership else _NOT_REGISTERED)
    elif is_lost(payment):
        findings.append(_NOT_A_MEMBER)
    if charge is not None:
        told = given_back(payment, charge)
        if any(payment.plain().get(name) != told[name] for name in told if told[name]):
            findings.append(_BEHIND)
        attention = told.get("attention", attention)
    if payment.invitation == "due":
        findings.append(_INVITATION)
    if (
        attention == Attention.REFUNDED
        and is_membership
        and _member(payment) is not None
    ):
        attention = "refunded-but-member"
    return [*findings, *filter(None, [attention])]


def _member(payment: Payment) -> Member | None:
    return Member.find(*Member.key(str(payment.email)), consistent=True)


def _has_paid(email: str) -> bool:
    return any(
        payment.fulfilled_at and payment.payment_type in MEMBERSHIP_TYPES
        for payment in payments_of(email)
    )


def _charge_of(session: Mapping[str, Any]) -> Charge | None:
    """Return the charge of a paid session, where any of it was taken back."""
    intent = session.get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, Mapping) else None
    if session.get("payment_status") != "paid" or not isinstance(charge, Mapping):
        return None
    parsed = parse_charge(charge)
    return parsed if parsed.refunded or parsed.disputed else None


@contextmanager
def _stripe_answering() -> Iterator[None]:
    try:
        yield
    except stripe.InvalidRequestError:
        raise
    except stripe.StripeError as error:
        raise StripeSilent from error
