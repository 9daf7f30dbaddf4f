"""``manage.py seed_demo``."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from biztech.demo import DEMO_EXEC, demo_club, plant
from core.clock import now_ms
from core.command_line import refusals_as_errors


class Command(BaseCommand):
    """Fills an empty local database with the demo club."""

    help = (
        "Fill an empty local database with a demo club of invented people, some of"
        " their records broken on purpose. Refuses where anybody is already."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the club, showing progress, and say what is in it."""
        club = demo_club(now=now_ms())
        total = sum(len(rows) for rows in club.entities().values())
        with (
            refusals_as_errors(),
            Progress(console=Console(stderr=True), transient=True) as progress,
        ):
            task = progress.add_task("Demo club", total=total)
            plant(club, advance=lambda count: progress.advance(task, count))
        people = len({email.lower() for email in [*club.users, *club.members]})
        self.stdout.write(
            f"Seeded {people} people, {len(club.members)} members,"
            f" {len(club.connections) // 2} connections, {len(club.events)} events with"
            f" {len(club.registrations)} registrations, {len(club.payments)} payments"
            f" and {len(club.broken)} broken records. An exec: {DEMO_EXEC}"
        )
