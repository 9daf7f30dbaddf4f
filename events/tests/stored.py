"""Events and registrations as any service may have left them."""

from typing import Any

from core.dynamo.rows import store_rows
from events.models import Event, Registration

BLUEPRINT = ("blueprint", 2026)


def store_event(event_id: str = "blueprint", year: int = 2026, **values: Any) -> Event:
    """Put the row of an event."""
    event = Event.of({"id": event_id, "year": year, "capac": 100, **values})
    store_rows(event)
    return event


def store_registration(email: str, status: str = "registered", **values: Any) -> None:
    """Put the row of a registration for the event."""
    partition, event = Registration.key(email, *BLUEPRINT)
    row = {"id": partition, "eventID;year": event, "registrationStatus": status}
    store_rows(Registration.of({**row, **values}))


def stored_event(event_id: str = "blueprint", year: int = 2026) -> dict[str, Any]:
    """Return the row of an event."""
    return Event.get(*Event.key(event_id, year)).plain()
