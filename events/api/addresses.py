"""How addresses name an event of a year."""

from core.openapi import path_parameter
from events.errors import YearNotANumber

# Longer ids than any that exists never reach the database.
EVENT_IN_PATH = r"(?P<event_id>[^/]{1,200})/(?P<year>[^/]{1,200})"

BY_EVENT = [
    path_parameter("event_id", "The event's id.", example="blueprint"),
    path_parameter("year", "Its year.", example="2026"),
]

_MOST_DIGITS = 9


def year_in(text: str) -> int:
    """Return the year that an address or a query names, or refuse it."""
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    raise YearNotANumber
