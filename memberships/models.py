"""``biztechMembers<year>``: who is a member in a membership year.

Key: ``id`` = e-mail. Index ``profile-query`` on ``profileID`` answers "whose profile is
this?". Questions: one member by e-mail; the member of a profile; all members of a
year (a scan, for exec lists). The table's name follows the present membership year,
which the row ``club``, ``membership year`` of ``biztechPlans`` names.
"""

import hashlib
from typing import Any, ClassVar

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import AsStored, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key


class ProfileIndex(GlobalSecondaryIndex[Any]):
    """Members by profile id."""

    class Meta:
        index_name = "profile-query"
        projection = AllProjection()

    profile_id = UnicodeAttribute(hash_key=True, attr_name="profileID")


class Member(Entity):
    """The membership of one person in the current membership year."""

    class Meta(Binding):
        base_name = "biztechMembers"
        yearly = True

    id = UnicodeAttribute(hash_key=True)
    first_name = Text(attr_name="firstName", null=True)
    last_name = Text(attr_name="lastName", null=True)
    education = Text(null=True)
    pronouns = Text(null=True)
    student_number = Text(attr_name="studentNumber", null=True)
    faculty = Text(null=True)
    year = AsStored(null=True)
    major = Text(null=True)
    prev_member = Flag(attr_name="prevMember", null=True)
    international = Flag(null=True)
    topics = AsStored(null=True)
    heard_from = Text(attr_name="heardFrom", null=True)
    heard_from_specify = Text(attr_name="heardFromSpecify", null=True)
    diet = Text(null=True)
    university = Text(null=True)
    high_school = Text(attr_name="highSchool", null=True)
    admin = Flag(null=True)
    card_number = Text(attr_name="cardNumber", null=True)
    card_count = Whole(attr_name="cardCount", null=True)
    discord_id = Text(attr_name="discordId", null=True)
    profile_id = Text(attr_name="profileID", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    by_profile = ProfileIndex()

    @staticmethod
    def key(email: str) -> Key:
        """Return the key of the member with that address."""
        return email, None

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class DifferentPeople(Entity):
    """That two people who look alike are two; by a digest, which names neither."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    PARTITION: ClassVar[str] = "different people"

    @staticmethod
    def key(one: str, other: str) -> Key:
        """Return the key for two addresses, in whichever order."""
        pair = "\n".join(sorted((one, other))).encode()
        return DifferentPeople.PARTITION, hashlib.sha256(pair).hexdigest()


class DiscordAccount(Entity):
    """Whose a Discord account is: one member's, by the account's id."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    email = Text(null=True)
    # The act that gave it to them; of two at once, one is told to read again.
    act = Text(null=True)

    PARTITION: ClassVar[str] = "discord account"

    @staticmethod
    def key(account: str) -> Key:
        """Return the key of a Discord account."""
        return DiscordAccount.PARTITION, account


class YearSwitch(Entity):
    """Which membership year it is, since when, and until when it forgives."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    year = Whole(null=True)
    # The year before, whose members may still renew.
    before = Whole(null=True)
    # Who has not renewed by then is no member any more, in ms.
    grace_until = Whole(attr_name="graceUntil", null=True)

    KEY: ClassVar[Key] = ("club", "membership year")
