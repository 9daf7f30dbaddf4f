"""Reads of events and registrations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Any

from cachetools import TTLCache, cached
from django.conf import settings

from accounts.models import User
from core.dynamo.transactions import read_together
from core.errors import NotFound
from events.models import (
    Event,
    Feedback,
    Registration,
    Seats,
    event_key,
    event_of,
    is_event_key,
)
from events.questions import chosen, questions_in
from events.statuses import Status, is_under_review, status_of, takes_seat

_ACCEPTED = (Status.ACCEPTED, Status.ACCEPTED_PENDING, Status.ACCEPTED_COMPLETE)


def years_of(event_id: str) -> list[int]:
    """Return the years in which there is an event of that id, or refuse; one call."""
    years = [int(event.year) for event in Event.query(event_id)]
    if not years:
        raise NotFound.of("event", event_id)
    return years


def find_event(event_id: str, year: int) -> Event | None:
    """Return an event of one year, or None."""
    return Event.find(*Event.key(event_id, year))


def event_named(key: str) -> Event | None:
    """Return the event of a text, or None where it names none."""
    return find_event(*event_of(key)) if is_event_key(key) else None


def event_title(key: str) -> str:
    """Return what people call an event, with its year; its key where it is unknown."""
    event = event_named(key)
    return event.title if event else key


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


def kept_events() -> list[Event]:
    """Return the events of all years, as they were at most some seconds ago."""
    return _read_events(_writes.heard)


def visible_events(*, to_exec: bool) -> list[Event]:
    """Return the events that somebody finds in lists, in the order of their beginning.

    Drafts and archived events are for execs. One that does not say when it begins
    comes first.
    """
    shown = [event for event in kept_events() if to_exec or is_listed(event)]
    return sorted(shown, key=lambda event: (event.starts_at or 0, event.event_key))


def is_listed(event: Event) -> bool:
    """Tell whether everybody finds an event in lists."""
    drafts_too: bool = settings.LIST_DRAFTS
    return bool(event.is_published or drafts_too) and not event.is_archived


def active_event(*, now: int) -> Event | None:
    """Return the published event that is on, of several the one that began last."""
    on = [event for event in kept_events() if _is_on(event, now)]
    return max(on, key=lambda event: (event.starts_at, event.event_key), default=None)


def seats_of(event: Event) -> Seats | None:
    """Return the counts of an event's seats; None where nobody ever registered."""
    return Seats.find(*Seats.key(event.event_key))


def find_event_and_seats(event_id: str, year: int) -> tuple[Event | None, Seats | None]:
    """Return an event and its counts at one moment; one call."""
    event, seats = read_together(
        (Event, Event.key(event_id, year)),
        (Seats, Seats.key(event_key(event_id, year))),
    )
    return event, seats


def counted_seats_of(events: Iterable[Event]) -> dict[str, Seats]:
    """Return the counts of several events, by ``event_key``, where they were made."""
    rows = Seats.find_many(Seats.key(event.event_key) for event in events)
    return {str(row.event): row for row in rows.values() if row.counted_at}


def registrations_of(event_id: str, year: int) -> list[Registration]:
    """Return everyone registered for an event; the index may be moments behind."""
    return list(Registration.by_event.query(event_key(event_id, year)))


def registrations_by(email: str) -> list[Registration]:
    """Return what somebody registered for, read consistently."""
    return list(Registration.query(email, consistent_read=True))


@dataclass(frozen=True, kw_only=True)
class ChoiceCount:
    """How often a choice of a question was made, and how often it may be."""

    question_id: str
    label: str
    count: int
    limit: int | None


@dataclass(frozen=True, kw_only=True)
class EventCounts:
    """How many people stand where with an event, partners left out."""

    registered: int
    checked_in: int
    waitlist: int
    accepted: int
    incomplete: int
    seats_taken: int
    # Of questions that limit a choice; who takes a seat is counted.
    choices: tuple[ChoiceCount, ...]


def counts_of(event: Event) -> EventCounts:
    """Return how many stand where with an event, from all of its registrations."""
    rows = registrations_of(str(event.id), int(event.year))
    attendees = [row for row in rows if not row.is_partner]
    by_status = Counter(status_of(row.status) for row in attendees)
    under_review = sum(
        status_of(row.status) is Status.REGISTERED and is_under_review(row)
        for row in attendees
    )
    seated = [row for row in attendees if takes_seat(row)]
    return EventCounts(
        registered=by_status[Status.REGISTERED] - under_review,
        checked_in=by_status[Status.CHECKED_IN],
        waitlist=by_status[Status.WAITLIST],
        accepted=sum(by_status[status] for status in _ACCEPTED),
        incomplete=by_status[Status.INCOMPLETE],
        seats_taken=len(seated),
        choices=tuple(_choice_counts(event, [row.answers for row in seated])),
    )


def users_registered(event_id: str, year: int) -> list[dict[str, Any]]:
    """Return the accounts of who is registered, each with its status, by last name.

    Who has no account is missing.
    """
    statuses = {str(row.id): row.status for row in registrations_of(event_id, year)}
    keys = [User.key(email) for email in statuses]
    users = User.find_many(keys, consistent=False)
    told = [
        {**user.plain(), "registrationStatus": statuses[str(user.id)]}
        for user in users.values()
    ]
    return sorted(told, key=lambda user: str(user.get("lname") or "").lower())


def feedback_of(event_id: str, year: int, form_type: str) -> list[Feedback]:
    """Return what a form of an event was answered, the newest first."""
    form = Feedback.form_key(event_id, year, form_type)
    return list(Feedback.by_form.query(form, scan_index_forward=False))


def hear_write(*_: object) -> None:
    """Forget the kept list of events, as one of them was written."""
    forget_events()


def forget_events() -> None:
    """Read the list of events anew when it is asked for next."""
    _writes.heard += 1


def _choice_counts(event: Event, answers: Sequence[Any]) -> Iterator[ChoiceCount]:
    for question in questions_in(event.questions):
        if any(limit is not None for limit in question.limits):
            made = Counter(
                choice
                for each in answers
                if isinstance(each, dict)
                for choice in chosen(question, each.get(question.id))
            )
            for choice, limit in zip(question.choices, question.limits, strict=True):
                yield ChoiceCount(
                    question_id=question.id,
                    label=choice,
                    count=made[choice],
                    limit=limit,
                )


class _Writes:
    """How many writes of events this process heard of."""

    heard = 0


_writes = _Writes()


@cached(TTLCache(1, settings.EVENTS_SECONDS), condition=Condition())
def _read_events(_: int) -> list[Event]:
    """Return all events; a read that a write overtook is kept under its old count."""
    return list(Event.scan(consistent_read=True))


def _is_on(event: Event, now: int) -> bool:
    begins, ends = event.starts_at, event.ends_at
    if begins is None or ends is None:
        return False
    shown = event.is_published and not event.is_archived
    return bool(shown) and begins <= now <= ends
