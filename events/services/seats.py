"""Seats follow registrations: counted in the transaction that changes a row.

Whatever changes a registration or an event, an undo included, passes here, so the
counts, the holds and the line are always what the rows say. A registration that takes
a seat does so on the condition that one is free, unless an exec says otherwise.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from core.audit.changes import RowChange
from core.audit.models import Act
from core.clock import HOUR, MINUTE
from core.dynamo.attributes import Whole
from core.dynamo.base import Key
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item
from events.errors import EventHasRegistrations
from events.mails import enqueue_for
from events.models import Event, Hold, PlaceInLine, Registration, Seats
from events.questions import choice_limits
from events.statuses import takes_seat
from memberships.acts import MembershipAct

Changes = Sequence[RowChange]
Places = dict[Key, type[Hold] | type[PlaceInLine]]

REGISTRATION = "registration"

# To open a checkout, and as long as that lives: half an hour each and a little more.
HOLD_FOR = 66 * MINUTE
# For whom the line has reached.
OFFER_FOR = 24 * HOUR

# What an act notes that may take more seats than there are.
OVER_CAPACITY = "overCapacity"

# Of events that do not say how many people there is room for.
UNLIMITED = 1_000_000


def capacity_of(event: Event) -> int:
    """Return how many people there is room for."""
    room = event.room
    return UNLIMITED if room is None else room


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Count what an act does to seats, and mail it, in its own transaction."""
    if not any(change.model in (Registration, Event) for change in changes):
        return
    notes = json.loads(act.notes or "{}")
    count_seats(writes, changes, over_capacity=bool(notes.get(OVER_CAPACITY)))
    if MembershipAct.MERGE in (act.act, notes.get("undid")):
        # Where somebody stands has not changed by another address.
        return
    for change in changes:
        after = _registration(change.after) if change.model is Registration else None
        if after is not None:
            before = _registration(change.before)
            enqueue_for(writes, before, after, act_id=act.act_id, now=int(act.at))


def count_seats(
    writes: Writes, changes: Changes, *, over_capacity: bool = False
) -> None:
    """Count what changes of registrations and events do to seats.

    ``Stale`` where a seat is taken and none is free any more.
    """
    tallies: dict[str, _Tally] = {}
    for change in changes:
        if change.model is Registration:
            tally = tallies.setdefault(str(change.key[1]), _Tally())
            tally.add(_registration(change.before), sign=-1)
            tally.add(_registration(change.after), sign=1)
            _keep_places(writes, change)
        elif change.model is Event:
            _follow_event(writes, change)
    for event, tally in tallies.items():
        tally.write(writes, event, over_capacity=over_capacity)


def obstacles(_: Act, changes: Changes) -> Iterator[str]:
    """Yield what seats have against undoing an act, a sentence each."""
    wanted: dict[str, _Tally] = {}
    for change in changes:
        if change.model is Registration:
            tally = wanted.setdefault(str(change.key[1]), _Tally())
            tally.add(_registration(change.after), sign=-1)
            tally.add(_registration(change.before), sign=1)
        elif change.model is Event and change.kind == "created":
            event = Event.of_item(change.after or {}).event_key
            seats = Seats.find(*Seats.key(event), consistent=True)
            if seats and seats.registrations:
                yield "Somebody has registered for the event since; archive it instead."
    for event, tally in wanted.items():
        if tally.taken > 0 and _is_full(event, tally.taken):
            yield "The event is full since."


@dataclass
class _Tally:
    """By how much the counts of one event change."""

    taken: int = 0
    waiting: int = 0
    registrations: int = 0
    choices: Counter[str] = field(default_factory=Counter)

    def add(self, row: Registration | None, *, sign: int) -> None:
        """Count a row as it becomes, or, with -1, as it was."""
        if row is None:
            return
        self.registrations += sign
        self.waiting += sign * bool(row.waiting_since)
        if takes_seat(row):
            self.taken += sign
            for choice in row.choices:
                self.choices[choice] += sign

    def write(self, writes: Writes, event: str, *, over_capacity: bool) -> None:
        """Add the change of the counts, if there is one, to a transaction."""
        choices = {choice: count for choice, count in self.choices.items() if count}
        if not (self.taken or self.waiting or self.registrations or choices):
            return
        actions: list[Action] = [
            Seats.revision.add(1),
            Seats.taken.add(self.taken),
            Seats.free.add(-self.taken),
            Seats.waiting.add(self.waiting),
            Seats.registrations.add(self.registrations),
        ]
        enough = _enough(Seats.free, self.taken)
        for choice, count in choices.items():
            actions += [
                Seats.taken_of(choice).add(count),
                Seats.free_of(choice).add(-count),
            ]
            enough += _enough(Seats.free_of(choice), count)
        condition = None
        if enough and not over_capacity:
            # Counts that were never made from the rows refuse nobody.
            condition = Seats.counted_at.does_not_exist() | reduce(and_, enough)
        writes.count(
            Seats, Seats.key(event), actions, condition=condition, otherwise=Stale()
        )


def _enough(free: Path | Whole, wanted: int) -> list[Condition]:
    return [free >= wanted] if wanted > 0 else []


def _registration(item: Item | None) -> Registration | None:
    return None if item is None else Registration.of_item(item)


def places_of(row: Registration | None) -> Places:
    """Return the hold and the place in line that a registration says it has."""
    places: Places = {}
    if row is not None and row.hold_until:
        places[Hold.key(row.event, int(row.hold_until), row.id)] = Hold
    if row is not None and row.waiting_since:
        since = int(row.waiting_since)
        places[PlaceInLine.key(row.event, since, row.id)] = PlaceInLine
    return places


def _keep_places(writes: Writes, change: RowChange) -> None:
    before = places_of(_registration(change.before))
    after = places_of(_registration(change.after))
    for key, model in before.items():
        if key not in after:
            writes.forget(model, key)
    for key, model in after.items():
        if key not in before:
            writes.put(model.at(key))


def _follow_event(writes: Writes, change: RowChange) -> None:
    if change.after is None:
        _forget_seats(writes, Event.of_item(change.before or {}))
        return
    event = Event.of_item(change.after)
    if change.before is None:
        # Counted when somebody registers first: an older service may have rows of it.
        return
    former = Event.of_item(change.before)
    actions: list[Action] = [Seats.revision.add(1)]
    if gained := capacity_of(event) - capacity_of(former):
        actions.append(Seats.free.add(gained))
    if choice_limits(event.questions) != choice_limits(former.questions):
        actions.append(Seats.counted_at.remove())
    if len(actions) > 1:
        writes.count(Seats, Seats.key(event.event_key), actions, otherwise=Stale())


def _forget_seats(writes: Writes, event: Event) -> None:
    nobody = Seats.registrations.does_not_exist() | (Seats.registrations == 0)
    writes.forget(
        Seats,
        Seats.key(event.event_key),
        condition=nobody,
        otherwise=EventHasRegistrations(),
    )


def _is_full(event: str, wanted: int) -> bool:
    seats = Seats.find(*Seats.key(event), consistent=True)
    return bool(seats and seats.counted_at and int(seats.free or 0) < wanted)
