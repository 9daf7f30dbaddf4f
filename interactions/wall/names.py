"""What the wall calls an event: one canonical name, and every alias in use.

Clients of several years say ``blueprint``, ``blueprint;2026``, ``blueprint#2026``,
``blueprint-2026``, ``DEFAULT`` or nothing at all. The log knows ``blueprint-2026``.
"""

import re
from threading import Condition

from cachetools import TTLCache, cached
from django.conf import settings

from core.errors import NotFound
from events import queries
from events.models import Event
from events.queries import find_event, kept_events, years_of
from interactions.models import LiveConnection, WallControl

# Stands for the event that is on, and is where taps are logged while none is.
NO_EVENT = "DEFAULT"

LONGEST_NAME = 200

_YEARLY = re.compile(r"(?P<id>.*[^;#-])[;#-](?P<year>[0-9]{4})")
_REMEMBERED_FOR = 60.0
_MOST_REMEMBERED = 500


def forget_events() -> None:
    """Look at the events anew; what was remembered of them holds no more."""
    queries.forget_events()
    _event_by_dates.cache_clear()
    _of_latest_year.cache_clear()


def wall_name(event_id: str, year: int) -> str:
    """Return the wall's name of an event of a year, "blueprint-2026"."""
    return f"{event_id}-{year}"


def event_of(control: WallControl | None, *, now: int) -> str:
    """Return the event that is on, given the row ``current`` if there is one.

    It is what the row says, else the setting, else what is on by the events' own
    dates, else ``NO_EVENT``. Asks the database only where it must look an event up,
    and then remembers the answer for a minute.
    """
    chosen = str((control.event if control else None) or settings.CURRENT_EVENT)
    if chosen and chosen != NO_EVENT:
        return _canonical(chosen)
    return _event_by_dates(now=now)


def current_event(*, now: int) -> str:
    """Return the event that is on; one call, so that a change is seen at once."""
    key = WallControl.key(WallControl.CURRENT)
    return event_of(WallControl.find(*key, consistent=True), now=now)


def canonical(name: str, *, now: int) -> str:
    """Return the wall's name of the event that a client means, known or not."""
    # What no key can hold names no event either.
    name = name.encode("utf-8", "replace").decode().strip()[:LONGEST_NAME]
    if name in ("", NO_EVENT):
        return current_event(now=now)
    return _canonical(name)


def is_known(event: str, *, now: int) -> bool:
    """Tell whether there is, or was, such an event, or a wall that somebody runs."""
    if event == NO_EVENT:
        return True
    if _event(event) or event == current_event(now=now):
        return True
    if event != WallControl.CURRENT and WallControl.find(*WallControl.key(event)):
        return True
    return any(LiveConnection.query(event, limit=1))


def title_of(event: str) -> str:
    """Return what people call an event, or its name on the wall."""
    found = _event(event)
    return str(found.name) if found and found.name else event


def parts_of(event: str) -> tuple[str, int] | None:
    """Return the id and the year of a wall's event, None for a wall without one."""
    yearly = _YEARLY.fullmatch(event)
    return (yearly["id"], int(yearly["year"])) if yearly else None


def _event(event: str) -> Event | None:
    parts = parts_of(event)
    return find_event(*parts) if parts else None


def _canonical(name: str) -> str:
    if yearly := _YEARLY.fullmatch(name):
        return wall_name(yearly["id"], int(yearly["year"]))
    return _of_latest_year(name)


# With a condition, whoever asks at the same moment waits for one look at the events.
@cached(TTLCache(_MOST_REMEMBERED, _REMEMBERED_FOR), condition=Condition())
def _of_latest_year(event_id: str) -> str:
    try:
        return wall_name(event_id, max(years_of(event_id)))
    except NotFound:
        return event_id


@cached(TTLCache(1, _REMEMBERED_FOR), key=lambda **_: None, condition=Condition())
def _event_by_dates(*, now: int) -> str:
    """Return the published event that is on, else the next one, else the last one."""
    dated = [
        (event, event.starts_at, event.ends_at or event.starts_at)
        for event in kept_events()
        if event.is_published and not event.is_archived and event.starts_at is not None
    ]
    on = [(begins, event) for event, begins, ends in dated if begins <= now <= ends]
    ahead = [(-begins, event) for event, begins, _ in dated if begins > now]
    over = [(ends, event) for event, _, ends in dated]
    for candidates in (on, ahead, over):
        if candidates:
            _, found = max(candidates, key=lambda candidate: candidate[0])
            return wall_name(found.id, int(found.year))
    return NO_EVENT
