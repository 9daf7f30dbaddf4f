"""Credits of somebody who has another e-mail address now."""

from companion.credits.models import Balance
from companion.credits.queries import entries_of
from core.audit.changes import RowChange
from core.readdressing import Readdressed


def readdressed_credits(old: str, new: str, now: int) -> Readdressed:
    """Return how entries go to another address; balances follow them."""
    found = Readdressed()
    # First: of the steps of a long ledger none after it finds a balance to change.
    balance = Balance.find(*Balance.key(old), consistent=True)
    if balance is not None:
        found.changes.append(RowChange.removed("credit balance", balance))
    for entry in entries_of(old):
        found.changes.append(RowChange.edited("credit entry", entry, {"userId": new}))
    return found
