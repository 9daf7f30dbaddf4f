"""``manage.py doctor check [--json] | explain [CODE]``."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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
from core.long_runs import progress, stoppable


class Command(BaseCommand):
    """Looks whether all records are as they have to be."""

    help = (
        "Look at every table whether the records are as they have to be, and say what"
        " is not, in words. 'check' changes nothing and ends with status 1 where there"
        " are errors or warnings, so that cron can alert; 'explain' says what a name"
        " means, how it comes about, and what repairing does."
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

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        with refusals_as_errors():
            if options["do"] == "check":
                self._check(as_json=options["json"])
            elif options["code"]:
                self._explain(invariant_named(options["code"]))
            else:
                self._list()

    def _check(self, *, as_json: bool) -> None:
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
            self._tell(found)
        if any(_severity(one) is not Severity.NOTE for one in found):
            raise SystemExit(1)

    def _tell(self, found: Iterable[Finding]) -> None:
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
        for said in (
            f"{one.code} ({one.severity}): {one.title}.",
            f"What it is: {one.meaning}",
            f"How it comes about: {one.cause}",
            f"{'What repairing does' if one.repair else 'What to do'}: {one.mending}",
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
