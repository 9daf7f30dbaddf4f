"""Whether as many judge at an event as are counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from companion.judging.models import Judge, Panel
from companion.judging.queries import MOST_JUDGES, count_judges
from core.audit.changes import RowChange
from core.doctor.examining import Examination, Watch, sum_differs
from core.doctor.invariants import About, Finding, Invariant, Severity


class JudgesExamined(Examination):
    """Counts the judges of each event, and compares."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._found = Counter[str]()
        self._counted: dict[str, int] = {}

    def watches(self) -> Sequence[Watch]:
        """Return what tells of judges: they and their counts are in one table."""
        told = (Judge.event.attr_name, Panel.judges.attr_name)
        return (Watch(entity=Judge, attributes=told, look=self._look),)

    def conclude(self) -> Iterable[Finding]:
        """Yield which events count others."""
        for event, counted in self._counted.items():
            if counted != self._found[event] and _differs(event):
                sentence = f"{counted} judges are counted, there are others."
                yield Finding("judges-miscounted", event, sentence)

    def _look(self, row: Judge) -> Iterator[Finding]:
        if event := Panel.event_in(str(row.id)):
            self._counted[event] = int(row.plain().get(Panel.judges.attr_name, 0))
        elif "@" in str(row.id):
            self._found[str(row.event)] += 1
        yield from ()


def _differs(event: str) -> bool:
    return sum_differs(
        Panel,
        Panel.key(event),
        lambda row: Decimal(int(row.judges or 0)),
        lambda: Decimal(count_judges(event)),
    )


def _count_anew(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    for finding in findings:
        row = Panel.find(*Panel.key(finding.subject), consistent=True)
        if row is not None:
            edit = {Panel.judges.attr_name: count_judges(finding.subject)}
            yield finding.subject, [RowChange.edited("number of judges", row, edit)]


INVARIANT = Invariant(
    code="judges-miscounted",
    severity=Severity.WARNING,
    title="Judges who are not counted",
    meaning=f"An event may get more than {MOST_JUDGES} judges, or not all of them.",
    cause="Another service made or removed a judge without counting.",
    mending="The judges are counted anew.",
    about=About.EVENT,
    repair=_count_anew,
)
