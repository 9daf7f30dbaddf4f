"""``manage.py simulate_event --people 300 --taps-per-minute 120``."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from biztech.demo.rehearsal import (
    EVENT,
    FEWEST_PEOPLE,
    MOST_PEOPLE,
    Guest,
    arrive,
    leave,
    meetings,
    stay_out_of_production,
)
from core.clock import now_ms
from core.command_line import refusals_as_errors
from core.long_runs import Stop, progress, stoppable
from interactions.services import connect
from interactions.wall.names import canonical, current_event

_FASTEST = 6000

# How long a wait is before it is looked whether somebody wants to stop, in seconds.
_GLANCE = 0.2


class Command(BaseCommand):
    """Rehearses an evening on a wall of its own."""

    help = (
        f"Rehearse an evening: invented guests tap each other's cards on the wall"
        f" /wall/?event={EVENT}, through the same code as real taps. The guests, their"
        " connections and the wall's log are removed at the end, also after Ctrl-C."
        " Refuses in production. A server without Redis shows the taps of this other"
        " process within seconds, one with Redis at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, how fast and how long."""
        parser.add_argument("--people", type=int, default=300, metavar="N")
        parser.add_argument("--taps-per-minute", type=int, default=120, metavar="N")
        parser.add_argument("--minutes", type=float, default=10, metavar="N")
        parser.add_argument("--event", default=EVENT, help=f"the wall ({EVENT})")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same evening for the same number"
        )
        parser.add_argument(
            "--keep", action="store_true", help="leave the guests and their wall"
        )
        parser.add_argument(
            "--clean", action="store_true", help="only remove what --keep left"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Let the guests arrive, meet and leave."""
        with refusals_as_errors():
            stay_out_of_production()
        _refuse_odd(options)
        event = options["event"]
        with refusals_as_errors(), stoppable() as stop:
            if not options["clean"]:
                guests = self._arrive(options)
                self.stdout.write(
                    f"{len(guests)} guests are here. The wall:"
                    f" {settings.PUBLIC_URL}/wall/?event={event}"
                )
                with self._cleaned_up(event, keep=options["keep"]):
                    taps = self._tap(guests, options, stop)
                self.stdout.write(f"Made {taps} connections.")
            else:
                self._leave(event)

    def _arrive(self, options: dict[str, Any]) -> list[Guest]:
        with progress(self.stderr, "Arriving", total=2) as advance:
            return arrive(
                options["people"],
                seed=options["seed"],
                now=now_ms(),
                event=options["event"],
                advance=lambda _: advance(""),
            )

    def _tap(self, guests: list[Guest], options: dict[str, Any], stop: Stop) -> int:
        a_minute, seed = options["taps_per_minute"], options["seed"]
        total = round(options["minutes"] * a_minute)
        due, made = time.monotonic(), 0
        with progress(self.stderr, "Tapping", total=total) as advance:
            for pause, one, other in meetings(guests, seed=seed, a_minute=a_minute):
                due += pause
                if made == total or not _waited_until(due, stop):
                    break
                connect(
                    one.email, other.profile_id, now=now_ms(), event=options["event"]
                )
                made += 1
                advance("")
        return made

    @contextmanager
    def _cleaned_up(self, event: str, *, keep: bool) -> Iterator[None]:
        try:
            yield
        finally:
            if keep:
                self.stdout.write("The guests stay; --clean removes them.")
            else:
                self._leave(event)

    def _leave(self, event: str) -> None:
        with progress(self.stderr, "Leaving") as advance:
            gone = leave(event=event, advance=lambda _: advance(""))
        self.stdout.write(f"{gone} guests left.")


def _refuse_odd(options: dict[str, Any]) -> None:
    if not FEWEST_PEOPLE <= options["people"] <= MOST_PEOPLE:
        raise CommandError(
            f"--people is a number from {FEWEST_PEOPLE} to {MOST_PEOPLE}."
        )
    if not 1 <= options["taps_per_minute"] <= _FASTEST:
        raise CommandError(f"--taps-per-minute is a number from 1 to {_FASTEST}.")
    if not options["minutes"] > 0:
        raise CommandError("--minutes is more than 0.")
    now = now_ms()
    if canonical(options["event"], now=now) == current_event(now=now):
        raise CommandError(
            f"{options['event']} is the club's current event; rehearse on another wall,"
            f" such as --event {EVENT}."
        )


def _waited_until(moment: float, stop: Stop) -> bool:
    """Wait, and tell whether to go on."""
    while not stop:
        left = moment - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(left, _GLANCE))
    return False
