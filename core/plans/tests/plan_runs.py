"""Plans in tests: made and applied in one go, and killed where it hurts."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from core.clock import now_ms
from core.dynamo.rows import remove_rows
from core.leases import Lease
from core.plans.deciding import ask_for_plan, ask_to_apply
from core.plans.kinds import Kind, register_kind
from core.plans.models import Plan, PlannedStep
from core.plans.queries import steps_of
from core.plans.working import work_on

EXEC = "ada.exec@ubcbiztech.com"

_KILLED = """
import os, signal, sys
from django.core.management import execute_from_command_line
import django
django.setup()
from core.plans import {module}

left = {steps}
whole = {module}.{work}

def dies(*args, **kwargs):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return whole(*args, **kwargs)

{module}.{work} = dies
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


@contextmanager
def known(kind: Kind) -> Iterator[Kind]:
    """Have a kind of plans known while the block runs."""
    forget = register_kind(kind)
    try:
        yield kind
    finally:
        forget()


def planned(
    kind: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    file: bytes = b"",
    now: int | None = None,
    actor: str = EXEC,
) -> Plan:
    """Return a plan that is made and not applied."""
    moment = now or now_ms()
    asked = ask_for_plan(kind, parameters or {}, actor=actor, now=moment, file=file)
    return work_on(asked.plan_id)


def applied(plan: Plan) -> Plan:
    """Return the plan when it is applied."""
    ask_to_apply(plan.plan_id)
    return work_on(plan.plan_id)


def killed_after(
    steps: int, plan: Plan, *command: str, work: str = "working.apply_step"
) -> None:
    """Run a command in a process of its own that is killed at its next step.

    Then let the plan go, as it would be when the dead process' lease has run out.
    """
    module, _, name = work.partition(".")
    program = _KILLED.format(steps=steps, module=module, work=name)
    run = subprocess.run(
        [sys.executable, "-c", program, *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == -9, run.stdout + run.stderr
    remove_rows(Lease.of({"subject": "lease", "sk": f"plan {plan.plan_id}"}))


def states(plan: Plan) -> list[str]:
    """Return what became of each step of a plan, in their order."""
    return [str(step.state) for step in steps_of(plan.plan_id)]


def only_step(plan: Plan) -> PlannedStep:
    """Return the one step of a plan."""
    (step,) = steps_of(plan.plan_id)
    return step


def last_line(output: str) -> Any:
    """Return the line for machines that ends a command's output."""
    return json.loads(output.strip().splitlines()[-1])
