"""``manage.py doctor check | explain [CODE] | plan | apply [--plan ID] | undo ID``."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.clock import now_ms
from core.command_line import refusals_as_errors, write_table
from core.doctor.examining import Stopped, examine
from core.doctor.invariants import (
    Finding,
    Invariant,
    Severity,
    invariant_named,
    invariants,
)
from core.doctor.repairing import DOCTOR
from core.long_runs import progress, stoppable
from core.plans.command_line import PlanCommand


class Command(PlanCommand):
    """Looks whether all records are as they have to be, and repairs them."""

    kind = DOCTOR

    help = (
        "Look at every table whether the records are as they have to be, and say what"
        " is not, in words. 'check' changes nothing and ends with status 1 where there"
        " are errors or warnings, so that cron can alert; 'explain' says what a name"
        " means, how it comes about, and what repairing does. 'plan' shows every"
        " repair and changes nothing, 'apply' does them, each person's in one"
        " transaction, and 'undo' takes them back for 30 days."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parts = parser.add_subparsers(dest="do", required=True)
        check = parts.add_parser("check", help="look at everything")
        check.add_argument(
            "--json", action="store_true", help="end with one line for machines"
        )
        explain = parts.add_parser("explain", help="say what a name means")
        explain.add_argument("code", nargs="?", help="without it, all are listed")
        plan = parts.add_parser("plan", help="show every repair")
        apply = parts.add_parser("apply", help="do the repairs")
        undo = parts.add_parser("undo", help="take repairs back")
        apply.add_argument("--plan", metavar="ID", help="of a plan made earlier")
        undo.add_argument("undo", metavar="ID", help="the plan that did them")
        for part in (plan, apply):
            part.add_argument("--only", metavar="CODE", help="what bears that name")
            part.add_argument("--reason", default="", help="kept with each act")
        for part in (plan, apply, undo):
            part.add_argument(
                "--json", action="store_true", help="print one line for machines"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        match options["do"]:
            case "check":
                with refusals_as_errors():
                    self._examine(as_json=options["json"])
            case "explain" if options["code"]:
                with refusals_as_errors():
                    self._explain(invariant_named(options["code"]))
            case "explain":
                self._list()
            case do:
                nothing = {"plan": None, "undo": None, "only": None, "reason": ""}
                super().handle(**{**nothing, **options, "apply": do == "apply"})

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what alone is to be repaired, if anything."""
        return {"only": options["only"]}, b""

    def next_words(self, plan_id: str) -> tuple[str, str]:
        """Return how a plan is applied, and how it is undone."""
        return f"doctor apply --plan {plan_id}", f"doctor undo {plan_id}"

    def _examine(self, *, as_json: bool) -> None:
        with (
            stoppable() as stop,
            progress(self.stderr, "Examining") as advance,
        ):
            try:
                found = examine(now=now_ms(), advance=advance, stop=lambda: bool(stop))
            except Stopped:
                raise CommandError(
                    "Stopped before the end; nothing is known."
                ) from None
        if as_json:
            told = [_told(finding) for finding in found]
            self.stdout.write(json.dumps({"findings": told}))
        else:
            self._report(found)
        if any(_severity(one) is not Severity.NOTE for one in found):
            raise SystemExit(1)

    def _report(self, found: Iterable[Finding]) -> None:
        found = list(found)
        write_table(
            self.stdout,
            ("Severity", "Code", "Whom", "What"),
            ((_severity(one), one.code, one.subject, one.sentence) for one in found),
        )
        counts = Counter(map(_severity, found))
        told = ", ".join(f"{severity} {counts[severity]}" for severity in Severity)
        self.stdout.write(f"Found {len(found)}: {told}.")

    def _explain(self, one: Invariant) -> None:
        helps = "What repairing does" if one.is_mended else "What to do"
        for said in (
            f"{one.code} ({one.severity}): {one.title}.",
            f"What it is: {one.meaning}",
            f"How it comes about: {one.cause}",
            f"{helps}: {one.mending}",
        ):
            self.stdout.write(said)

    def _list(self) -> None:
        write_table(
            self.stdout,
            ("Severity", "Code", "What"),
            ((one.severity, one.code, one.title) for one in invariants()),
        )


def _severity(finding: Finding) -> Severity:
    return invariant_named(finding.code).severity


def _told(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": _severity(finding),
        "subject": finding.subject,
        "sentence": finding.sentence,
    }
