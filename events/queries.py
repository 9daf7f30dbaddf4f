"""Reads of events and registrations."""

from biztech.errors import NotFound
from events.models import Event, Registration


def years_of(event_id: str) -> list[int]:
    """Return the years in which there is an event of that id, or refuse; one call."""
    years = [int(event.year) for event in Event.query(event_id)]
    if not years:
        raise NotFound.of("event", event_id)
    return years


def find_event(event_id: str, year: int) -> Event | None:
    """Return an event of one year, or None."""
    try:
        return Event.get(event_id, year)
    except Event.DoesNotExist:
        return None


def find_registration(email: str, event_id: str, year: int) -> Registration | None:
    """Return a person's registration for an event, read consistently, or None."""
    key = Registration.key(email, event_id, year)
    return Registration.find(*key, consistent=True)
