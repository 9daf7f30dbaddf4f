"""Balances follow the ledger, in the transaction that changes it.

Whatever adds, removes or readdresses an entry, an undo included, passes here. What
adds or removes one does so on the condition that nobody spends what they do not have.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from companion.credits.errors import NotEnoughCredits
from companion.credits.models import Balance, CreditEntry, Prize
from companion.credits.queries import entries_of, total
from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.base import Key
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item
from core.privacy.acts import PrivacyAct

Changes = Sequence[RowChange]


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Change balances as an act changes entries, and give back what is unbought."""
    if act.act == PrivacyAct.ERASE:
        # The balance goes by itself, and what was bought stays bought.
        return
    said = {change.key for change in changes if change.model is Balance}
    for person, change in _sums(changes).items():
        if Balance.key(person) not in said and change:
            _add(writes, person, change, spends=_is_booked(changes))
    for entry in _taken_back(changes):
        _give_back(writes, entry)


def obstacles(_: Act, changes: Changes) -> Iterator[str]:
    """Yield what balances have against undoing an act."""
    if not _is_booked(changes):
        return
    for person, change in _sums(changes).items():
        row = Balance.find(*Balance.key(person), consistent=True)
        if row is not None and change > 0 and (row.balance or Decimal(0)) < change:
            yield "The credits have been spent since."


def _is_booked(changes: Changes) -> bool:
    """Tell whether entries come or go, rather than go along with their person."""
    return any(
        change.model is CreditEntry and change.kind != "changed" for change in changes
    )


def _sums(changes: Changes) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for change in changes:
        if change.model is CreditEntry:
            for item, sign in ((change.before, -1), (change.after, 1)):
                entry = _entry(item)
                if entry is not None and entry.person:
                    sums[entry.person] += sign * (entry.credits or Decimal(0))
    return sums


def _add(writes: Writes, person: str, change: Decimal, *, spends: bool) -> None:
    key = Balance.key(person)
    row = Balance.find(*key, consistent=True)
    if row is not None:
        condition = Balance.balance >= -change if spends and change < 0 else None
        writes.update(
            Balance,
            key,
            [Balance.balance.add(change)],
            condition=condition,
            otherwise=Stale() if condition is None else NotEnoughCredits(),
        )
    elif spends:
        _open(writes, person, change)
    else:
        writes.require_absent(Balance, key, otherwise=Stale())


def _open(writes: Writes, person: str, change: Decimal) -> None:
    """Make the balance of a person from the ledger that there is."""
    balance = total(entries_of(person)) + change
    if change < 0 and balance < 0:
        raise NotEnoughCredits
    writes.create(Balance.of({"id": person, "balance": balance}), otherwise=Stale())


def _taken_back(changes: Changes) -> Iterator[CreditEntry]:
    for change in changes:
        entry = _entry(change.before) if change.model is CreditEntry else None
        if change.kind == "removed" and entry is not None and entry.prize:
            yield entry


def _give_back(writes: Writes, entry: CreditEntry) -> None:
    key: Key = (str(entry.prize), None)
    prize = Prize.find(*key, consistent=True)
    if prize is not None and prize.stock is not None:
        writes.update(
            Prize,
            key,
            [Prize.stock.add(1)],
            condition=Prize.stock.exists(),
            otherwise=Stale(),
        )


def _entry(item: Item | None) -> CreditEntry | None:
    return None if item is None else CreditEntry.of_item(item)
