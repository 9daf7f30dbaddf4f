"""``manage.py import_members FILE [--apply]``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.plans.command_line import PlanCommand
from memberships.importing.planning import IMPORT


class Command(PlanCommand):
    """Grants memberships to the people of a sign-up sheet."""

    kind = IMPORT
    help = (
        "Read a CSV or XLSX file of people, say of each whether they are new, members"
        " already, in conflict with their records or not readable, and grant"
        " memberships to the new ones. Changes nothing without --apply; each person is"
        " one transaction, and everything can be undone for 30 days."
    )

    def add_choices(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", nargs="?", metavar="FILE")

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the file's content, and its name for whoever looks at the plan."""
        if options["file"] is None:
            raise CommandError("Say which file: import_members members.csv")
        path = Path(options["file"])
        try:
            return {"file": path.name}, path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
