"""``manage.py export_person EMAIL [--to FILE.zip]``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import actor, private_file, refusals_as_errors
from core.email import normalize_email
from core.privacy.exporting import everything_held, record_export, write_archive


class Command(BaseCommand):
    """Hands out everything that is held of a person."""

    help = (
        "Write everything that is held of a person to a ZIP file: a page to read, the"
        " rows as they are stored, and their pictures. It reads whole tables, and is"
        " kept in the person's history. The file appears only when it is complete and"
        " is readable by you alone: give it to nobody but that person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person, the place and why."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--to", metavar="FILE.zip", default="personal-data.zip")
        parser.add_argument("--reason", default="", help="kept in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Gather, write, and record it."""
        with refusals_as_errors():
            email = normalize_email(options["email"])
            export = everything_held(email, now=now_ms())
            with private_file(Path(options["to"]), mode="wb") as file:
                write_archive(export, file)
                record_export(export, actor=actor(), reason=options["reason"])
        self.stdout.write(
            f"Exported {export.rows} rows of {len(export.sections)} kinds and"
            f" {len(export.files)} files to {options['to']}."
        )
