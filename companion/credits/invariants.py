"""Whether balances are what the ledger says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from companion.credits.models import Balance, CreditEntry
from companion.credits.queries import entries_of, total
from core.audit.changes import RowChange
from core.doctor.examining import Examination, Watch, sum_differs
from core.doctor.invariants import Finding, Invariant, Severity


class CreditsExamined(Examination):
    """Adds up everybody's entries, and compares."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._sums: dict[str, Decimal] = defaultdict(Decimal)
        self._balances: dict[str, Decimal] = {}

    def watches(self) -> Sequence[Watch]:
        """Return what tells of credits."""
        return (
            Watch(
                entity=CreditEntry, attributes=("userId", "credits"), look=self._look
            ),
            Watch(entity=Balance, attributes=("balance",), look=self._look_at_balance),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield whose balance is another."""
        for person, balance in self._balances.items():
            if balance != self._sums.get(person, Decimal(0)) and _differs(person):
                yield Finding(
                    "credits-miscounted",
                    person,
                    f"The balance is {balance}, the entries add up to another sum.",
                )

    def _look(self, entry: CreditEntry) -> Iterator[Finding]:
        self._sums[str(entry.person or "")] += entry.credits or Decimal(0)
        yield from ()

    def _look_at_balance(self, row: Balance) -> Iterator[Finding]:
        self._balances[str(row.id)] = row.balance or Decimal(0)
        yield from ()


def _differs(person: str) -> bool:
    return sum_differs(
        Balance,
        Balance.key(person),
        lambda row: row.balance,
        lambda: total(entries_of(person)),
    )


def _add_up(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    for finding in findings:
        row = Balance.find(*Balance.key(finding.subject), consistent=True)
        if row is not None:
            edit = {"balance": total(entries_of(finding.subject))}
            yield (
                finding.subject,
                [RowChange.edited("credit balance", row, edit)],
            )


INVARIANT = Invariant(
    code="credits-miscounted",
    severity=Severity.ERROR,
    title="Credits that are not counted as the ledger says",
    meaning="Somebody can spend more, or less, than they have.",
    cause="Another service wrote the ledger without counting.",
    mending="The balance becomes the sum of the entries.",
    repair=_add_up,
)
