"""What payments hold of people."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from core.audit.changes import RowChange
from core.privacy.holdings import Holding, Told, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject
from payments.models import AppliedEvent, Payment

_FORGOTTEN = frozenset({"email", "metadata", "successUrl", "cancelUrl", "problem"})


def _payments(whom: DataSubject) -> Iterator[Payment]:
    """Yield a person's payments, also one that an exec attached to somebody else.

    Reads all payments.
    """
    told = Path(["metadata", "email"]).is_in(*whom.emails)
    yield from Payment.scan(Payment.email.is_in(*whom.emails) | told)


def _told(whom: DataSubject, payment: Payment) -> Told:
    """Return a payment; to whom else it is attached is that person's secret."""
    told = payment.plain()
    if payment.email not in whom.emails:
        told.pop("email", None)
    return told


def _unnamed(whom: DataSubject, payment: Payment) -> Iterator[RowChange]:
    values = {
        **dict.fromkeys(_FORGOTTEN),
        "email": whom.unnamed(payment.email),
        "revision": int(payment.revision or 0) + 1,
    }
    yield RowChange.edited("payment", payment, values)


register_holdings(
    Holding(
        entity=Payment,
        words="Payments",
        find=_payments,
        told=_told,
        erase=_unnamed,
        forgotten=_FORGOTTEN,
        keeps=frozenset(
            {
                "id",
                "sk",
                "month",
                "paymentType",
                "eventID",
                "eventYear",
                "state",
                "expected",
                "currency",
                "closesAt",
                "paid",
                "refunded",
                "disputed",
                "fulfilledAt",
                "membershipYear",
                "paymentIntent",
                "signedIn",
                "attention",
                "decision",
                "invitation",
                "revision",
                "createdAt",
                "updatedAt",
            }
        ),
        kept="Amounts and dates are kept: the law asks for them for some years.",
    )
)
hold_nothing("What Stripe said of a payment, which is told with it.", AppliedEvent)
