"""Connection rows of ``biztechProfiles``: whom a person met, one row on each side.

Key design and index: see ``profiles.models``. Questions: the connections of a profile
(query by partition, ``type`` begins with the connection prefix); one connection.
"""

from pynamodb.attributes import UnicodeAttribute

from biztech.dynamo.attributes import AsStored, Text, Whole
from biztech.dynamo.base import Binding, Entity, Key
from profiles.models import CONNECTIONS, partition, profile_id_of


class Connection(Entity):
    """One side of a meeting: ``owner`` met ``other``."""

    class Meta(Binding):
        """The table's name."""

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
    created_at = Whole(attr_name="createdAt", null=True)

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
