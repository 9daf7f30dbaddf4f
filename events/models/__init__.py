"""Events, registrations, feedback, and the seats that registrations take."""

from events.models.records import (
    Event,
    Feedback,
    Registration,
    Team,
    event_id_of,
    event_key,
    event_of,
    is_event_key,
)
from events.models.seats import Hold, PlaceInLine, Seats

__all__ = [
    "Event",
    "Feedback",
    "Hold",
    "PlaceInLine",
    "Registration",
    "Seats",
    "Team",
    "event_id_of",
    "event_key",
    "event_of",
    "is_event_key",
]
