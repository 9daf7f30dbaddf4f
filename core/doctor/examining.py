"""Looking whether everything is as it has to be: each table once, in no order.

What somebody writes meanwhile is seen in one table and not in the other. So whatever
compares rows reads those again, consistently, before it tells of them.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.doctor.invariants import Finding, invariant_named, invariants
from core.dynamo.base import Entity, Key

# Told the name of the table that is read, once for each row.
Advance = Callable[[str], object]
Asking = Callable[[], bool]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Rows that an examination wants to see, and which attributes of them.

    Several entities may share a table: ``look`` sees all of its rows, as one of them.
    """

    entity: type[Entity]
    attributes: Iterable[str]
    look: Callable[[Any], Iterable[Finding]]


class Examination:
    """How an app looks at the tables: row by row, and then at what it remembered."""

    def __init__(self, *, now: int) -> None:
        self.now = now

    def watches(self) -> Sequence[Watch]:
        """Return which rows it wants to see."""
        return ()

    def conclude(self) -> Iterable[Finding]:
        """Yield what all rows together tell."""
        return ()

    def owner_of(self, subject: str) -> str | None:
        """Return whose it is, by e-mail address, as far as it knows."""
        return None


def sum_differs(
    model: type[Entity],
    key: Key,
    kept: Callable[[Any], Decimal | None],
    added_up: Callable[[], Decimal],
) -> bool:
    """Look again whether a row keeps another sum than its rows add up to.

    They change together, so one that changes meanwhile is not told of.
    """
    before = model.find(*key, consistent=True)
    said = added_up()
    after = model.find(*key, consistent=True)
    if before is None or after is None or kept(before) != kept(after):
        return False
    return (kept(after) or Decimal(0)) != said


class Stopped(Exception):
    """Somebody asked to stop before the end."""


_examinations: list[type[Examination]] = []


def register_examination(examination: type[Examination]) -> None:
    """Have everything looked at in this way, too."""
    _examinations.append(examination)


def examine(
    *,
    now: int,
    advance: Advance = lambda _: None,
    stop: Asking = lambda: False,
) -> list[Finding]:
    """Return what is not as it has to be, the worst first; reads every table once.

    Raises ``Stopped`` where ``stop`` says so.
    """
    parts = [examination(now=now) for examination in _examinations]
    watches: dict[str, list[Watch]] = defaultdict(list)
    for part in parts:
        for watch in part.watches():
            watches[watch.entity.base_name()].append(watch)
    found: list[Finding] = []
    for table, watching in watches.items():
        with closing(_rows(watching)) as rows:
            for row in rows:
                for watch in watching:
                    found.extend(watch.look(row))
                advance(table)
                if stop():
                    raise Stopped
    for part in parts:
        found.extend(part.conclude())
    return _in_order(_owned(finding, parts) for finding in found)


def _rows(watching: Sequence[Watch]) -> Generator[Entity, None, None]:
    attributes = sorted({name for watch in watching for name in watch.attributes})
    yield from watching[0].entity.scan_in_segments(attributes=attributes)


def _owned(finding: Finding, parts: Iterable[Examination]) -> Finding:
    owners = (part.owner_of(finding.subject) for part in parts)
    owner = next(filter(None, owners), None)
    return finding._replace(subject=owner) if owner else finding


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, but those that a graver one of theirs explains."""
    whole = set(found)
    explained = {
        (code, finding.subject)
        for finding in whole
        for code in invariant_named(finding.code).explains
    }
    order = {each.code: place for place, each in enumerate(invariants())}
    left = (one for one in whole if (one.code, one.subject) not in explained)
    return sorted(left, key=lambda one: (order[one.code], one))
