"""Whether teams have what was put into them.

What investors have left is not compared: nobody kept what each was given at first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from companion.investments.models import Investment
from companion.investments.queries import FUNDING, investments_in, total
from core.audit.changes import RowChange
from core.doctor.examining import Examination, Watch, sum_differs
from core.doctor.invariants import About, Finding, Invariant, Severity
from core.dynamo.base import Key
from events.models import Team


class FundingExamined(Examination):
    """Adds up what was put into each team, and compares."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._sums: dict[Key, Decimal] = defaultdict(Decimal)
        self._funding: dict[Key, Decimal] = {}

    def watches(self) -> Sequence[Watch]:
        """Return what tells of money."""
        told = ("teamId", "amount")
        return (
            Watch(entity=Investment, attributes=told, look=self._look),
            Watch(entity=Team, attributes=(FUNDING,), look=self._look_at_team),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield which teams have another sum."""
        for key, funding in self._funding.items():
            if funding != self._sums.get(key, Decimal(0)) and _differs(key):
                yield Finding(
                    "funding-miscounted",
                    str(key[1]),
                    f"The team {key[0]} of {key[1]} has {funding}, its investments add"
                    " up to another sum.",
                    at=key[0],
                )

    def _look(self, row: Investment) -> Iterator[Finding]:
        self._sums[str(row.team), str(row.event)] += row.amount or Decimal(0)
        yield from ()

    def _look_at_team(self, team: Team) -> Iterator[Finding]:
        self._funding[team.key_of()] = team.funding or Decimal(0)
        yield from ()


def _differs(key: Key) -> bool:
    return sum_differs(Team, key, lambda row: row.funding, lambda: _given(key))


def _given(key: Key) -> Decimal:
    return total(row for row in investments_in(key[0]) if row.event == key[1])


def _add_up(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    for finding in findings:
        key = (finding.at, finding.subject)
        team = Team.find(*key, consistent=True)
        if team is not None:
            edit = {FUNDING: _given(key)}
            yield finding.subject, [RowChange.edited("team", team, edit)]


INVARIANT = Invariant(
    code="funding-miscounted",
    severity=Severity.ERROR,
    title="A team that has more, or less, than was put into it",
    meaning="The team is told of a sum that its investments do not explain.",
    cause="Another service wrote an investment and the team one after the other.",
    mending="The team has the sum of its investments.",
    about=About.EVENT,
    repair=_add_up,
)
