"""Reads of events and registrations."""

from biztech.errors import NotFound
from events.models import Event


def years_of(event_id: str) -> list[int]:
    """Return the years in which there is an event of that id, or refuse; one call."""
    years = [int(event.year) for event in Event.query(event_id)]
    if not years:
        raise NotFound.of("event", event_id)
    return years
