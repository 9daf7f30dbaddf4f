"""``manage.py backup_diff ONE [OTHER]``."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.backup.comparing import compare_backups, compare_with_tables
from core.backup.places import place
from core.command_line import refusals_as_errors, write_table


class Command(BaseCommand):
    """Compares a copy with another one, or with the tables as they are."""

    help = (
        "Say how many rows of each table came, went or changed since a copy was taken:"
        " until another one, or until now. The exit status is 1 where anything did."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one copy or two."""
        parser.add_argument("one", metavar="ONE")
        parser.add_argument("other", metavar="OTHER", nargs="?")
        parser.add_argument(
            "--suffix", default="", help="compare with tables restored under it"
        )
        parser.add_argument(
            "--json", action="store_true", help="print one line for machines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and tell of each table that differs."""
        with refusals_as_errors():
            one = place(options["one"])
            if options["other"]:
                found = compare_backups(one, place(options["other"]))
            else:
                found = compare_with_tables(one, suffix=options["suffix"])
        differing = [each for each in found if each.any]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in differing]))
        else:
            write_table(
                self.stdout,
                ("Table", "Came", "Went", "Changed"),
                (
                    (each.table, str(each.added), str(each.removed), str(each.changed))
                    for each in differing
                ),
            )
            self.stdout.write(f"{len(differing)} of {len(found)} tables differ.")
        if differing:
            raise SystemExit(1)
