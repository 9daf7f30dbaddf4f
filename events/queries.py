"""Reads of events and registrations."""

from core.errors import NotFound
from events.models import Event, Registration, event_key


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


def required_event(event_id: str, year: int) -> Event:
    """Return an event of one year, or refuse."""
    event = find_event(event_id, year)
    if event is None:
        raise NotFound.of_pair("event", event_id, str(year))
    return event


def find_registration(email: str, event_id: str, year: int) -> Registration | None:
    """Return a person's registration for an event, read consistently, or None."""
    key = Registration.key(email, event_id, year)
    return Registration.find(*key, consistent=True)


def window_of(event_id: str, year: int) -> tuple[int, int] | None:
    """Return when an event of a year begins and ends, in ms; None when unknown."""
    event = find_event(event_id, year)
    if event is None or event.starts_at is None or event.ends_at is None:
        return None
    return event.starts_at, event.ends_at


def all_events() -> list[Event]:
    """Return the events of all years; a scan of a table of some dozens."""
    return list(Event.read_all())


def registrations_of(event_id: str, year: int) -> list[Registration]:
    """Return everyone registered for an event; the index may be moments behind."""
    return list(Registration.by_event.query(event_key(event_id, year)))
