"""Taking out of the ledger what no payment of ours may hold.

Other systems of the club open checkouts too, and put there what we never would. What
arrives now is kept by its allowed answers only; older rows may hold more.
"""

from collections.abc import Iterator

from core.dynamo.transactions import retry_on_conflict, write_transaction
from payments.ledger import account_of, entry
from payments.metadata import ALLOWED
from payments.models import Payment


def holding_more() -> Iterator[Payment]:
    """Yield the payments that hold more than allowed answers; reads the whole table."""
    return (row for row in Payment.read_all() if surplus(row))


def surplus(payment: Payment) -> list[str]:
    """Return the names, and nothing else, of what a payment should not hold."""
    told = payment.metadata
    return sorted(set(told) - set(ALLOWED)) if isinstance(told, dict) else []


def clean(session_id: str, *, now: int) -> list[str]:
    """Take out of a payment all but its allowed answers; return the names that went.

    Neither undone nor pictured in the audit, which would keep what has to go.
    """

    def decide(_: int) -> list[str]:
        account = account_of(session_id)
        names = surplus(account.payment) if account.payment else []
        if account.payment and names:
            change = entry(account, {"metadata": account.payment.answers}, now=now)
            with write_transaction() as writes:
                change.apply(writes, guard=["revision"])
        return names

    return retry_on_conflict(decide)
