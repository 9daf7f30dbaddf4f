"""What commands share that plan, apply and undo bulk work."""

import json
import time
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, write_table
from core.long_runs import Stop, progress, stoppable
from core.plans.deciding import (
    ask_for_plan,
    ask_to_apply,
    ask_to_go_on,
    ask_to_stop,
    ask_to_undo,
)
from core.plans.errors import PlanBusy
from core.plans.kinds import kind_named
from core.plans.models import Plan, Stage, StepState
from core.plans.queries import in_state, required_plan, steps_of, told_counts
from core.plans.working import work_on

_DOING = {
    Stage.PLANNING: "Planning",
    Stage.APPLYING: "Applying",
    Stage.UNDOING: "Undoing",
}
# How often to look at work that the server took over.
_LOOK_EACH = 0.5


class PlanCommand(BaseCommand):
    """A command for one kind of plan: shows it, applies it, goes on with it, undoes it.

    Changes nothing without ``--apply``. The last line is one line to rely on; the exit
    status is 1 where a step was refused.
    """

    kind: str
    # Most lines that the preview shows of people for whom there is something to read.
    shown = 200

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what every plan takes; ``add_choices`` takes what the kind needs."""
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--plan", metavar="ID", help="go on with a plan that was made earlier"
        )
        parser.add_argument(
            "--undo", metavar="ID", help="undo what a plan of the last 30 days did"
        )
        parser.add_argument("--reason", default="", help="kept with each act")
        parser.add_argument(
            "--json", action="store_true", help="print one line for machines"
        )
        self.add_choices(parser)

    def add_choices(self, parser: CommandParser) -> None:
        """Take what this kind of plan needs."""

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the choices and the file that a new plan is made from."""
        return {}, b""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the plan and do what is wanted; then tell of it."""
        with refusals_as_errors(), stoppable() as stop:
            if undoing := options["undo"]:
                self._check(required_plan(undoing))
                ask_to_undo(undoing, actor=actor(), now=now_ms())
                plan = self._worked(undoing, stop)
            else:
                plan = self._worked(self._chosen(options), stop)
                if options["apply"] and plan.stage == Stage.READY:
                    ask_to_apply(plan.plan_id)
                    plan = self._worked(plan.plan_id, stop)
        self._tell(plan, as_json=options["json"])

    def _chosen(self, options: Mapping[str, Any]) -> str:
        if not options["plan"]:
            parameters, file = self.asked(options)
            return ask_for_plan(
                self.kind,
                parameters,
                actor=actor(),
                now=now_ms(),
                file=file,
                reason=options["reason"],
            ).plan_id
        plan = required_plan(options["plan"])
        self._check(plan)
        if plan.stopped and Stage(plan.stage).is_work:
            ask_to_go_on(plan.plan_id)
        return plan.plan_id

    def _check(self, plan: Plan) -> None:
        if plan.kind != self.kind:
            title = kind_named(plan.kind).title
            raise CommandError(f"{plan.plan_id} is a plan of another kind: {title}.")

    def _worked(self, plan_id: str, stop: Stop) -> Plan:
        """Work on the plan, or watch the server do it, until it is done or stopped."""
        plan = required_plan(plan_id)
        doing = _DOING.get(Stage(plan.stage), "Looking")
        total = int(plan.total) if plan.total else None
        with progress(self.stderr, doing, total=total) as advance:
            while _is_open(required_plan(plan_id)):
                try:
                    work_on(plan_id, advance=advance, stop=lambda: bool(stop))
                except PlanBusy:
                    time.sleep(_LOOK_EACH)
                if stop and _is_open(required_plan(plan_id)):
                    ask_to_stop(plan_id)
        return required_plan(plan_id)

    def _tell(self, plan: Plan, *, as_json: bool) -> None:
        counts = told_counts(plan)
        if as_json:
            facts = {"plan": plan.plan_id, "kind": plan.kind, "stage": plan.stage}
            self.stdout.write(json.dumps({**facts, "counts": counts}))
        else:
            self._tell_steps(plan, counts)
            self._tell_next(plan)
            self.stdout.write(self._summary(plan))
        if plan.stage == Stage.REFUSED:
            raise CommandError(str(plan.failure))
        if in_state(plan, StepState.REFUSED) or in_state(plan, StepState.KEPT):
            raise SystemExit(1)

    def _tell_steps(self, plan: Plan, counts: Mapping[str, Any]) -> None:
        words = kind_named(plan.kind).outcomes
        write_table(
            self.stdout,
            ("Outcome", "How many"),
            [
                (said, str(sum(counts.get(name, {}).values())))
                for name, said in words.items()
                if name in counts
            ],
        )
        lines: list[tuple[str, str, str]] = []
        for step in steps_of(plan.plan_id):
            if len(lines) >= self.shown:
                break
            said = str(step.refusal or step.sentence)
            lines.append((str(step.subject), words.get(str(step.outcome), ""), said))
        write_table(self.stdout, ("Who", "Outcome", "What"), lines)

    def _tell_next(self, plan: Plan) -> None:
        apply, undo = self.next_words(plan.plan_id)
        if plan.stopped and Stage(plan.stage).is_work:
            self.stdout.write(f"Stopped. Go on: {apply}")
        elif plan.stage == Stage.READY and in_state(plan, StepState.PLANNED):
            self.stdout.write(f"Nothing is changed yet. Do it: {apply}")
        elif (
            plan.stage == Stage.APPLIED
            and kind_named(plan.kind).undoable
            and in_state(plan, StepState.APPLIED)
        ):
            self.stdout.write(f"Take it back: {undo}")

    def next_words(self, plan_id: str) -> tuple[str, str]:
        """Return how a plan is applied, and how it is undone."""
        name = self.__module__.rpartition(".")[2]
        return f"{name} --apply --plan {plan_id}", f"{name} --undo {plan_id}"

    def _summary(self, plan: Plan) -> str:
        told = ", ".join(f"{state} {in_state(plan, state)}" for state in StepState)
        return f"{self.kind} {plan.stage}: {told}."


def _is_open(plan: Plan) -> bool:
    return Stage(plan.stage).is_work and not plan.stopped
