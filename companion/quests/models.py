"""What is stored of people's quests; which quests there are is in the event's row.

* ``biztechQuests``: key ``id`` and ``eventID#year``; index ``event-query`` by
  ``eventID#year``. ``id`` is an e-mail address; rows of other services may have a
  profile's id there. Questions: what is stored of somebody at an event; of everybody.

Progress is not stored: it follows from whom people met (``companion.quests.queries``).
"""

from collections.abc import Collection
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import AsStored, TextSet
from core.dynamo.base import Binding, Entity, Key


class EventIndex(GlobalSecondaryIndex[Any]):
    """What is stored of people, by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID#year")


class StoredQuests(Entity):
    """What is stored of somebody's quests at an event."""

    class Meta(Binding):
        base_name = "biztechQuests"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID#year")
    # What other services noted: progress by the quest's id.
    quests = AsStored(null=True)
    # The same of whom the person's client told, as ids in small letters.
    connected = AsStored(attr_name="connectedProfiles", null=True)
    # Ours: whom the person's client told of, and who of them had been recommended.
    told = TextSet(attr_name="toldProfiles", null=True)
    recommended = TextSet(attr_name="recommendedProfiles", null=True)
    by_event = EventIndex()

    @staticmethod
    def key(who: str, event_id: str, year: int) -> Key:
        """Return the key of an address's, or of a profile id's, row."""
        return who, StoredQuests.event_named(event_id, year)

    @staticmethod
    def event_named(event_id: str, year: int) -> str:
        """Return how this table names an event of a year."""
        return f"{event_id}#{year}"

    @property
    def recorded(self) -> dict[str, Any]:
        """What other services noted, by the quest's id."""
        return self.quests if isinstance(self.quests, dict) else {}

    @property
    def connected_ids(self) -> list[Any]:
        """Whom other services were told of."""
        return self.connected if isinstance(self.connected, list) else []

    def names(self, profile_ids: Collection[str]) -> bool:
        """Tell whether one of these people is among those met."""
        small = {profile_id.lower() for profile_id in profile_ids}
        listed = small.intersection(filter(_is_text, self.connected_ids))
        told = {*(self.told or ()), *(self.recommended or ())}
        return bool(listed or told.intersection(profile_ids))


def _is_text(value: object) -> bool:
    return isinstance(value, str)
