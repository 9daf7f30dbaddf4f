"""The work on a plan: making it, applying it, undoing it; one process at a time.

Whoever works holds a lease on the plan and tells, every few steps, how far it is. A
process that dies leaves the plan where it was: each step says what became of it in the
transaction that does it, so another process goes on and the end is the same.
"""

import json
import logging
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from pynamodb.expressions.update import Action

from core.batches import in_batches
from core.clock import now_ms
from core.dynamo.errors import DatabaseSilent
from core.dynamo.rows import remove_rows, store_rows, update_row
from core.dynamo.wire import dump_items
from core.errors import Refused
from core.leases import hold, let_go
from core.plans.errors import KindUnknown, NotNow, PlanBusy
from core.plans.kinds import Asked, Step, kind_named
from core.plans.models import KEPT_FOR, Plan, PlannedStep, Stage, StepState
from core.plans.queries import (
    counts_of,
    file_of,
    open_plans,
    required_plan,
    rows_of,
    steps_of,
)
from core.plans.steps import apply_step, undo_step

logger = logging.getLogger("core.plans")

# A process that says nothing for so long is taken for dead.
LEASE = 30_000
# How often the plan says how far it is: after so many steps, or so many seconds.
_TOLD_EACH = 25
_TOLD_AFTER = 1.0

# With its act, its snapshot and the step itself a transaction holds a hundred.
MOST_ROWS = 60

Advance = Callable[[str], object]
Asking = Callable[[], bool]


def work_on(
    plan_id: str,
    *,
    advance: Advance = lambda _: None,
    stop: Asking = lambda: False,
) -> Plan:
    """Do what is asked for of a plan, until it is done or halted; return it then.

    ``advance`` is told the subject of each step that is behind it; when ``stop`` says
    so the work ends, and goes on when somebody works on the plan again. Raises
    ``PlanBusy`` while another process works on it.
    """
    work = _Work(plan_id, advance, stop)
    work.hold()
    try:
        while work.goes_on and (plan := _wanted(plan_id)):
            _STAGES[Stage(plan.stage)](plan, work)
    finally:
        let_go(work.lease, holder=work.holder)
    return required_plan(plan_id)


def work_on_open_plans(*, stop: Asking = lambda: False) -> None:
    """Go on with every plan on which there is work that nobody does.

    A plan whose work fails is halted and says why; no failure ends the others' work.
    """
    for plan in open_plans():
        try:
            work_on(plan.plan_id, stop=stop)
        except (PlanBusy, KindUnknown, DatabaseSilent):
            continue
        except Exception as failure:
            logger.exception("plan.failed plan=%s", plan.plan_id)
            _halt(plan.plan_id, type(failure).__name__)


@dataclass
class _Work:
    """How far the work is, told to the plan; and whether it is to go on."""

    plan_id: str
    advance: Advance
    stop: Asking
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    _halted: bool = False
    _done: int = 0
    _told: float = 0.0
    _held: float = 0.0

    @property
    def lease(self) -> str:
        """What the process that works holds."""
        return f"plan {self.plan_id}"

    @property
    def goes_on(self) -> bool:
        """Whether nobody has asked to stop."""
        return not self._halted and not self.stop()

    def hold(self) -> None:
        """Take the plan for this process, or keep it."""
        if not hold(self.lease, holder=self.holder, now=now_ms(), for_ms=LEASE):
            raise PlanBusy
        self._held = monotonic()

    def keep(self) -> None:
        """Keep the plan where that is about to run out; cheap to ask for often."""
        if monotonic() - self._held > LEASE / 3000:
            self.hold()

    def begin(self) -> None:
        """Count from the beginning of a stage."""
        self._done, self._told = 0, monotonic()

    def passed(self, subject: str) -> bool:
        """Count a step that is behind us; return whether to take the next one."""
        self._done += 1
        self.advance(subject)
        late = monotonic() - self._told > _TOLD_AFTER
        if late or self._done % _TOLD_EACH == 0:
            plan = _write(self.plan_id, [Plan.done.set(self._done)])
            self.hold()
            self._halted, self._told = bool(plan.stopped), monotonic()
        return self.goes_on


def _wanted(plan_id: str) -> Plan | None:
    plan = required_plan(plan_id)
    return plan if Stage(plan.stage).is_work and not plan.stopped else None


def _make(plan: Plan, work: _Work) -> None:
    # What a process left that died while it planned says nothing.
    for rows in in_batches(rows_of(plan.plan_id), _TOLD_EACH):
        remove_rows(*rows)
    work.begin()
    kind = kind_named(plan.kind)
    try:
        steps = kind.steps(_asked(plan, work))
        for numbered in in_batches(enumerate(_in_parts(steps), start=1), _TOLD_EACH):
            store_rows(*(_kept(plan, number, step) for number, step in numbered))
            if not all(work.passed(step.subject) for _, step in numbered):
                return
    except (DatabaseSilent, PlanBusy):
        raise
    except Refused as refusal:
        said = [Plan.stage.set(Stage.REFUSED), Plan.failure.set(refusal.message)]
        if kind.discreet:
            said.append(Plan.parameters.remove())
        _write(plan.plan_id, said)
    else:
        _end(plan, Stage.READY)


def _apply(plan: Plan, work: _Work) -> None:
    kind = kind_named(plan.kind)
    kind.prepare(_asked(plan, work))
    work.begin()
    for step in steps_of(plan.plan_id):
        if step.state == StepState.PLANNED:
            apply_step(plan, step, kind, now=now_ms())
        if not work.passed(str(step.subject)):
            return
    kind.finish(_asked(plan, work))
    _end(plan, Stage.APPLIED, Plan.applied_at.set(now_ms()))


def _undo(plan: Plan, work: _Work) -> None:
    work.begin()
    for step in steps_of(plan.plan_id, backwards=True):
        if step.state == StepState.APPLIED:
            undo_step(step, actor=str(plan.undone_by), now=now_ms())
        if not work.passed(str(step.subject)):
            return
    _end(plan, Stage.UNDONE)


_STAGES: dict[Stage, Callable[[Plan, _Work], None]] = {
    Stage.PLANNING: _make,
    Stage.APPLYING: _apply,
    Stage.UNDOING: _undo,
}


def _asked(plan: Plan, work: _Work) -> Asked:
    text = file_of(plan.plan_id)
    return Asked(
        parameters=json.loads(plan.parameters or "{}"),
        file=zlib.decompress(text) if text else b"",
        now=int(plan.at or 0),
        plan=plan.plan_id,
        keep=work.keep,
    )


def _in_parts(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps, those that change too many rows at once as several."""
    for step in steps:
        if len(step.changes) <= MOST_ROWS:
            yield step
            continue
        for start in range(0, len(step.changes), MOST_ROWS):
            yield Step(
                subject=step.subject,
                outcome=step.outcome,
                sentence=step.sentence,
                changes=step.changes[start : start + MOST_ROWS],
                notes=step.notes,
            )


def _kept(plan: Plan, number: int, step: Step) -> PlannedStep:
    partition, sk = PlannedStep.key(plan.plan_id, number)
    values: dict[str, Any] = {
        "plan": partition,
        "sk": sk,
        "subject": step.subject,
        "outcome": step.outcome,
        "sentence": step.sentence,
        "notes": json.dumps(step.notes) if step.notes else None,
        "state": StepState.PLANNED if step.changes else StepState.NOTED,
        "expiresAt": (int(plan.at or 0) + KEPT_FOR) // 1000,
    }
    if step.changes:
        rows = [change.to_json() for change in step.changes]
        values["content"] = zlib.compress(dump_items(rows))
    return PlannedStep.of(values)


def _end(plan: Plan, stage: Stage, *more: Action) -> None:
    """Move the plan to the stage after its work, with what came of its steps."""
    counts = counts_of(plan.plan_id)
    total = sum(sum(states.values()) for states in counts.values())
    actions = [
        Plan.stage.set(stage),
        Plan.counts.set(json.dumps(counts)),
        Plan.total.set(total),
        Plan.done.set(total),
        *more,
    ]
    _write(plan.plan_id, actions)


def _halt(plan_id: str, failure: str) -> None:
    _write(plan_id, [Plan.stopped.set(True), Plan.failure.set(failure)])


def _write(plan_id: str, actions: Sequence[Action]) -> Plan:
    working = Plan.stage.is_in(Stage.PLANNING, Stage.APPLYING, Stage.UNDOING)
    return update_row(
        Plan,
        Plan.key(plan_id),
        list(actions),
        condition=working,
        otherwise=NotNow("finished", "worked on"),
    )
