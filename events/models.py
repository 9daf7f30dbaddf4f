"""``biztechEvents``, ``biztechRegistrations``: what the others need to know of events.

Events: key ``id`` and ``year`` (a number), no index that is queried. Questions: one
event; all years of an event id. Registrations: key ``id`` = e-mail and
``eventID;year``; index ``event-query`` by ``eventID;year``, then ``id``. Questions: a
person's registration; everyone registered for an event. Their own endpoints, and with
them their writes, are other services' part.
"""

import re
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.clock import moment_in
from core.dynamo.attributes import AsStored, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key

_SEPARATOR = ";"
_EVENT_KEY = re.compile(rf"[^{_SEPARATOR}]+{_SEPARATOR}[0-9]{{4}}")


def event_key(event_id: str, year: int | str) -> str:
    """Return the one text that names an event of a year, "blueprint;2026"."""
    return f"{event_id}{_SEPARATOR}{year}"


def event_id_of(key: str) -> str:
    """Return the event id in such a text."""
    return key.partition(_SEPARATOR)[0]


def event_of(key: str) -> tuple[str, int]:
    """Return the event id and the year in such a text."""
    event_id, _, year = key.rpartition(_SEPARATOR)
    return event_id, int(year)


def is_event_key(text: str) -> bool:
    """Tell whether a text names an event of a year."""
    return bool(_EVENT_KEY.fullmatch(text))


class Event(Entity):
    """An event of one year."""

    class Meta(Binding):
        """The table's name."""

        base_name = "biztechEvents"

    id = UnicodeAttribute(hash_key=True)
    year = NumberAttribute(range_key=True)
    name = Text(attr_name="ename", null=True)
    start_date = Text(attr_name="startDate", null=True)
    end_date = Text(attr_name="endDate", null=True)
    pricing = AsStored(null=True)
    is_published = Flag(attr_name="isPublished", null=True)

    @property
    def starts_at(self) -> int | None:
        """When it begins, in ms; None when the row does not say."""
        return moment_in(self.start_date)

    @property
    def ends_at(self) -> int | None:
        """When it ends, in ms; None when the row does not say."""
        return moment_in(self.end_date)


class EventIndex(GlobalSecondaryIndex[Any]):
    """Registrations by event."""

    class Meta:
        """How the index is called in DynamoDB."""

        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    id = UnicodeAttribute(range_key=True)


class Registration(Entity):
    """One person's registration for an event."""

    class Meta(Binding):
        """The table's name."""

        base_name = "biztechRegistrations"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    status = Text(attr_name="registrationStatus", null=True)
    checkout_link = Text(attr_name="checkoutLink", null=True)
    fname = Text(null=True)
    basic_information = AsStored(attr_name="basicInformation", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    by_event = EventIndex()

    @staticmethod
    def key(email: str, event_id: str, year: int) -> Key:
        """Return the key of a person's registration for an event."""
        return email, event_key(event_id, year)
