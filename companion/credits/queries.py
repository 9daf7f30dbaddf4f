"""Reads of credits and prizes."""

from decimal import Decimal
from threading import Condition

from cachetools import TTLCache, cached

from companion.credits.models import Balance, CreditEntry, Prize

# How long a process shows the list of prizes as it read it, in seconds. What it hears
# that somebody wrote is shown at once.
_KEPT_FOR = 5


def entries_of(person: str) -> list[CreditEntry]:
    """Return somebody's entries, newest first; the index may be moments behind."""
    return _newest_first(list(CreditEntry.by_person.query(person)))


def all_entries() -> list[CreditEntry]:
    """Return everybody's entries, newest first; for execs."""
    return _newest_first(list(CreditEntry.read_all()))


def total(entries: list[CreditEntry]) -> Decimal:
    """Return the sum of entries."""
    return sum((entry.credits or Decimal(0) for entry in entries), Decimal(0))


def balance_of(person: str) -> Decimal:
    """Return what somebody can spend now."""
    row = Balance.find(*Balance.key(person), consistent=True)
    return total(entries_of(person)) if row is None else row.balance or Decimal(0)


def find_prize(prize_id: str) -> Prize | None:
    """Return a prize, or None."""
    return Prize.find(prize_id, consistent=True)


def prizes() -> list[Prize]:
    """Return all prizes, the cheapest first, as they were some seconds ago at most."""
    return _read_prizes(_writes.heard)


def hear_write(*_: object) -> None:
    """Read the prizes anew when they are asked for next."""
    _writes.heard += 1


class _Writes:
    """How many writes of prizes this process heard of."""

    heard = 0


_writes = _Writes()


@cached(TTLCache(1, _KEPT_FOR), condition=Condition())
def _read_prizes(_: int) -> list[Prize]:
    """Return all prizes; a read that a write overtook is kept under its old count."""
    found = Prize.scan(consistent_read=True)
    return sorted(found, key=lambda prize: (prize.price or Decimal(0), prize.id))


def _newest_first(entries: list[CreditEntry]) -> list[CreditEntry]:
    return sorted(entries, key=lambda entry: -int(entry.created_at or 0))
