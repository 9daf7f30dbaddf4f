"""Which events a command is for: one that is named, or all that it makes sense for."""

from collections.abc import Callable, Sequence

from django.core.management.base import CommandError, CommandParser

from core.command_line import refusals_as_errors
from events.models import Event
from events.queries import required_event


def add_event_arguments(parser: CommandParser) -> None:
    """Take an event and its year, or neither, and whether to change anything."""
    parser.add_argument("event", nargs="?", help="The event's id; else all.")
    parser.add_argument("year", nargs="?", type=int, help="The event's year.")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="Say what would change, and write nothing.",
    )


def named_events(
    event: str | None, year: int | None, *, otherwise: Callable[[], Sequence[Event]]
) -> Sequence[Event]:
    """Return the event that is named, or all others; refuse one that is not there."""
    if event is None:
        return otherwise()
    if year is None:
        raise CommandError("Name the event's year, too.")
    with refusals_as_errors():
        return [required_event(event, year)]
