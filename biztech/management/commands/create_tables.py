"""``manage.py create_tables``: make the database what the registry says."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.dynamo.client import shared_client
from core.dynamo.engine import EngineUnavailable
from core.dynamo.registry import tables
from core.dynamo.tables import TableMismatch, create_tables


class Command(BaseCommand):
    """Adds missing tables, indexes and expiry settings."""

    help = (
        "Create the tables that are missing, and add missing indexes and expiry"
        " settings to those that exist. Never drops or changes anything; harmless to"
        " repeat. On AWS it touches only the tables of services that this project"
        " implements; on an embedded engine, or with --all, every table of the club."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be added, and add nothing.",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help="Also the tables that other services own.",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Create what is missing and say how much that was."""
        verb = "Would add" if dry_run else "Adding"
        try:
            on_aws = self._on_aws()
            everything = options["all"] or not on_aws
            added = create_tables(
                [
                    table
                    for table in tables()
                    if (everything or table.is_ours) and not (table.local and on_aws)
                ],
                dry_run=dry_run,
                report=lambda part: self.stdout.write(f"{verb} {part}"),
            )
        except (TableMismatch, EngineUnavailable) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{'Would add' if dry_run else 'Added'} {added} parts."
            if added
            else "All tables are complete."
        )

    @staticmethod
    def _on_aws() -> bool:
        host: str = shared_client().meta.endpoint_url
        return not settings.DEBUG and host.endswith(".amazonaws.com")
