"""``manage.py recount_seats [EVENT YEAR] [--dry-run]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import refusals_as_errors
from core.long_runs import progress, stoppable
from events.management.named_events import add_event_arguments, named_events
from events.models import Event
from events.queries import kept_events
from events.services.counting import recount


class Command(BaseCommand):
    """Counts the seats of events anew from their registrations."""

    help = (
        "Count the seats of an event, or of all, anew from the registrations, and put"
        " right the counts, the seats that are kept and the waitlist. Needed only where"
        " another service has written registrations. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, and whether to change anything."""
        add_event_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Count each event, and say what was not as the registrations say."""
        events = named_events(options["event"], options["year"], otherwise=kept_events)
        counted = differing = 0
        with (
            stoppable() as stop,
            progress(self.stderr, "Events", total=len(events)) as advance,
        ):
            for event in events:
                differing += self._differs(event, dry_run=options["dry_run"])
                counted += 1
                advance(event.event_key)
                if stop:
                    break
        done = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"Counted {counted} events, {done} {differing}.")

    def _differs(self, event: Event, *, dry_run: bool) -> bool:
        with refusals_as_errors():
            found = recount(event, now=now_ms(), apply=not dry_run)
        for difference in found.differences:
            self.stdout.write(f"{event.event_key}: {difference}")
        return bool(found.differences)
