"""``biztechUsers``: who has an account.

Key: ``id`` = the e-mail address in its one spelling. No index. Questions it answers:
one user by e-mail; all users (a scan, for exec lists and commands).
Shared with other services: attributes that are not declared here survive every write.
"""

from pynamodb.attributes import UnicodeAttribute

from core.dynamo.attributes import AsStored, Flag, Text, TextSet, Whole
from core.dynamo.base import Binding, Entity, Key

# Clients send whole rows back: an edit leaves these as they are, whatever is sent.
LEFT_ALONE = frozenset(
    {
        "id",
        "email",
        "createdAt",
        "updatedAt",
        "eventID;year",
        "favedEventsID",
        "favedEventsID;year",
    }
)


class User(Entity):
    """An account; ``admin`` is a fact to show, never an authority."""

    class Meta(Binding):
        base_name = "biztechUsers"

    id = UnicodeAttribute(hash_key=True)
    fname = Text(null=True)
    lname = Text(null=True)
    education = Text(null=True)
    student_id = AsStored(attr_name="studentId", null=True)
    faculty = Text(null=True)
    major = Text(null=True)
    year = AsStored(null=True)
    gender = Text(null=True)
    # The same as gender, in rows of other services.
    pronouns = Text(null=True)
    diet = Text(null=True)
    is_member = Flag(attr_name="isMember", null=True)
    admin = Flag(null=True)
    favourites = TextSet(attr_name="favedEventsID", null=True)
    # Older rows have only these: event id and year, "blueprint;2026".
    favourite_years = TextSet(attr_name="favedEventsID;year", null=True)
    # Ours: the profile that a revoked member kept, hidden; a new grant takes it back.
    kept_profile_id = Text(attr_name="keptProfileID", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)

    @staticmethod
    def key(email: str) -> Key:
        """Return the key of the user with that address."""
        return email, None

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(part for part in (self.fname, self.lname) if part)
