"""Payments of somebody who has another e-mail address now."""

from typing import Any

from core.audit.changes import RowChange
from core.readdressing import Readdressed
from payments.ledger import account_of, entry, payments_of
from payments.models import Payment
from payments.prices import MEMBERSHIP_TYPES


def readdressed_payments(old: str, new: str, now: int) -> Readdressed:
    """Return how payments go to another address, those still to be paid too.

    What comes of a checkout that is open is the new address' as well: the ledger's
    answers count, not Stripe's.
    """
    payments = payments_of(old)
    remarks = [
        f"Both paid for a membership of {year}: one payment may have to be refunded."
        for year in sorted(_years(payments) & _years(payments_of(new)))
    ]
    return Readdressed(
        changes=[_under(payment.id, new, now=now) for payment in payments],
        remarks=remarks,
    )


def _under(session_id: str, email: str, *, now: int) -> RowChange:
    account = account_of(session_id)
    told = account.payment.plain().get("metadata") if account.payment else None
    values: dict[str, Any] = {"email": email}
    if isinstance(told, dict) and "email" in told:
        values["metadata"] = {**told, "email": email}
    return entry(account, values, now=now)


def _years(payments: list[Payment]) -> set[int]:
    return {
        int(payment.membership_year)
        for payment in payments
        if payment.membership_year
        and payment.fulfilled_at
        and payment.payment_type in MEMBERSHIP_TYPES
    }
