"""What payments hold of people."""

from collections.abc import Iterator

from core.audit.changes import RowChange
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject
from payments.models import AppliedEvent, Payment

_FORGOTTEN = frozenset({"email", "metadata", "successUrl", "cancelUrl", "problem"})


def _payments(whom: DataSubject) -> Iterator[Payment]:
    yield from Payment.of_person.query(whom.email)


def _unnamed(whom: DataSubject, payment: Payment) -> Iterator[RowChange]:
    values = {
        **dict.fromkeys(_FORGOTTEN),
        "email": whom.pseudonym,
        "revision": int(payment.revision or 0) + 1,
    }
    yield RowChange.edited("payment", payment, values)


register_holdings(
    Holding(
        entity=Payment,
        words="Payments",
        find=_payments,
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
