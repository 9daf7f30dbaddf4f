"""``biztechProfiles``: how people show themselves, and whom they met.

One partition holds a profile and its connections:

* ``compositeID`` = ``PROFILE#<profileID>``, ``type`` = ``PROFILE``: the profile.
* the same ``compositeID``, ``type`` = ``CONNECTION#<other profileID>``: a connection
  (written by interactions, mirrored in the other person's partition).

Index ``type-query`` (ours; by ``type``, then ``compositeID``) lists all profiles
without reading their connections. Questions: one profile; a profile with its
connections; all profiles.

``biztechQRs``: key ``id`` and ``eventID;year``; index ``event-query`` (ours) by
``eventID;year``, then ``id``. Questions: one code; those of an event; all codes (a
scan, for execs).
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection

from core.dynamo.attributes import AsStored, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key

PROFILE = "PROFILE"
_OWNER = "PROFILE#"
CONNECTIONS = "CONNECTION#"


def partition(profile_id: str) -> str:
    """Return the partition of a profile and its connections."""
    return f"{_OWNER}{profile_id}"


def profile_id_of(composite_id: str) -> str:
    """Return the profile id that a partition belongs to."""
    return composite_id.removeprefix(_OWNER)


class TypeIndex(GlobalSecondaryIndex[Any]):
    """Rows by type: all profiles, without their connections."""

    class Meta:
        index_name = "type-query"
        projection = IncludeProjection(
            ["profileID", "profileType", "fname", "lname", "hiddenAt", "createdAt"]
        )

    type = UnicodeAttribute(hash_key=True)
    composite_id = UnicodeAttribute(range_key=True, attr_name="compositeID")


class Profile(Entity):
    """A person's (or partner's, or company's) profile."""

    class Meta(Binding):
        base_name = "biztechProfiles"

    composite_id = UnicodeAttribute(hash_key=True, attr_name="compositeID")
    type = UnicodeAttribute(range_key=True)
    profile_type = Text(attr_name="profileType", null=True)
    fname = Text(null=True)
    lname = Text(null=True)
    pronouns = Text(null=True)
    major = Text(null=True)
    year = AsStored(null=True)
    viewable_map = AsStored(attr_name="viewableMap", null=True)
    profile_picture_url = Text(attr_name="profilePictureURL", null=True)
    # Of partners: who they are, for which event, for whom they work.
    email = Text(null=True)
    event = Text(attr_name="eventID;year", null=True)
    company = Text(null=True)
    role = Text(null=True)
    company_profile_id = Text(attr_name="companyProfileID", null=True)
    # Of companies: their partners' profiles.
    delegate_profile_ids = AsStored(attr_name="delegateProfileIDs", null=True)
    # Ours: since when a kept profile of a revoked member is hidden from everyone.
    hidden_at = Whole(attr_name="hiddenAt", null=True)
    # Ours: what is left of the profile of a lost card, and the profile that it became.
    replaced_at = Whole(attr_name="replacedAt", null=True)
    replaced_by = Text(attr_name="replacedBy", null=True)
    # Ours: it was one of two profiles of one person, and its card leads on.
    leads_on = Flag(attr_name="leadsOn", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    by_type = TypeIndex()

    @staticmethod
    def key(profile_id: str) -> Key:
        """Return the key of the profile with that id."""
        return partition(profile_id), PROFILE

    @property
    def profile_id(self) -> str:
        """The human-readable id; older rows hold it in their key only."""
        return profile_id_of(self.composite_id)

    @property
    def leads_to(self) -> str:
        """The profile to which a card of this one leads still; empty for lost ones."""
        return str(self.replaced_by or "") if self.leads_on else ""

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(part for part in (self.fname, self.lname) if part)

    @property
    def delegates(self) -> list[str]:
        """The ids of a company's partners, in the order in which they were linked."""
        ids = self.delegate_profile_ids
        return [i for i in ids if isinstance(i, str)] if isinstance(ids, list) else []


class CodesOfEventIndex(GlobalSecondaryIndex[Any]):
    """Codes by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    id = UnicodeAttribute(range_key=True)


class QR(Entity):
    """A code of one event that can be scanned."""

    class Meta(Binding):
        base_name = "biztechQRs"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    type = Text(null=True)
    points = AsStored(null=True)
    is_active = Flag(attr_name="isActive", null=True)
    is_unlimited_scans = Flag(attr_name="isUnlimitedScans", null=True)
    data = AsStored(null=True)
    by_event = CodesOfEventIndex()

    @staticmethod
    def key(qr_id: str, event_id: str, year: int) -> Key:
        """Return the key of a code of an event."""
        return qr_id, f"{event_id};{year}"
