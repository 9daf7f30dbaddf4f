"""``manage.py finish_unfinished``."""

from typing import Any

from django.core.management.base import BaseCommand

from core.audit.pending_work import do_pending_work
from core.clock import now_ms
from interactions.services import bring_home


class Command(BaseCommand):
    """Completes what a crash interrupted, and brings home what is on lost cards."""

    help = (
        "Complete what a crash interrupted between the records of an act and the"
        " connections of the person, and move connections that are left on the id of a"
        " lost card to where the person is now. The server does the first by itself;"
        " twice is harmless."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Complete everything that is marked as unfinished, and what no mark tells."""
        finished = do_pending_work()
        cards = bring_home(now=now_ms())
        self.stdout.write(
            f"Finished {finished} interrupted acts, emptied {cards} lost cards."
        )
