"""What the dashboard's first page says about events."""

from django.http import HttpRequest

from biztech.dashboard.events.pages import event_url, events_url, name_of
from biztech.dashboard.framework.home import Figure, Tile
from core.clock import now_ms
from events.models import Event
from events.queries import counted_seats_of, kept_events


def next_event(*, now: int) -> Event | None:
    """Return the published event that is on or comes next, None without one."""
    coming = [
        event
        for event in kept_events()
        if event.is_published
        and not event.is_archived
        and (event.ends_at or event.starts_at or 0) >= now
    ]
    return min(coming, key=lambda event: event.starts_at or 0, default=None)


def _next(request: HttpRequest) -> Figure:
    event = next_event(now=now_ms())
    if event is None:
        return Figure(number=0, sentence="No event is planned.", link=events_url())
    seats = counted_seats_of([event]).get(event.event_key)
    taken, waiting = (
        int(number or 0)
        for number in ((seats.taken, seats.waiting) if seats else (0, 0))
    )
    most = "" if event.room is None else f" of {event.room}"
    line = f"; {waiting} waiting" if waiting else ""
    return Figure(
        number=taken,
        sentence=f"{most} seats taken at {name_of(event)}{line}.".strip(),
        link=event_url(event),
    )


TILES = (Tile(title="Next event", order=7, read=_next),)
