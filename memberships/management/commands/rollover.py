"""``manage.py rollover --to YEAR [--apply]`` and, later, ``--end-grace``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.plans.command_line import PlanCommand
from memberships.services.rollover import EXECS, LAPSE, LISTED, NOBODY, ROLLOVER


class Command(PlanCommand):
    """Ends a membership year and begins the next one."""

    kind = ROLLOVER
    help = (
        "Prepare the next membership year and switch to it: makes its table, takes"
        " execs or a list of people along, keeps everybody's profile for a renewal, and"
        " changes the year for all servers, without a restart. Changes nothing without"
        " --apply. Run it again after the switch for those who became members of the"
        " old year while it ended. With --end-grace, clears the flag of whoever has not"
        " renewed."
    )

    def add_choices(self, parser: CommandParser) -> None:
        """Take the year, who goes along, and until when people may renew."""
        parser.add_argument("--to", type=int, metavar="YEAR", help="the next year")
        parser.add_argument(
            "--carry",
            default=EXECS,
            metavar="execs|nobody|FILE",
            help="who is a member of it at once; a file lists addresses (execs)",
        )
        parser.add_argument(
            "--grace", metavar="DATE", help="until when others may renew, 2027-10-15"
        )
        parser.add_argument(
            "--end-grace",
            action="store_true",
            help="end the memberships that were not renewed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan either, and apply it if so wished."""
        if options["end_grace"]:
            self.kind = LAPSE
        elif options["to"] is None and not (options["plan"] or options["undo"]):
            raise CommandError("Say which year comes: rollover --to 2027")
        super().handle(*args, **options)

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the year, who goes along, and the list of them."""
        carry, file = options["carry"], b""
        if carry not in (EXECS, NOBODY):
            try:
                carry, file = LISTED, Path(carry).read_bytes()
            except OSError as error:
                raise CommandError(
                    f"{carry} cannot be read: {error.strerror}."
                ) from error
        choices = {"to": options["to"], "people": carry, "grace": options["grace"]}
        return ({}, b"") if options["end_grace"] else (choices, file)
