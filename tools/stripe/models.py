"""``biztechLocalStripe``: what the local stand-in for Stripe remembers. Ours.

Key: ``kind`` (Stripe's name of the object, as ``checkout.session``) and ``id``. The
object itself is JSON text in ``body``, because Stripe tells null from absent.

Questions it answers: one object (get); the newest of a kind (index ``newest``, by time
of creation); everything that belongs to a Checkout Session (index ``session-query``).
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity, Key
from core.dynamo.registry import EntityTable
from core.dynamo.registry.entries import solely


class NewestObjects(GlobalSecondaryIndex[Any]):
    """Objects of one kind by time of creation."""

    class Meta:
        index_name = "newest"
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)
    order = UnicodeAttribute(range_key=True)


class ObjectsOfSession(GlobalSecondaryIndex[Any]):
    """What belongs to a Checkout Session, by time of creation."""

    class Meta:
        index_name = "session-query"
        projection = AllProjection()

    session = UnicodeAttribute(hash_key=True)
    order = UnicodeAttribute(range_key=True)


class LocalStripeObject(Entity):
    """One object of Stripe's, as the stand-in keeps it."""

    class Meta(Binding):
        base_name = "biztechLocalStripe"

    kind = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    order = Text(null=True)
    session = Text(null=True)
    body = Text(null=True)
    # Counts edits; two writers of one object meet on it.
    revision = Whole(null=True)
    newest = NewestObjects()
    of_session = ObjectsOfSession()

    @staticmethod
    def key(kind: str, object_id: str) -> Key:
        """Return the key of an object."""
        return kind, object_id


TABLE = EntityTable(
    name=LocalStripeObject.base_name(),
    purpose="What the local stand-in for Stripe remembers",
    owner="payments",
    local=True,
    uses=solely("payments", "Never on AWS"),
)
