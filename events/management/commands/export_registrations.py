"""``manage.py export_registrations EVENT YEAR [--format csv|xlsx] [--output FILE]``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.command_line import private_file, refusals_as_errors
from events.exports import FORMATS, registrations_sheet
from events.queries import required_event


class Command(BaseCommand):
    """Writes everybody who registered for an event to a file."""

    help = (
        "Export the registrations for an event with all answers: CSV (UTF-8; texts that"
        " a spreadsheet would take for a formula begin with an apostrophe) or a"
        " workbook. The file appears only when it is complete and is readable by you"
        " alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, the form and the place."""
        parser.add_argument("event", help="The event's id.")
        parser.add_argument("year", type=int, help="The event's year.")
        parser.add_argument("--format", choices=tuple(FORMATS), default="csv")
        parser.add_argument("--output", metavar="FILE", help="otherwise the screen")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be written, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the registrations, and say on the error stream how many."""
        output, form = options["output"], options["format"]
        if form == "xlsx" and not output:
            raise CommandError("A workbook needs a file: add --output FILE.")
        with refusals_as_errors():
            event = required_event(options["event"], options["year"])
            sheet = registrations_sheet(event)
        place = f" to {output}" if output else ""
        count = len(sheet.rows)
        if options["dry_run"]:
            said = f"Would export {count} registrations as {form}{place}."
            self.stderr.write(said, str)
            return
        content = FORMATS[form](sheet)
        if output:
            with private_file(Path(output), "wb") as file:
                file.write(content)
        else:
            self.stdout.write(content.decode(), ending="")
        self.stderr.write(f"Exported {count} registrations as {form}{place}.", str)
