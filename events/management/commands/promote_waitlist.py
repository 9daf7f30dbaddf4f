"""``manage.py promote_waitlist [EVENT YEAR] [--dry-run]``."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import refusals_as_errors
from core.long_runs import progress, stoppable
from events.management.named_events import add_event_arguments, named_events
from events.models import Event
from events.services.waitlist import (
    events_to_come,
    people_to_promote,
    promote_waiting,
)


class Command(BaseCommand):
    """Gives free seats to those who wait longest."""

    help = (
        "Give the free seats of an event, or of all that are not over, to those who"
        " wait longest. The server does so by itself whenever a seat comes free and"
        " every WORKER_SECONDS; running it again is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, and whether to change anything."""
        add_event_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Promote at each event, or say how many there are seats for."""
        to_come = partial(events_to_come, now=now_ms())
        events = named_events(options["event"], options["year"], otherwise=to_come)
        promoted = 0
        with (
            stoppable() as stop,
            progress(self.stderr, "Events", total=len(events)) as advance,
        ):
            for event in events:
                promoted += self._promote(event, dry_run=options["dry_run"])
                advance(event.event_key)
                if stop:
                    break
        done = "Would promote at most" if options["dry_run"] else "Promoted"
        self.stdout.write(f"{done} {promoted} people.")

    def _promote(self, event: Event, *, dry_run: bool) -> int:
        with refusals_as_errors():
            if dry_run:
                count = people_to_promote(event, now=now_ms())
            else:
                count = len(
                    promote_waiting(str(event.id), int(event.year), now=now_ms())
                )
        if count:
            self.stdout.write(f"{event.event_key}: {count}")
        return count
