"""``manage.py prune_wall [--apply]``."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.long_runs import progress, stoppable
from interactions.models import LiveConnection, WallSocket
from interactions.services import dead_screens, expired_entries, prune

Row = LiveConnection | WallSocket


class Command(BaseCommand):
    """Removes what the wall's log and its list of screens hold for nothing."""

    help = (
        "Count the entries of the wall's log that have expired (those of older servers"
        " after 14 days) and the screens that are gone. Changes nothing without"
        " --apply; running it again goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to do it."""
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find everything, then remove it; tell how much it was."""
        now = now_ms()
        found: list[Row] = [*expired_entries(now=now), *dead_screens(now=now)]
        if not options["apply"]:
            self.stdout.write(f"Would remove {_counted(found)}.")
            return
        removed: list[Row] = []
        try:
            self._remove(found, removed)
        finally:
            # Also after a fault: what is done is done, and has to be known.
            self.stdout.write(f"Removed {_counted(removed)}.")

    def _remove(self, found: list[Row], removed: list[Row]) -> None:
        with (
            stoppable() as stop,
            progress(self.stderr, "Removing", total=len(found)) as advance,
        ):
            for batch in prune(found):
                removed += batch
                for _ in batch:
                    advance("")
                if stop:
                    left = len(found) - len(removed)
                    self.stdout.write(f"{left} left; run it again to go on.")
                    return


def _counted(rows: Iterable[Row]) -> str:
    counts = Counter(type(row) for row in rows)
    entries, screens = counts[LiveConnection], counts[WallSocket]
    return (
        f"{entries} {'entry' if entries == 1 else 'entries'} of the log and"
        f" {screens} {'screen' if screens == 1 else 'screens'}"
    )
