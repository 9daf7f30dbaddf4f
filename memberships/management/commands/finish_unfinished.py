"""``manage.py finish_unfinished``."""

from typing import Any

from django.core.management.base import BaseCommand

from biztech.clock import now_ms
from memberships.services import finish_unfinished


class Command(BaseCommand):
    """Completes what a crash interrupted."""

    help = (
        "Complete revocations and undos that a crash interrupted between the records"
        " and their connections. Run it from time to time; twice is harmless."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Complete everything that is marked as unfinished."""
        finished = finish_unfinished(now=now_ms())
        self.stdout.write(f"Finished {finished} interrupted acts.")
