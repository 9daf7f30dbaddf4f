"""``manage.py merge_people FROM INTO [--take FACT] [--apply]``."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.plans.command_line import PlanCommand
from core.readdressing import FROM
from memberships.merging.planning import MERGE


class Command(PlanCommand):
    """Makes two people one, or gives somebody another address."""

    kind = MERGE
    help = (
        "Unite the records of two e-mail addresses under the second one: user, member"
        " and profile, whom they met, payments, registrations, favourites and mails"
        " that wait. Where nobody is known under the second address, somebody's"
        " address changes. Says what differs; the second address' word counts unless"
        " --take names the fact. Changes nothing without --apply, and everything can"
        " be undone for 30 days."
    )

    def add_choices(self, parser: CommandParser) -> None:
        """Take the two addresses, and whose word counts."""
        parser.add_argument("sender", nargs="?", metavar="FROM", help="who goes")
        parser.add_argument("into", nargs="?", metavar="INTO", help="who stays")
        parser.add_argument(
            "--take",
            action="append",
            default=[],
            metavar="FACT",
            help="a fact that is as FROM says: first_name, faculty, profile, ...",
        )

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the two addresses and the choices."""
        if not (options["sender"] and options["into"]):
            raise CommandError(
                "Say who goes and who stays: merge_people old@example.org new@ubc.ca"
            )
        return {
            "from": options["sender"],
            "into": options["into"],
            "choices": dict.fromkeys(options["take"], FROM),
        }, b""
