"""Erasing a person: the steps of the plan "erase", over every table.

Each step is recorded under the person's pseudonym, and so is the receipt, which the
last of the work leaves. After it nothing in the plan itself tells who it was.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.pending_work import do_work_of
from core.audit.trail import AuditEntry, record
from core.clock import now_ms
from core.dynamo.errors import Stale
from core.dynamo.rows import create_row, remove_rows, update_row
from core.dynamo.transactions import read_together, write_transaction
from core.dynamo.wire import size_of
from core.email import normalize_email
from core.errors import InvalidEmail
from core.plans.kinds import Asked, Kind, Step
from core.plans.models import Plan, PlannedStep
from core.plans.queries import required_plan, steps_of
from core.plans.working import MOST_ROWS
from core.privacy.acts import PrivacyAct
from core.privacy.elsewhere import ELSEWHERE, rows_elsewhere
from core.privacy.errors import NothingHeld
from core.privacy.holdings import Holding, all_files, holdings
from core.privacy.subjects import DataSubject, data_subject

ERASE = "erase"

# A step's rows are kept in one item, and written in one transaction.
_MOST_BYTES = 200_000

_WHO = "Everything that was held of one person."


def _steps(asked: Asked) -> Iterator[Step]:
    """Plan what becomes of every row about ``email``.

    All is found before the first step is told, as the steps are rows of a table, too.
    """
    whom = data_subject(normalize_email(asked.parameters.get("email")))
    found = list(_planned(whom, asked.plan))
    if not any(step.notes.get("rows") for step in found):
        raise NothingHeld
    yield Step(
        subject=whom.pseudonym,
        outcome="who",
        sentence=(
            f"Everything that is held of {' and '.join(whom.emails)}. What has to stay"
            f" is kept under {whom.pseudonym}."
        ),
        notes={
            "profileIDs": sorted(whom.profile_ids),
            "others": sorted(whom.others),
        },
    )
    yield from found


def _planned(whom: DataSubject, plan: str) -> Iterator[Step]:
    seen: set[Any] = set()
    # What depends on others' rows goes before them.
    for holding in reversed(holdings()):
        rows = list(_changes(whom, holding, plan, seen))
        if holding.restless and rows:
            yield _told(whom, holding, "first", len(rows))
        elif rows:
            for part in [[row] for row in rows] if holding.alone else _parts(rows):
                changes = [change for row in part for change in row]
                outcome = "kept" if holding.kept else "removed"
                yield _told(whom, holding, outcome, len(part), changes)
    yield from _files(whom)
    yield from _elsewhere(whom)


def _changes(
    whom: DataSubject, holding: Holding, plan: str, seen: set[Any]
) -> Iterator[list[RowChange]]:
    """Yield what becomes of each row; of one that two holdings find, once."""
    for row in holding.find(whom):
        key = (type(row).Meta.table_name, row.key_of())
        changes = effective(holding.erase(whom, row))
        if key not in seen and plan not in row.key_of() and changes:
            seen.add(key)
            yield changes


def _told(
    whom: DataSubject,
    holding: Holding,
    outcome: str,
    rows: int,
    changes: Iterable[RowChange] = (),
) -> Step:
    table = holding.entity.base_name()
    counted = f"{rows} {'row' if rows == 1 else 'rows'}"
    return Step(
        subject=whom.pseudonym,
        outcome=outcome,
        sentence=f"{holding.words}: {counted} of {table}. {holding.kept}".rstrip(),
        changes=list(changes),
        notes={"what": holding.words, "table": table, "rows": rows},
    )


def _files(whom: DataSubject) -> Iterator[Step]:
    for kind in all_files():
        if count := sum(1 for _ in kind.find(whom)):
            yield Step(
                subject=whom.pseudonym,
                outcome="removed",
                sentence=f"{kind.words}: {count}, once all rows are done.",
                notes={"what": kind.words, "rows": count},
            )


def _elsewhere(whom: DataSubject) -> Iterator[Step]:
    for name, about in ELSEWHERE.items():
        count = sum(1 for _ in rows_elsewhere(name, whom))
        unseen = "" if about.attribute else " It cannot be looked up by a person."
        if count or unseen:
            yield Step(
                subject=whom.pseudonym,
                outcome="elsewhere",
                sentence=f"{name}, {about.words}: ask its owner.{unseen}",
                notes={"what": about.words, "table": name, "found": count},
            )


def _parts(rows: Iterable[list[RowChange]]) -> Iterator[list[list[RowChange]]]:
    """Yield rows together that fit into one step; what becomes of one stays whole."""
    part: list[list[RowChange]] = []
    count = size = 0
    for row in rows:
        weight = sum(map(_size, row))
        if part and (count + len(row) > MOST_ROWS or size + weight > _MOST_BYTES):
            yield part
            part, count, size = [], 0, 0
        part.append(row)
        count, size = count + len(row), size + weight
    if part:
        yield part


def _size(change: RowChange) -> int:
    sides = (change.before or {}, change.after or {})
    return sum(size_of(name, value) for side in sides for name, value in side.items())


def _as_they_are(changes: list[RowChange]) -> list[RowChange]:
    """Return the same with the rows that go as they are now: they go, whatever came."""
    keys = [(change.model, change.key) for change in changes]
    rows = read_together(*keys) if keys else []
    return [
        change if change.kind != "removed" else RowChange.removed(change.label, row)
        for change, row in zip(changes, rows, strict=True)
        if change.kind != "removed" or row is not None
    ]


def _still_named(asked: Asked) -> DataSubject | None:
    """Return whom a plan is about, None once it or another plan erased them."""
    try:
        email = normalize_email(asked.parameters.get("email"))
    except InvalidEmail:
        return None
    who = next(steps_of(asked.plan))
    told: dict[str, list[str]] = json.loads(who.notes or "{}")
    return DataSubject(
        email,
        profile_ids=frozenset(told.get("profileIDs", ())),
        others=frozenset(told.get("others", ())),
    )


def _let_go(asked: Asked) -> None:
    """Take away what changes all the time, whatever it is by now."""
    if whom := _still_named(asked):
        for holding in holdings():
            if holding.restless:
                remove_rows(*holding.find(whom))


def _finish(asked: Asked) -> None:
    """Erase what came since the preview, and the files; leave a receipt and no name.

    In this order, as the plan is what tells whose they are.
    """
    plan, steps = required_plan(asked.plan), list(steps_of(asked.plan))
    who, whom = steps[0], _still_named(asked)
    receipt = [_line(step) for step in steps[1:]]
    _let_go(asked)
    if whom:
        receipt += _erase_what_came(whom, plan)
        for kind in all_files():
            kind.remove(whom.profile_ids)
    _keep_receipt(plan, who, receipt)
    for step in steps:
        # A step that was refused holds its rows.
        if step.content is not None:
            _change(step, PlannedStep.content.remove())
    _change(who, PlannedStep.notes.remove(), PlannedStep.sentence.set(_WHO))
    _change(plan, Plan.parameters.set("{}"))


def _erase_what_came(whom: DataSubject, plan: Plan) -> Iterator[dict[str, Any]]:
    """Erase what is found now, an act each, and yield its lines of the receipt."""
    for step in _planned(whom, plan.plan_id):
        if not step.changes:
            continue
        entry = AuditEntry(
            act=PrivacyAct.ERASE,
            subject=step.subject,
            actor=str(plan.actor),
            at=now_ms(),
            changes=step.changes,
            batch=plan.plan_id,
            undoable=False,
            discreet=True,
            notes=step.notes,
        )
        try:
            with write_transaction() as writes:
                for change in step.changes:
                    change.apply(writes)
                act = record(writes, entry)
        except Stale:
            # Somebody is at it just now; another plan finds it.
            yield {**step.notes, "outcome": "left"}
        else:
            do_work_of(act)
            yield {**step.notes, "outcome": step.outcome, "state": "applied"}


def _line(step: PlannedStep) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(step.notes or "{}")
    return {**told, "outcome": step.outcome, "state": step.state}


def _keep_receipt(plan: Plan, who: PlannedStep, receipt: list[dict[str, Any]]) -> None:
    """Record once, under the pseudonym, what became of which rows."""
    at = int(plan.at or 0)
    values = {
        "subject": who.subject,
        "sk": plan.plan_id,
        "month": Act.month_of(at),
        "act": PrivacyAct.RECEIPT,
        "actor": plan.actor,
        "at": at,
        "changes": "[]",
        "notes": json.dumps({"receipt": receipt}),
        "batch": plan.plan_id,
    }
    with suppress(Stale):
        create_row(Act.of(values), otherwise=Stale())


def _change(row: Plan | PlannedStep, *actions: Any) -> None:
    update_row(type(row), row.key_of(), list(actions), otherwise=Stale())


KIND = Kind(
    name=ERASE,
    title="Erase a person",
    act=PrivacyAct.ERASE,
    outcomes={
        "who": "Who",
        "first": "Goes first",
        "removed": "Goes",
        "kept": "Stays, without what names them",
        "elsewhere": "For others to erase",
    },
    steps=_steps,
    prepare=_let_go,
    anew=_as_they_are,
    finish=_finish,
    undoable=False,
    discreet=True,
)
