"""One step of a plan: applied in one transaction, undone by its act."""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress

from core.audit.changes import RowChange, effective
from core.audit.errors import ActNotFound, UndoRefused
from core.audit.models import Act
from core.audit.pending_work import do_work_of
from core.audit.reversal import undo
from core.audit.trail import AuditEntry, find_act, record
from core.dynamo.base import comparable_part
from core.dynamo.errors import DatabaseSilent, Stale
from core.dynamo.rows import update_row
from core.dynamo.transactions import read_together, retry_on_conflict, write_transaction
from core.dynamo.wire import differing, load_items
from core.errors import Refused
from core.plans.errors import ChangedSince, StepDone
from core.plans.kinds import Kind
from core.plans.models import Plan, PlannedStep, StepState


def changes_of(step: PlannedStep) -> list[RowChange]:
    """Return the row changes of a step that is not applied yet."""
    if step.content is None:
        return []
    rows = load_items(zlib.decompress(bytes(step.content)))
    return [RowChange.from_json(row) for row in rows]


def apply_step(plan: Plan, step: PlannedStep, kind: Kind, *, now: int) -> None:
    """Do what a step says, once; or keep why it could not be done.

    It is refused where any of its rows is not as the preview showed it.
    """
    changes = changes_of(step)

    def decide(_: int) -> Act:
        nonlocal changes
        try:
            return _write(step, changes, _entry(plan, step, kind, changes, now=now))
        except Stale:
            changes = kind.anew(changes)
            if differences := list(_since(changes)):
                raise ChangedSince(*differences) from None
            raise

    try:
        act = retry_on_conflict(decide)
    except DatabaseSilent:
        raise
    except StepDone:
        return
    except Refused as refusal:
        _end(step, StepState.REFUSED, refusal.message)
    else:
        do_work_of(act)


def undo_step(step: PlannedStep, *, actor: str, now: int) -> None:
    """Undo what a step did, once; or keep what stands in the way."""
    subject, act_id = str(step.subject), str(step.act)
    try:
        undo(subject, act_id, actor=actor, now=now, keep_later_edits=True)
    except (UndoRefused, ActNotFound) as refusal:
        if not _is_undone(subject, act_id):
            _end(step, StepState.KEPT, refusal.message)
            return
    _end(step, StepState.UNDONE)


def _entry(
    plan: Plan, step: PlannedStep, kind: Kind, changes: list[RowChange], *, now: int
) -> AuditEntry:
    return AuditEntry(
        act=kind.act,
        subject=str(step.subject),
        actor=str(plan.actor),
        at=now,
        changes=effective(changes),
        reason=str(plan.reason or ""),
        batch=plan.plan_id,
        undoable=kind.undoable,
        discreet=kind.discreet,
        notes=json.loads(step.notes or "{}"),
    )


def _write(step: PlannedStep, changes: list[RowChange], entry: AuditEntry) -> Act:
    with write_transaction() as writes:
        for change in changes:
            whole = comparable_part(change.before or {}, change.model.declared())
            change.apply(writes, guard=whole, otherwise=Stale())
        act = record(writes, entry)
        writes.update(
            PlannedStep,
            step.key_of(),
            [
                PlannedStep.state.set(StepState.APPLIED),
                PlannedStep.act.set(act.act_id),
                PlannedStep.content.remove(),
            ],
            condition=PlannedStep.state == StepState.PLANNED,
            otherwise=StepDone(),
        )
    return act


def _since(changes: list[RowChange]) -> Iterator[str]:
    """Say of each row that is not as the plan saw it what is different."""
    if not changes:
        return
    rows = read_together(*((change.model, change.key) for change in changes))
    for change, row in zip(changes, rows, strict=True):
        if change.before is None:
            if row is not None:
                yield f"There is a {change.label} record by now."
        elif row is None:
            yield f"The {change.label} record is gone."
        elif names := differing(change.before, row.wire):
            yield f"The {change.label} record changed ({', '.join(names)})."


def _is_undone(subject: str, act_id: str) -> bool:
    try:
        return bool(find_act(subject, act_id).undone_at)
    except ActNotFound:
        return False


def _end(step: PlannedStep, state: StepState, refusal: str = "") -> None:
    with suppress(StepDone):
        update_row(
            PlannedStep,
            step.key_of(),
            [
                PlannedStep.state.set(state),
                PlannedStep.refusal.set(refusal)
                if refusal
                else PlannedStep.refusal.remove(),
            ],
            condition=PlannedStep.state == step.state,
            otherwise=StepDone(),
        )
