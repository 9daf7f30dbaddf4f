"""What payments hold of people."""

from collections.abc import Iterator

from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject
from payments.models import AppliedEvent, Payment


def _payments(whom: DataSubject) -> Iterator[Payment]:
    yield from Payment.of_person.query(whom.email)


register_holdings(
    Holding(
        entity=Payment,
        words="Your payments",
        find=_payments,
        forgotten=frozenset(
            {"email", "metadata", "successUrl", "cancelUrl", "problem"}
        ),
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
