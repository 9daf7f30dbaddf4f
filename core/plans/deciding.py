"""What people decide about a plan: to make it, apply it, halt it, go on, undo it."""

import json
import zlib
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

from pynamodb.expressions.update import Action

from core.audit.trail import UNDO_FOR
from core.dynamo.base import equals
from core.dynamo.errors import Stale
from core.dynamo.rows import create_row, store_rows, update_row
from core.dynamo.transactions import retry_on_conflict
from core.plans.errors import NotNow, NoUndo
from core.plans.kinds import kind_named
from core.plans.models import KEPT_FOR, InputPiece, Plan, Stage
from core.plans.queries import required_plan

# An item holds 400 KB at most.
_PIECE_SIZE = 350_000

# What of a plan says what it can become.
_DECISIVE = (Plan.stage.attr_name, Plan.stopped.attr_name)

# Set when there is work, so that whoever waits for some in this process begins at once.
work_asked = Event()


def ask_for_plan(
    kind: str,
    parameters: Mapping[str, Any],
    *,
    actor: str,
    now: int,
    file: bytes = b"",
    reason: str = "",
) -> Plan:
    """Keep that somebody wants a plan; ``work_on`` makes it. Raises ``KindUnknown``."""
    kind_named(kind)
    plan_id = Plan.new_id(now)
    expires_at = (now + KEPT_FOR) // 1000
    text = zlib.compress(file) if file else b""
    store_rows(
        *(
            InputPiece.of(
                {
                    "plan": plan_id,
                    "sk": InputPiece.key(plan_id, number)[1],
                    "content": text[start : start + _PIECE_SIZE],
                    "expiresAt": expires_at,
                }
            )
            for number, start in enumerate(range(0, len(text), _PIECE_SIZE))
        )
    )
    partition, sk = Plan.key(plan_id)
    plan = Plan.of(
        {
            "plan": partition,
            "sk": sk,
            "kind": kind,
            "parameters": json.dumps(dict(parameters)),
            "stage": Stage.PLANNING,
            "actor": actor,
            "reason": reason or None,
            "at": now,
            "done": 0,
            "expiresAt": expires_at,
        }
    )
    create_row(plan, otherwise=Stale())
    work_asked.set()
    return plan


def ask_to_apply(plan_id: str) -> Plan:
    """Have a plan applied that is ready; raises ``NotNow``."""
    return _moved(
        plan_id,
        [Plan.stage.set(Stage.APPLYING), Plan.done.set(0)],
        may=lambda plan: plan.stage == Stage.READY,
        wanted="applied",
    )


def ask_to_stop(plan_id: str) -> Plan:
    """Halt the work on a plan after its present step; raises ``NotNow``."""
    return _moved(plan_id, [Plan.stopped.set(True)], may=_is_work, wanted="stopped")


def ask_to_go_on(plan_id: str) -> Plan:
    """Take up the work on a plan again that was halted; raises ``NotNow``."""
    return _moved(
        plan_id,
        [Plan.stopped.remove(), Plan.failure.remove()],
        may=_is_work,
        wanted="resumed",
    )


def ask_to_undo(plan_id: str, *, actor: str, now: int) -> Plan:
    """Have undone what a plan did so far; raises ``NotNow`` and ``NoUndo``."""
    plan = required_plan(plan_id)
    if not kind_named(plan.kind).undoable:
        raise NoUndo("What this kind of plan does is final.")
    if plan.applied_at and plan.applied_at + UNDO_FOR < now:
        raise NoUndo("It was applied more than 30 days ago.")
    return _moved(
        plan_id,
        [
            Plan.stage.set(Stage.UNDOING),
            Plan.done.set(0),
            Plan.undone_by.set(actor),
            Plan.stopped.remove(),
        ],
        may=lambda plan: (
            plan.stage == Stage.APPLIED
            or (plan.stage == Stage.APPLYING and bool(plan.stopped))
        ),
        wanted="undone",
    )


def _is_work(plan: Plan) -> bool:
    return Stage(plan.stage).is_work


def _moved(
    plan_id: str, actions: list[Action], *, may: Callable[[Plan], bool], wanted: str
) -> Plan:
    def decide(_: int) -> Plan:
        plan = required_plan(plan_id)
        if not may(plan):
            raise NotNow(str(plan.stage), wanted)
        return update_row(
            Plan,
            plan.key_of(),
            actions,
            condition=equals(plan.wire, _DECISIVE),
            otherwise=Stale(),
        )

    moved = retry_on_conflict(decide)
    work_asked.set()
    return moved
