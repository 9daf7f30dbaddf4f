"""Whose registrations, or which event's, a caller asks for."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from core.email import normalize_email
from events.api.registrations.serializers import LONGEST_EVENT_ID
from events.errors import ReadUnclear
from events.models import Registration
from events.queries import find_registration, registrations_by, registrations_of

# No moment has more digits before the year 5138.
_MOST_DIGITS = 14
_YEAR_DIGITS = 4

OF_EVENT = [
    OpenApiParameter("eventID", str, description="The event; with `year`."),
    OpenApiParameter(
        "year",
        {"type": "string", "pattern": "^[0-9]{4}$"},
        description="Of the event; with `eventID`.",
    ),
]


class Asked(NamedTuple):
    """A person, an event, or a person at an event."""

    email: str | None
    event: tuple[str, int] | None
    # Only rows that changed after that moment, in ms.
    after: int


def asked_in(sent: QueryDict) -> Asked:
    """Return what is asked for, or refuse what nobody can tell."""
    email, event = sent.get("email", "").strip(), event_in(sent)
    if not email and event is None:
        raise ReadUnclear("Name an email, or an eventID and a year.")
    after = sent.get("afterTimestamp", "").strip()
    if after and not _is_number(after, _MOST_DIGITS):
        raise ReadUnclear("afterTimestamp must be a number of milliseconds.")
    return Asked(
        email=normalize_email(email) if email else None,
        event=event,
        after=int(after) + 1 if after else 0,
    )


def event_in(sent: QueryDict) -> tuple[str, int] | None:
    """Return the event that is asked for, None where none is, or refuse half of it."""
    event_id, year = sent.get("eventID", "").strip(), sent.get("year", "").strip()
    if not event_id and not year:
        return None
    if not event_id or not year:
        raise ReadUnclear("Name both an eventID and a year.")
    if len(event_id) > LONGEST_EVENT_ID:
        raise ReadUnclear(f"eventID has over {LONGEST_EVENT_ID} characters.")
    if not _is_number(year, _YEAR_DIGITS):
        raise ReadUnclear("year must be a number of four digits.")
    return event_id, int(year)


def _is_number(text: str, most_digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most_digits


def rows_of(asked: Asked) -> Sequence[Registration]:
    """Return the rows that are asked for."""
    if asked.email is None:
        return registrations_of(*asked.event) if asked.event else ()
    if asked.event is None:
        return registrations_by(asked.email)
    row = find_registration(asked.email, *asked.event)
    return () if row is None else (row,)
