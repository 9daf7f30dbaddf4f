"""Repairing what was found: a plan with one step for each person or thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.audit.acts import CommonAct
from core.audit.changes import RowChange, effective
from core.batches import in_batches
from core.doctor.examining import examine
from core.doctor.invariants import Finding, Repair, invariant_named
from core.dynamo.base import Key
from core.plans.kinds import Asked, Kind, Step

DOCTOR = "doctor"
REPAIRED, BY_HAND = "repaired", "by-hand"

_AT_ONCE = 100

# The changes of whom a repair mends.
Mended = dict[str, list[RowChange]]


def _steps(asked: Asked) -> Iterator[Step]:
    only = str(asked.parameters.get("only") or "")
    if only:
        invariant_named(only)
    whose: dict[str, list[Finding]] = defaultdict(list)
    for finding in examine(now=asked.now, advance=lambda _: asked.keep()):
        if only in ("", finding.code):
            whose[finding.subject].append(finding)
    for batch in in_batches(whose.values(), _AT_ONCE):
        mended = _mended([one for each in batch for one in each], now=asked.now)
        for findings in batch:
            yield from _of_one(findings, mended)


KIND = Kind(
    name=DOCTOR,
    title="Repair records",
    act=CommonAct.REPAIR,
    outcomes={REPAIRED: "Are repaired", BY_HAND: "Need a person's decision"},
    steps=_steps,
)


def _mended(findings: Iterable[Finding], *, now: int) -> dict[Repair, Mended]:
    """Ask each repair once for everybody whom it may mend."""
    asked: dict[Repair, list[Finding]] = defaultdict(list)
    for finding in findings:
        if repair := invariant_named(finding.code).repair:
            asked[repair].append(finding)
    mended: dict[Repair, Mended] = {}
    for repair, its in asked.items():
        mended[repair] = defaultdict(list)
        for subject, changes in repair(its, now):
            mended[repair][subject] += effective(changes)
    return mended


def _of_one(
    findings: Sequence[Finding], mended: dict[Repair, Mended]
) -> Iterator[Step]:
    subject = findings[0].subject
    changes: dict[Repair, list[RowChange]] = {}
    said: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        repair = invariant_named(finding.code).repair
        found = mended[repair].get(subject, []) if repair else []
        if repair and found:
            changes[repair] = found
        said[REPAIRED if found else BY_HAND].append(finding.sentence)
    for outcome, sentences in said.items():
        rows = [row for found in changes.values() for row in found]
        yield Step(
            subject=subject,
            outcome=outcome,
            sentence=" ".join(dict.fromkeys(sentences)),
            changes=_united(rows) if outcome == REPAIRED else [],
        )


def _united(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return one change for each row; where two contradict the first one stands."""
    found: dict[tuple[str, int | None, Key], RowChange] = {}
    for change in changes:
        place = (change.model.base_name(), change.year, change.key)
        first = found.get(place)
        found[place] = _both(first, change) if first else change
    return list(found.values())


def _both(first: RowChange, second: RowChange) -> RowChange:
    if first.kind != "changed" or second.kind != "changed":
        return first
    after = dict(first.after or {})
    for name in set(second.touched) - set(first.touched):
        if value := (second.after or {}).get(name):
            after[name] = value
        else:
            after.pop(name, None)
    return replace(first, after=after)
