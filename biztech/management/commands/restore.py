"""``manage.py restore --from PLACE --suffix TEXT [--apply]``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.parts import read_manifest
from core.backup.places import place
from core.backup.restoring import restore_backup, restored_tables
from core.command_line import refusals_as_errors, write_table
from core.long_runs import progress, stoppable


class Command(BaseCommand):
    """Writes a copy into tables beside the live ones."""

    help = (
        "Restore a copy into tables of their own, whose names end in the suffix; the"
        " live ones are not touched. A server with the suffix at the end of its"
        " ENVIRONMENT serves them. Changes nothing without --apply."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the copy and the suffix."""
        parser.add_argument("--from", required=True, dest="place", metavar="PLACE")
        parser.add_argument("--suffix", required=True, metavar="TEXT")
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--resume", action="store_true", help="go on with one that was interrupted"
        )
        parser.add_argument(
            "--json", action="store_true", help="print one line for machines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, or say what would be."""
        suffix = options["suffix"]
        with refusals_as_errors():
            storage = place(options["place"])
            manifest = read_manifest(storage)
            pairs = restored_tables(manifest, suffix)
            if options["apply"]:
                self._restore(storage, manifest, options)
        said = "Restored" if options["apply"] else "Would restore"
        if options["json"]:
            counts = {table.full_name: copied.rows for copied, table in pairs}
            applied = options["apply"]
            self.stdout.write(json.dumps({"tables": counts, "applied": applied}))
            return
        write_table(
            self.stdout,
            ("Table", "Rows"),
            ((table.full_name, str(copied.rows)) for copied, table in pairs),
        )
        self.stdout.write(f"{said} {manifest.rows} rows into {len(pairs)} tables.")

    def _restore(self, storage: Any, manifest: Any, options: dict[str, Any]) -> None:
        total = sum(len(table.parts) for table in manifest.tables)
        with (
            stoppable() as stop,
            progress(self.stderr, "Restoring", total=total) as advance,
        ):
            finished = restore_backup(
                storage,
                options["suffix"],
                resume=options["resume"],
                advance=advance,
                stop=lambda: bool(stop),
            )
        if not finished:
            raise CommandError("Stopped. Go on with --apply --resume.")
