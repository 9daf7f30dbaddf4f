"""The seats that registrations take.

* ``biztechEventSeats``, ours: one partition for each event, ``eventID;year``:
  ``sk`` = ``seats`` counts what is taken; ``hold#<until>#<e-mail>`` is a seat that is
  kept for somebody until then; ``wait#<since>#<e-mail>`` somebody's place in line.
  Questions: the counts; which holds have run out; who waits longest.
"""

from collections.abc import Iterator
from typing import Any, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.operand import Path

from core.dynamo.attributes import Whole
from core.dynamo.base import Binding, Entity, Key, attribute
from core.dynamo.wire import Item

_SEATS = "seats"
_HOLD = "hold#"
_WAIT = "wait#"
_FREE = "free:"
_TAKEN = "taken:"


class Seats(Entity):
    """How many seats of an event are taken and free, in all and of limited choices.

    Counters of a choice are attributes of their own, so that one update counts all that
    one registration takes. ``free`` is below zero where an exec went over capacity.
    """

    class Meta(Binding):
        base_name = "biztechEventSeats"

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    sk = UnicodeAttribute(range_key=True)
    # When the counts were made from the rows; a row without only adds up changes.
    counted_at = Whole(attr_name="countedAt", null=True)
    taken = Whole(null=True)
    free = Whole(null=True)
    waiting = Whole(null=True)
    # Registrations in whatever status.
    registrations = Whole(null=True)
    # Counts the changes; who counts anew and who changes meet on it.
    revision = Whole(null=True)

    @staticmethod
    def key(event: str) -> Key:
        """Return the key of the counts of an event, named as ``event_key`` does."""
        return event, _SEATS

    @staticmethod
    def free_of(choice: str) -> Path:
        """Return the attribute that says how often a choice can still be made."""
        return attribute(f"{_FREE}{choice}")

    @staticmethod
    def taken_of(choice: str) -> Path:
        """Return the attribute that says how often a choice was made."""
        return attribute(f"{_TAKEN}{choice}")

    @property
    def free_choices(self) -> dict[str, int]:
        """How often each limited choice can still be made."""
        return dict(_counts(self.wire, _FREE))

    @property
    def taken_choices(self) -> dict[str, int]:
        """How often each limited choice was made."""
        return dict(_counts(self.wire, _TAKEN))

    @classmethod
    def counted(
        cls,
        event: str,
        counts: dict[str, int],
        choices: dict[str, tuple[int, int]],
    ) -> Self:
        """Return the row for counts, and for what is taken and free of each choice."""
        partition, sk = cls.key(event)
        values: dict[str, Any] = {cls.event.attr_name: partition, "sk": sk, **counts}
        for choice, (taken, free) in choices.items():
            values |= {f"{_TAKEN}{choice}": taken, f"{_FREE}{choice}": free}
        return cls.of(values)


class Hold(Entity):
    """A seat that is kept for somebody until a moment."""

    class Meta(Binding):
        base_name = "biztechEventSeats"

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key(event: str, until: int, email: str) -> Key:
        """Return the key of a hold; holds sort by when they end."""
        return event, f"{_HOLD}{until:013d}#{email}"

    @classmethod
    def at(cls, key: Key) -> Self:
        """Return the row of a key."""
        event, sk = key
        return cls.of({cls.event.attr_name: event, "sk": sk})

    @classmethod
    def of_event(cls, event: str) -> Iterator[Self]:
        """Return the holds of an event, those that end first before others."""
        held = cls.sk.startswith(_HOLD)
        return iter(cls.query(event, held, consistent_read=True))

    @classmethod
    def run_out(cls, event: str, *, now: int) -> Iterator[Self]:
        """Return the holds of an event that have ended, the oldest first."""
        until = cls.sk.between(_HOLD, f"{_HOLD}{now:013d}~")
        return iter(cls.query(event, until, consistent_read=True))

    @classmethod
    def of_person(cls, email: str) -> Iterator[Self]:
        """Return the seats that are kept for somebody, of all events; a scan."""
        mine = cls.sk.startswith(_HOLD) & cls.sk.contains(email)
        return (row for row in cls.scan(mine) if row.email == email)

    @property
    def email(self) -> str:
        """For whom the seat is kept."""
        return str(self.sk).split("#", 2)[2]


class PlaceInLine(Entity):
    """Somebody who waits for a seat."""

    class Meta(Binding):
        base_name = "biztechEventSeats"

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key(event: str, since: int, email: str) -> Key:
        """Return the key of a place; places sort by since when somebody waits."""
        return event, f"{_WAIT}{since:013d}#{email}"

    @classmethod
    def at(cls, key: Key) -> Self:
        """Return the row of a key."""
        event, sk = key
        return cls.of({cls.event.attr_name: event, "sk": sk})

    @classmethod
    def of_event(cls, event: str) -> Iterator[Self]:
        """Return the line of an event, who waits longest first."""
        waiting = cls.sk.startswith(_WAIT)
        return iter(cls.query(event, waiting, consistent_read=True))

    @classmethod
    def of_person(cls, email: str) -> Iterator[Self]:
        """Return somebody's places in line, of all events; a scan."""
        mine = cls.sk.startswith(_WAIT) & cls.sk.contains(email)
        return (row for row in cls.scan(mine) if row.email == email)

    @property
    def email(self) -> str:
        """Who waits."""
        return str(self.sk).split("#", 2)[2]


def _counts(item: Item, prefix: str) -> Iterator[tuple[str, int]]:
    for name, value in item.items():
        if name.startswith(prefix) and "N" in value:
            yield name.removeprefix(prefix), int(value["N"])
