"""Seats counted anew from the registrations: at first, and when they disagree."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.audit.changes import RowChange, effective
from core.dynamo.errors import Stale
from core.dynamo.rows import put_row
from core.dynamo.transactions import retry_on_conflict, write_transaction
from events.models import Event, Hold, PlaceInLine, Registration, Seats
from events.queries import registrations_of
from events.questions import choice_limits, limited_choices
from events.services.seats import Places, capacity_of, places_of
from events.statuses import ON_HOLD, Status, status_of, takes_seat

_COUNTS = ("taken", "free", "waiting", "registrations")


@dataclass(frozen=True, kw_only=True)
class Recount:
    """What the counts of an event should be, and what they say otherwise."""

    seats: Seats
    # What is not as the registrations say, a sentence each.
    differences: tuple[str, ...] = ()


def counted_seats(event: Event, seats: Seats | None, *, now: int) -> Seats:
    """Return the counts of an event, made from its registrations if they never were."""
    if seats is not None and seats.counted_at:
        return seats
    return recount(event, now=now, anew=False).seats


def recount(
    event: Event, *, now: int, apply: bool = True, anew: bool = True
) -> Recount:
    """Return what the registrations say of an event's seats; write it if ``apply``.

    Rows come from an index that may be some moments behind. Whoever registers
    meanwhile makes it start again. Without ``anew``, counts that there are stay.
    """

    def decide(_: int) -> Recount:
        kept = Seats.find(*Seats.key(event.event_key), consistent=True)
        if kept is not None and kept.counted_at and not anew:
            return Recount(seats=kept)
        # Before the rows: whoever comes between is in both, or harmlessly in one.
        places = _places(event.event_key)
        rows = registrations_of(str(event.id), int(event.year))
        amended = [_amended(event, row, now=now) for row in rows]
        rows = [Registration.of_item(change.after or {}) for change in amended]
        seats = _count(event, rows, kept, now=now)
        missing, stray = _misplaced(places, rows)
        if apply:
            for change in effective(amended):
                with write_transaction() as writes:
                    change.apply(writes, guard=[Registration.status.attr_name])
            put_row(seats, condition=_unchanged(kept), otherwise=Stale())
            _place(missing, stray)
        differences = [
            *_differences(kept, seats),
            *(f"{key[1]} has no row" for key in missing),
            *(f"{key[1]} should not be" for key in stray),
        ]
        return Recount(seats=seats, differences=tuple(differences))

    return retry_on_conflict(decide)


def _amended(event: Event, row: Registration, *, now: int) -> RowChange:
    """Return the change that makes what is ours of a row follow from the rest."""
    status = status_of(row.status)
    waits = status is Status.WAITLIST and not row.is_partner
    values: dict[str, Any] = {}
    if waits != bool(row.waiting_since):
        values["waitingSince"] = (int(row.created_at or 0) or now) if waits else None
    if row.hold_until and status not in ON_HOLD:
        values["holdUntil"] = None
    chosen = [] if row.is_partner else list(_chosen(event, row))
    if chosen != row.choices:
        values["limitedChoices"] = chosen or None
    return RowChange.edited("registration", row, values)


def _chosen(event: Event, row: Registration) -> Iterable[str]:
    return limited_choices(event.questions, row.answers)


def _count(
    event: Event, rows: Sequence[Registration], kept: Seats | None, *, now: int
) -> Seats:
    seated = [row for row in rows if takes_seat(row)]
    taken = Counter(choice for row in seated for choice in row.choices)
    counts = {
        "countedAt": now,
        "revision": int(kept.revision or 0) + 1 if kept else 1,
        "taken": len(seated),
        "free": capacity_of(event) - len(seated),
        "waiting": sum(bool(row.waiting_since) for row in rows),
        "registrations": len(rows),
    }
    choices = {
        choice: (taken[choice], limit - taken[choice])
        for choice, limit in choice_limits(event.questions).items()
    }
    return Seats.counted(event.event_key, counts, choices)


def _places(event: str) -> Places:
    places: Places = {hold.key_of(): Hold for hold in Hold.of_event(event)}
    line: Places = {each.key_of(): PlaceInLine for each in PlaceInLine.of_event(event)}
    return places | line


def _misplaced(there: Places, rows: Iterable[Registration]) -> tuple[Places, Places]:
    """Return which holds and places in line are missing, and which should not be."""
    wanted: Places = {}
    for row in rows:
        wanted |= places_of(row)
    missing = {key: model for key, model in wanted.items() if key not in there}
    return missing, {key: each for key, each in there.items() if key not in wanted}


def _place(missing: Places, stray: Places) -> None:
    for key, model in missing.items():
        with write_transaction() as writes:
            writes.put(model.at(key))
    for key, model in stray.items():
        with write_transaction() as writes:
            writes.forget(model, key)


def _unchanged(kept: Seats | None) -> Any:
    if kept is None:
        return Seats.absent_condition()
    if kept.revision is None:
        return Seats.revision.does_not_exist()
    return Seats.revision == int(kept.revision)


def _differences(kept: Seats | None, seats: Seats) -> Iterable[str]:
    if kept is None or not kept.counted_at:
        yield "the seats were never counted"
        return
    for name in _COUNTS:
        said, is_ = int(getattr(kept, name) or 0), int(getattr(seats, name))
        if said != is_:
            yield f"{name} is {said}, the registrations say {is_}"
    for choice, free in seats.free_choices.items():
        if (counted := kept.free_choices.get(choice)) != free:
            yield f"free of '{choice}' is {counted}, the registrations say {free}"
