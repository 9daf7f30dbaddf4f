"""What credits hold of people."""

from collections.abc import Iterator

from companion.credits.models import Balance, CreditEntry, Prize
from companion.credits.queries import entries_of
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject


def _entries(whom: DataSubject) -> Iterator[CreditEntry]:
    for email in whom.emails:
        yield from entries_of(email)


def _balance(whom: DataSubject) -> Iterator[Balance]:
    yield from Balance.find_many(map(Balance.key, whom.emails)).values()


register_holdings(
    Holding(entity=CreditEntry, words="Credits got and spent", find=_entries),
    Holding(entity=Balance, words="Credits to spend", find=_balance),
)
hold_nothing("Prizes are about nobody.", Prize)
