"""``manage.py backup --to DIR|s3://BUCKET/PREFIX``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.places import place
from core.backup.taking import take_backup
from core.command_line import refusals_as_errors, write_table
from core.dynamo.registry import tables
from core.long_runs import progress, stoppable


class Command(BaseCommand):
    """Copies every table while the servers run."""

    help = (
        "Copy every table to a folder or a bucket: compressed, with checksums. Run"
        " again with the same place it goes on where it stopped. It reads for some"
        " time, and says for how long: a row that is written meanwhile is there as"
        " before or as after, so records of one person may differ by it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the place and how to tell of it."""
        parser.add_argument("--to", required=True, metavar="DIR|s3://BUCKET/PREFIX")
        parser.add_argument(
            "--json", action="store_true", help="print one line for machines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, or go on copying."""
        with (
            refusals_as_errors(),
            stoppable() as stop,
            progress(self.stderr, "Copying") as advance,
        ):
            manifest = take_backup(
                place(options["to"]),
                [table for table in tables() if not table.local],
                advance=advance,
                stop=lambda: bool(stop),
            )
        if manifest is None:
            raise CommandError("Stopped. Run it again to go on.")
        took = (manifest.finished_at - manifest.started_at) / 1000
        if options["json"]:
            counts = {table.name: table.rows for table in manifest.tables}
            self.stdout.write(json.dumps({"tables": counts, "seconds": took}))
            return
        write_table(
            self.stdout,
            ("Table", "Rows"),
            ((table.name, str(table.rows)) for table in manifest.tables),
        )
        self.stdout.write(
            f"Copied {manifest.rows} rows of {len(manifest.tables)} tables, as they"
            f" were within {took:.1f} seconds."
        )
