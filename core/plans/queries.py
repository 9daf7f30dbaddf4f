"""Reading plans: all of them, one, and its steps."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from core.dynamo.base import Entity
from core.plans.errors import PlanUnknown
from core.plans.models import INPUT, STEPS, InputPiece, Plan, PlannedStep, Stage


def plans(*, limit: int | None = None) -> list[Plan]:
    """Return the plans of the last sixty days, newest first."""
    found = Plan.query(Plan.partition(), scan_index_forward=False, limit=limit)
    return list(found)


def open_plans() -> list[Plan]:
    """Return the plans on which there is work to do that nobody has halted."""
    return [
        plan
        for plan in Plan.query(Plan.partition(), consistent_read=True)
        if Stage(plan.stage).is_work and not plan.stopped
    ]


def required_plan(plan_id: str) -> Plan:
    """Return a plan as it is now, or raise ``PlanUnknown``."""
    plan = Plan.find(*Plan.key(plan_id), consistent=True)
    if plan is None:
        raise PlanUnknown
    return plan


def steps_of(
    plan_id: str, *, after: int = 0, backwards: bool = False
) -> Iterator[PlannedStep]:
    """Return the steps of a plan in their order, or from the last one backwards."""
    first = PlannedStep.key(plan_id, after + 1)[1]
    yield from PlannedStep.query(
        plan_id,
        # The colon sorts right behind the digits.
        PlannedStep.sk.between(first, f"{STEPS}:"),
        scan_index_forward=not backwards,
        consistent_read=True,
    )


def file_of(plan_id: str) -> bytes:
    """Return the file that a plan is made from; empty where there is none."""
    pieces = InputPiece.query(
        plan_id, InputPiece.sk.startswith(INPUT), consistent_read=True
    )
    return b"".join(bytes(piece.content) for piece in pieces)


def rows_of(plan_id: str) -> Iterator[Entity]:
    """Return the steps that a plan has so far, by their keys alone."""
    yield from PlannedStep.query(
        plan_id,
        PlannedStep.sk.startswith(STEPS),
        attributes_to_get=["plan", "sk"],
        consistent_read=True,
    )


def counts_of(plan_id: str) -> dict[str, dict[str, int]]:
    """Count a plan's steps, by outcome and then by state."""
    found: dict[str, Counter[str]] = {}
    for step in PlannedStep.query(
        plan_id,
        PlannedStep.sk.startswith(STEPS),
        attributes_to_get=["plan", "sk", "outcome", "state"],
        consistent_read=True,
    ):
        found.setdefault(str(step.outcome), Counter())[str(step.state)] += 1
    return {outcome: dict(states) for outcome, states in found.items()}


def told_counts(plan: Plan) -> Mapping[str, Mapping[str, int]]:
    """Return what a plan last counted, by outcome and then by state."""
    counts: Any = json.loads(plan.counts or "{}")
    return dict(counts)


def in_state(plan: Plan, state: str) -> int:
    """Return how many steps of a plan were in a state when it last counted."""
    return sum(states.get(state, 0) for states in told_counts(plan).values())
