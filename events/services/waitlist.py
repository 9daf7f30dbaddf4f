"""The waitlist and seat holds: what comes free goes to whoever waits longest, once."""

import logging
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.base import Key
from core.dynamo.transactions import retry_on_conflict, write_transaction
from events.acts import RegistrationAct
from events.models import Event, Hold, PlaceInLine, Registration, event_key
from events.queries import kept_events
from events.services.counting import recount
from events.services.reading import situation_of
from events.services.seats import OFFER_FOR, REGISTRATION
from events.services.writing import write_registration
from events.statuses import Status, status_of

logger = logging.getLogger("events")

# Who acts when nobody does.
THE_LINE = "waitlist"
THE_CLOCK = "clock"


def events_to_come(*, now: int) -> list[Event]:
    """Return the events that are not over, drafts included."""
    return [
        event
        for event in kept_events()
        if not event.is_archived and (event.ends_at is None or event.ends_at > now)
    ]


def promote_waiting(event_id: str, year: int, *, now: int) -> list[Act]:
    """Give free seats to those who wait longest; return an act for each.

    A place with a price is kept for a day, with a mail that says how to pay. Whoever
    chose what is full now is passed over. Nobody moves up once the event is over.
    """
    acts: list[Act] = []
    for place in PlaceInLine.of_event(event_key(event_id, year)):
        promoted = _offer(place, event_id, year, now=now)
        if promoted is None:
            break
        acts += promoted
    return acts


def release_run_out(event: Event, *, now: int) -> list[Act]:
    """Free the seats of an event that were kept long enough, and let others move up.

    Who had one may still pay while there are seats. Returns an act for each.
    """
    acts = [
        act
        for hold in Hold.run_out(event.event_key, now=now)
        for act in _release(hold, event, now=now)
    ]
    return [*acts, *promote_waiting(str(event.id), int(event.year), now=now)]


def release_all_run_out(*, now: int) -> list[Act]:
    """Do that for every event that is not over.

    One that fails holds up no other, and is raised last.
    """
    acts: list[Act] = []
    failure = None
    for event in events_to_come(now=now):
        try:
            acts += release_run_out(event, now=now)
        except Exception as error:  # noqa: BLE001 - raised when all had their turn
            logger.warning("seats.failed event=%s", event.event_key)
            failure = error
    if failure:
        raise failure
    return acts


def people_to_promote(event: Event, *, now: int) -> int:
    """Return how many people would move up now, at most; writes nothing.

    Less where somebody chose what is full.
    """
    if event.ends_at is not None and event.ends_at < now:
        return 0
    seats = recount(event, now=now, apply=False, anew=False).seats
    return max(0, min(int(seats.free or 0), int(seats.waiting or 0)))


def _offer(
    place: PlaceInLine, event_id: str, year: int, *, now: int
) -> list[Act] | None:
    """Give somebody the seat that is free; None when there is none."""

    def decide(_: int) -> list[Act] | None:
        known = situation_of(place.email, event_id, year, now=now)
        ends_at = known.event.ends_at
        if not known.has_seat_free or (ends_at is not None and ends_at < now):
            return None
        row = known.registration
        if row is None or status_of(row.status) is not Status.WAITLIST:
            _forget(PlaceInLine, place.key_of())
            return []
        if known.full_choice(row.choices) is not None:
            return []
        values: dict[str, Any] = {"waitingSince": None, "updatedAt": now}
        if known.price:
            offer = {"holdUntil": now + OFFER_FOR}
            values |= {"registrationStatus": Status.INCOMPLETE, **offer}
        else:
            values |= {"registrationStatus": Status.REGISTERED}
        return [_write(row, values, RegistrationAct.PROMOTE, actor=THE_LINE, now=now)]

    return retry_on_conflict(decide)


def _release(hold: Hold, event: Event, *, now: int) -> list[Act]:
    def decide(_: int) -> list[Act]:
        row = Registration.find(hold.email, event.event_key, consistent=True)
        if row is None or int(row.hold_until or now + 1) > now:
            _forget(Hold, hold.key_of())
            return []
        values = {"holdUntil": None, "checkoutLink": None, "updatedAt": now}
        return [_write(row, values, RegistrationAct.EXPIRE, actor=THE_CLOCK, now=now)]

    return retry_on_conflict(decide)


def _write(
    row: Registration,
    values: dict[str, Any],
    kind: RegistrationAct,
    *,
    actor: str,
    now: int,
) -> Act:
    return write_registration(
        RowChange.edited(REGISTRATION, row, values),
        kind,
        actor=actor,
        now=now,
        undoable=kind is RegistrationAct.PROMOTE,
    )


def _forget(model: type[Hold] | type[PlaceInLine], key: Key) -> None:
    with write_transaction() as writes:
        writes.forget(model, key)
