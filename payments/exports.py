"""Payments as they can be taken away, without what opens a checkout."""

from collections.abc import Iterator

from core.exports.kinds import Export, Row
from payments.models import Payment

_SECRET = ("successUrl", "cancelUrl", "invitation")


def _rows() -> Iterator[Row]:
    for payment in Payment.scan_in_segments():
        # The table holds the events that were applied as well.
        if payment.key_of() == Payment.key(payment.id):
            stored = payment.plain()
            yield {name: v for name, v in stored.items() if name not in _SECRET}


PAYMENTS = Export(
    name="payments",
    title="Payments",
    key="email",
    columns=(
        "id",
        "email",
        "paymentType",
        "eventID",
        "eventYear",
        "state",
        "expected",
        "paid",
        "refunded",
        "disputed",
        "currency",
        "membershipYear",
        "attention",
        "decision",
        "createdAt",
        "fulfilledAt",
    ),
    rows=_rows,
)
