"""``manage.py export_users [--format csv] [--output FILE]``."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.api.serializers import user_body
from accounts.models import User
from core.command_line import private_file
from core.csv_files import csv_row_writer
from core.long_runs import progress, stoppable

# Fixed, so that a spreadsheet made of one export fits the next; as the API tells them.
COLUMNS = (
    "id",
    "fname",
    "lname",
    "pronouns",
    "education",
    "studentId",
    "faculty",
    "major",
    "year",
    "diet",
    "isMember",
    "admin",
    "favedEventsID",
    "favedEventsID;year",
    "createdAt",
    "updatedAt",
)
_OURS_ALONE = "keptProfileID"

Writer = Callable[[User], None]


class Command(BaseCommand):
    """Writes every user to a file, reading them page by page."""

    help = (
        "Export user records: JSON lines with every stored attribute, or CSV with the"
        f" columns {', '.join(COLUMNS)} (UTF-8; texts that a spreadsheet would take for"
        " a formula begin with an apostrophe). The file appears only when it is"
        " complete and is readable by you alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form, the place and who is wanted."""
        parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
        parser.add_argument("--output", metavar="FILE", help="otherwise the screen")
        parser.add_argument(
            "--members",
            choices=("yes", "no"),
            help="only users flagged as members, or only the others",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the users, and say on the error stream how many."""
        output = options["output"]
        screen: Any = self.stdout
        with private_file(Path(output)) if output else nullcontext(screen) as text:
            write = _csv_writer(text) if options["format"] == "csv" else _lines(text)
            count = self._export(write, members=options["members"])
        place = f" to {output}" if output else ""
        self.stderr.write(f"Exported {count} users as {options['format']}{place}.", str)

    def _export(self, write: Writer, *, members: str | None) -> int:
        count = 0
        with stoppable() as stop, progress(self.stderr, "Exporting") as advance:
            for user in User.read_all():
                if stop:
                    raise CommandError("Stopped before the end; the export is void.")
                if members in (None, "yes" if user.is_member else "no"):
                    write(user)
                    count += 1
                advance("")
        return count


def _lines(text: IO[str]) -> Writer:
    def write(user: User) -> None:
        stored = user.plain()
        stored.pop(_OURS_ALONE, None)
        text.write(json.dumps(stored, ensure_ascii=False) + "\n")

    return write


def _csv_writer(text: IO[str]) -> Writer:
    write_row = csv_row_writer(text, COLUMNS)

    def write(user: User) -> None:
        write_row(user_body(user.plain()))

    return write
