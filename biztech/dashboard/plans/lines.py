"""Plans and their steps as people read them."""

from dataclasses import dataclass
from datetime import datetime

from biztech.dashboard.framework.audit_log import ChangeLine, planned
from core.clock import moment
from core.plans.errors import KindUnknown
from core.plans.kinds import kind_named
from core.plans.models import Plan, PlannedStep, Stage, StepState
from core.plans.queries import in_state, told_counts
from core.plans.steps import changes_of

_STAGES = {
    Stage.PLANNING: "Being planned",
    Stage.READY: "Waits to be applied",
    Stage.APPLYING: "Being applied",
    Stage.APPLIED: "Applied",
    Stage.UNDOING: "Being undone",
    Stage.UNDONE: "Undone",
    Stage.REFUSED: "Not possible",
}
_STATES = {
    StepState.PLANNED: "Planned",
    StepState.NOTED: "Nothing to do",
    StepState.APPLIED: "Done",
    StepState.REFUSED: "Refused",
    StepState.UNDONE: "Undone",
    StepState.KEPT: "Not undone",
}


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """How many people of a plan something comes of, and what became of them."""

    name: str
    words: str
    count: int
    states: list[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan, and what may be done with it now."""

    plan_id: str
    title: str
    stage: str
    actor: str
    at: datetime
    reason: str
    outcomes: list[OutcomeLine]
    done: int
    total: int
    failure: str
    # Something is happening: the page looks again by itself.
    moves: bool
    stopped: bool
    to_apply: int
    applied: int
    may_undo: bool

    @property
    def refused(self) -> bool:
        """Whether it could not be planned."""
        return self.stage == _STAGES[Stage.REFUSED]


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """What a plan does to one person, or did."""

    subject: str
    is_person: bool
    outcome: str
    sentence: str
    state: str
    refusal: str
    changes: list[ChangeLine]


def line_of_plan(plan: Plan) -> PlanLine:
    """Return how a plan reads now."""
    stage, counts = Stage(plan.stage), told_counts(plan)
    try:
        kind = kind_named(plan.kind)
        title, words, undoable = kind.title, kind.outcomes, kind.undoable
    except KindUnknown:
        title, words, undoable = str(plan.kind), {}, False
    applied = in_state(plan, StepState.APPLIED)
    stopped = stage.is_work and bool(plan.stopped)
    halted = stage is Stage.APPLYING and stopped
    return PlanLine(
        plan_id=plan.plan_id,
        title=title,
        stage=f"{_STAGES[stage]}, stopped" if stopped else _STAGES[stage],
        actor=str(plan.actor),
        at=moment(int(plan.at or 0)),
        reason=str(plan.reason or ""),
        outcomes=[
            OutcomeLine(
                name=name,
                words=words.get(name, name),
                count=sum(states.values()),
                states=[(_STATES[StepState(s)], n) for s, n in states.items()],
            )
            for name, states in sorted(
                counts.items(), key=lambda each: [*words, each[0]].index(each[0])
            )
        ],
        done=int(plan.done or 0),
        total=int(plan.total or 0),
        failure=str(plan.failure or ""),
        moves=stage.is_work and not stopped,
        stopped=stopped,
        to_apply=in_state(plan, StepState.PLANNED) if stage is Stage.READY else 0,
        applied=applied,
        may_undo=undoable and (halted or (stage is Stage.APPLIED and applied > 0)),
    )


def line_of_step(step: PlannedStep, outcomes: dict[str, str]) -> StepLine:
    """Return how a step reads; what it changes is told until it is applied."""
    subject = str(step.subject)
    return StepLine(
        subject=subject,
        is_person="@" in subject,
        outcome=outcomes.get(str(step.outcome), str(step.outcome)),
        sentence=str(step.sentence or ""),
        state=_STATES[StepState(step.state)],
        refusal=str(step.refusal or ""),
        changes=planned(changes_of(step)),
    )
