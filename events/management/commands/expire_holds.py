"""``manage.py expire_holds [EVENT YEAR] [--dry-run]``."""

from collections import Counter
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import refusals_as_errors
from core.long_runs import progress, stoppable
from events.acts import RegistrationAct
from events.management.named_events import add_event_arguments, named_events
from events.models import Event, Hold
from events.services.waitlist import events_to_come, release_run_out


class Command(BaseCommand):
    """Frees the seats that were kept long enough for whoever has yet to pay."""

    help = (
        "Free the seats of an event, or of all that are not over, that were kept long"
        " enough for somebody who has not paid, and give them to those who wait. The"
        " server does so by itself every WORKER_SECONDS; running it again is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, and whether to change anything."""
        add_event_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Free the seats of each event, or say how many there are."""
        to_come = partial(events_to_come, now=now_ms())
        events = named_events(options["event"], options["year"], otherwise=to_come)
        counts: Counter[str] = Counter()
        with (
            stoppable() as stop,
            progress(self.stderr, "Events", total=len(events)) as advance,
        ):
            for event in events:
                counts += self._expire(event, dry_run=options["dry_run"])
                advance(event.event_key)
                if stop:
                    break
        expired = counts[RegistrationAct.EXPIRE]
        if options["dry_run"]:
            self.stdout.write(f"Would free {expired} seats.")
            return
        promoted = counts[RegistrationAct.PROMOTE]
        self.stdout.write(f"Freed {expired} seats, promoted {promoted} people.")

    def _expire(self, event: Event, *, dry_run: bool) -> Counter[str]:
        with refusals_as_errors():
            if dry_run:
                run_out = Hold.run_out(event.event_key, now=now_ms())
                return Counter({RegistrationAct.EXPIRE: len(list(run_out))})
            acts = release_run_out(event, now=now_ms())
        return Counter(str(act.act) for act in acts)
