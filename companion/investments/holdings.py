"""What investments hold of people."""

from collections.abc import Iterator

from companion.investments.models import Investment, Remainder
from companion.investments.queries import investments_by, remainders_of
from core.audit.changes import RowChange
from core.privacy.holdings import Holding, register_holdings
from core.privacy.subjects import DataSubject

_FORGOTTEN = frozenset({"investorId", "investorName", "comment"})


def _investments(whom: DataSubject) -> Iterator[Investment]:
    for email in whom.emails:
        yield from investments_by(email)


def _remainders(whom: DataSubject) -> Iterator[Remainder]:
    for email in whom.emails:
        yield from remainders_of(email)


def _unnamed(whom: DataSubject, row: Investment) -> Iterator[RowChange]:
    values = {**dict.fromkeys(_FORGOTTEN), "investorId": whom.pseudonym}
    yield RowChange.edited("investment", row, values)


register_holdings(
    Holding(
        entity=Investment,
        words="Investments in teams",
        find=_investments,
        erase=_unnamed,
        forgotten=_FORGOTTEN,
        keeps=Investment.declared() - _FORGOTTEN,
        kept="Amounts are kept: they are what teams were given.",
    ),
    Holding(entity=Remainder, words="Money left to invest", find=_remainders),
)
