"""Whom a person met, and what the live wall shows of it.

* **Connections** (``biztechProfiles``): one row on each side. Keys: see
  ``profiles.models``; index ``wall-query`` (ours) by ``wallEvent``. Questions: the
  connections of a profile; one connection; who met at an event.
* **The wall's log** (``bizLiveConnections``): key ``eventId`` and ``sk`` =
  ``ts#<ms>#<hex>``, which sorts by time and is the entry's sequence. Question: the
  entries of an event from a moment on (query by key; the index ``recent`` is read by
  other services). Expires by ``expiresAt`` after 14 days; older rows have none.
* **Screens** (``bizWallSockets``): key ``connectionId``, index ``byEvent``. Question:
  who watches an event. Expire by ``expiresAt``.
* **The wall's controls** (``biztechWall``, ours): key ``id`` = an event's wall, or
  ``current`` for which event is on. Question: one row by its key.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection

from core.clock import DAY
from core.dynamo.attributes import AsStored, Expiry, Text, TextSet, Whole
from core.dynamo.base import Binding, Entity, Key
from core.dynamo.wire import to_item
from profiles.models import CONNECTIONS, partition, profile_id_of

# How long the wall's log is kept, in ms; readers filter on it as well.
WALL_KEPT_FOR = 14 * DAY
_STAMP = "ts#"


class WallIndex(GlobalSecondaryIndex[Any]):
    """Connections by the event at which people met, for whom counts them."""

    class Meta:
        index_name = "wall-query"
        projection = IncludeProjection(["company", "createdAt"])

    wall_event = UnicodeAttribute(hash_key=True, attr_name="wallEvent")
    composite_id = UnicodeAttribute(range_key=True, attr_name="compositeID")


class Connection(Entity):
    """One side of a meeting: ``owner`` met ``other``."""

    class Meta(Binding):
        base_name = "biztechProfiles"

    composite_id = UnicodeAttribute(hash_key=True, attr_name="compositeID")
    type = UnicodeAttribute(range_key=True)
    connection_id = Text(attr_name="connectionID", null=True)
    connection_type = Text(attr_name="connectionType", null=True)
    connection_name = Text(attr_name="connectionName", null=True)
    fname = Text(null=True)
    lname = Text(null=True)
    major = Text(null=True)
    year = AsStored(null=True)
    company = Text(null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    # Ours: the entry of the wall's log that was written with it.
    wall_event = Text(attr_name="wallEvent", null=True)
    wall_sequence = Text(attr_name="wallSequence", null=True)
    by_wall = WallIndex()

    @staticmethod
    def key(owner_id: str, other_id: str) -> Key:
        """Return the key of the row on the owner's side."""
        return partition(owner_id), f"{CONNECTIONS}{other_id}"

    @property
    def owner_id(self) -> str:
        """The profile id of the person whose row this is."""
        return profile_id_of(self.composite_id)

    @property
    def other_id(self) -> str:
        """The profile id of the person met."""
        return self.type.removeprefix(CONNECTIONS)

    @property
    def wall_key(self) -> Key | None:
        """The key of the entry in the wall's log; older rows know none."""
        if not (self.wall_event and self.wall_sequence):
            return None
        return str(self.wall_event), str(self.wall_sequence)

    def renamed(self, ids: Mapping[str, str]) -> "Connection":
        """Return the same side under the ids that its people have now.

        Exactly this row where nobody has another.
        """
        owner_id = ids.get(self.owner_id, self.owner_id)
        other_id = ids.get(self.other_id, self.other_id)
        if (owner_id, other_id) == (self.owner_id, self.other_id):
            return self
        hash_key, range_key = self.key(owner_id, other_id)
        named = {"compositeID": hash_key, "type": range_key, "connectionID": other_id}
        return Connection.of_item({**self.wire, **to_item(named)})


class RecentIndex(GlobalSecondaryIndex[Any]):
    """An event's log by time; other services read it."""

    class Meta:
        index_name = "recent"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventId")
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class LiveConnection(Entity):
    """One connection in the log of an event's wall; ``from`` met ``to``."""

    class Meta(Binding):
        base_name = "bizLiveConnections"

    event = UnicodeAttribute(hash_key=True, attr_name="eventId")
    sk = UnicodeAttribute(range_key=True)
    created_at = Whole(attr_name="createdAt", null=True)
    # {"id", "name", "avatar", "major", "year"} as they were when they met.
    one = AsStored(attr_name="from", null=True)
    other = AsStored(attr_name="to", null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)
    recent = RecentIndex()

    @staticmethod
    def new_sequence(at: int) -> str:
        """Return a fresh sort key for that moment; keys sort by time."""
        return f"{LiveConnection.from_moment(at)}#{secrets.token_hex(8)}"

    @staticmethod
    def from_moment(at: int) -> str:
        """Return what every key from that moment on is not less than."""
        return f"{_STAMP}{max(at, 0):013d}"

    @staticmethod
    def moment_of(sequence: str) -> int:
        """Return the moment in a sort key, 0 for what is none."""
        stamp = sequence.removeprefix(_STAMP).partition("#")[0]
        return int(stamp) if stamp.isdecimal() else 0

    @property
    def sequence(self) -> str:
        """The entry's place in the log."""
        return str(self.sk)


class ScreensIndex(GlobalSecondaryIndex[Any]):
    """Screens by the event that they show."""

    class Meta:
        index_name = "byEvent"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventId")


class WallSocket(Entity):
    """A viewer of the wall that is connected now."""

    class Meta(Binding):
        base_name = "bizWallSockets"

    connection_id = UnicodeAttribute(hash_key=True, attr_name="connectionId")
    event = Text(attr_name="eventId", null=True)
    connected_at = Whole(attr_name="connectedAt", null=True)
    # What kind of screen it says it is, such as "kiosk" or "page".
    screen = Text(null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)
    by_event = ScreensIndex()

    @staticmethod
    def key(connection_id: str) -> Key:
        """Return the key of a viewer."""
        return connection_id, None


class WallControl(Entity):
    """How an event's wall is run: what is hidden, paused, said; or which one is on."""

    class Meta(Binding):
        base_name = "biztechWall"

    CURRENT = "current"

    id = UnicodeAttribute(hash_key=True)
    # Of the row ``current``: the event that taps are logged for.
    event = Text(attr_name="eventId", null=True)
    # Grows with every change; a viewer that holds another one needs a new snapshot.
    epoch = Whole(null=True)
    hidden = TextSet(null=True)
    # What screens show beside who met whom, by its code.
    additions = TextSet(null=True)
    # Entries up to this moment are shown no more.
    cleared_at = Whole(attr_name="clearedAt", null=True)
    # Entries after this moment wait until the wall goes on.
    paused_at = Whole(attr_name="pausedAt", null=True)
    message = Text(null=True)
    # A time lapse that screens play: since when, and how long it takes, in ms.
    replay_at = Whole(attr_name="replayAt", null=True)
    replay_ms = Whole(attr_name="replayMs", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)

    @staticmethod
    def key(event: str) -> Key:
        """Return the key of an event's controls, or of ``CURRENT``."""
        return event, None
