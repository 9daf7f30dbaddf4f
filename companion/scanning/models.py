"""Scans of codes.

``biztechQRScans``: key ``id`` = whose points it gave, an e-mail or a team's id, and
``scan``: event and code, so that a row is made once for each of them; a scan of a code
without a limit has an id of its own behind. Marks are rows without points: ``scan``
that begins with ``PARTNER#`` says that somebody scanned a partner of an event; other
ones under an e-mail say that they scanned a code for a team. Indexes: ``person-query``
by ``userID``; ``event-query`` by ``eventID;year``, then ``timestamp``. Questions:
whether a code was scanned; what somebody scanned; what was scanned at an event.
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity, Key

_SEPARATOR = "#"


class ScannerIndex(GlobalSecondaryIndex[Any]):
    """Scans by who held the phone."""

    class Meta:
        index_name = "person-query"
        projection = AllProjection()

    person = UnicodeAttribute(hash_key=True, attr_name="userID")


class ScansOfEventIndex(GlobalSecondaryIndex[Any]):
    """Scans of an event, by time."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    at = UnicodeAttribute(range_key=True, attr_name="timestamp")


class Scan(Entity):
    """That somebody scanned a code, and the points that it gave."""

    class Meta(Binding):
        base_name = "biztechQRScans"

    holder = UnicodeAttribute(hash_key=True, attr_name="id")
    what = UnicodeAttribute(range_key=True, attr_name="scan")
    person = Text(attr_name="userID", null=True)
    code = Text(attr_name="qrCodeID", null=True)
    event = Text(attr_name="eventID;year", null=True)
    team = Text(attr_name="teamID", null=True)
    points = Whole(null=True)
    # Milliseconds, as a text.
    at = Text(attr_name="timestamp", null=True)
    by_person = ScannerIndex()
    by_event = ScansOfEventIndex()

    @staticmethod
    def key(holder: str, event: str, code: str, *more: str) -> Key:
        """Return the key of a scan; ``more`` tells those of one code apart."""
        return holder, _SEPARATOR.join((event, code, *more))

    @staticmethod
    def partner_key(person: str, event: str) -> Key:
        """Return the key of the row that says that somebody scanned a partner."""
        return person, f"PARTNER{_SEPARATOR}{event}"

    @property
    def is_mark(self) -> bool:
        """Whether it says no more than who scanned, and gives no points."""
        return self.points is None

    @property
    def is_only_one(self) -> bool:
        """Whether its code gives points to its holder no second time."""
        return self.key_of() == Scan.key(
            str(self.holder), str(self.event), str(self.code)
        )
