"""``manage.py export WHAT --purpose TEXT [--to FILE]``."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now_ms
from core.command_line import actor, private_file, refusals_as_errors
from core.exports.files import FORMATS
from core.exports.kinds import export_named, exports
from core.exports.taking import Wanted, filters_in, record_export, write_export


class Command(BaseCommand):
    """Writes members, users, payments, connections or registrations to a file."""

    help = (
        "Export records: CSV or a workbook with the usual columns, in which nothing"
        " runs, or JSON lines with everything that is stored. Who took what away, and"
        " what for, is kept in the audit log. The file appears only when it is complete"
        " and is readable by you alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, in which form, of whom, where to and what for."""
        parser.add_argument("what", choices=[each.name for each in exports()])
        parser.add_argument("--purpose", required=True, metavar="TEXT")
        parser.add_argument("--format", choices=tuple(FORMATS), default="csv")
        parser.add_argument("--to", metavar="FILE", help="otherwise the screen")
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="only those that say so, faculty=Science; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Record the export, then write it."""
        to, form = options["to"], options["format"]
        if form == "xlsx" and not to:
            raise CommandError("A workbook needs a file: add --to FILE.")
        with refusals_as_errors():
            wanted = Wanted(
                export=export_named(options["what"]),
                form=form,
                where=filters_in(options["where"]),
            )
            record_export(
                wanted, purpose=options["purpose"], actor=actor(), now=now_ms()
            )
            place: Any = private_file(Path(to), "wb") if to else nullcontext(_screen())
            with place as file:
                count = write_export(wanted, file)
        self.stderr.write(f"Exported {count} {wanted.export.name} as {form}.", str)


def _screen() -> Any:
    return sys.stdout.buffer
