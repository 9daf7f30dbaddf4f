"""What has to be true of what the ground keeps: work that is done, rows that go."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from core.audit.pending_work import pending_work, words_for
from core.clock import DAY, HOUR
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import About, Finding, Invariant, Severity
from core.dynamo.base import Entity, entities_of
from core.dynamo.registry import Table, tables

# DynamoDB removes what has expired within two days, as a rule.
_LATE = 7 * DAY

INVARIANTS = (
    Invariant(
        code="work-pending",
        severity=Severity.WARNING,
        title="Work that was left undone for an hour",
        meaning="An act has something left to do, and nobody did it.",
        cause="The server did not run, or the work fails each time it is tried.",
        mending=(
            "Press 'Finish now' on the page Problems, or run finish_unfinished, and"
            " look for 'unfinished.failed' in the log where it stays."
        ),
    ),
    Invariant(
        code="rows-expired",
        severity=Severity.WARNING,
        title="Rows that should have gone",
        meaning="Rows of a table expired more than a week ago and are still there.",
        cause="The expiry of the table is not switched on in DynamoDB.",
        mending="Run create_tables, which switches it on; DynamoDB removes them then.",
        about=About.TABLE,
    ),
)


class GroundExamined(Examination):
    """Looks for what should be over: pending work, and rows past their expiry."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._expired: dict[str, int] = {}

    def watches(self) -> Sequence[Watch]:
        """Return the rows of every table of ours that expire."""
        return [
            Watch(
                entity=entities_of(table.name)[0],
                attributes=(table.ttl,),
                look=partial(self._look, table, table.ttl),
            )
            for table in tables()
            if table.ttl and table.is_ours and not table.local
        ]

    def conclude(self) -> Iterable[Finding]:
        """Yield what should be over."""
        for name, count in self._expired.items():
            yield Finding(
                "rows-expired",
                name,
                f"{count} rows of {name} expired more than a week ago.",
            )
        for mark in pending_work():
            if int(mark.at or 0) < self.now - HOUR:
                yield Finding(
                    "work-pending",
                    str(mark.person),
                    f"An act on them has still to {words_for(mark)}.",
                    at=mark.act_id,
                )

    def _look(self, table: Table, ttl: str, row: Entity) -> Iterator[Finding]:
        expires = row.plain().get(ttl)
        if isinstance(expires, int | float) and expires * 1000 < self.now - _LATE:
            self._expired[table.name] = self._expired.get(table.name, 0) + 1
        yield from ()
