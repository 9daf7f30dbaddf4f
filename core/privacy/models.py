"""What people ask about what is held of them, in ``biztechPlans``.

A **request**: ``plan`` = ``privacy``, ``sk`` = what is wanted and the address, so that
asking twice is asking once. Expires 60 days after it was answered, or a year after it
was made. Questions: all requests; one person's.
"""

from enum import StrEnum
from typing import ClassVar, Self

from pynamodb.attributes import UnicodeAttribute

from core.clock import DAY
from core.dynamo.attributes import Expiry, Text, Whole
from core.dynamo.base import Binding, Entity, Key

ASKED_KEPT_FOR = 365 * DAY
ANSWERED_KEPT_FOR = 60 * DAY
# For how long, and how often, a person may download what an exec handed over.
DOWNLOAD_FOR = 7 * DAY
MOST_DOWNLOADS = 5


class Wish(StrEnum):
    """What somebody may ask for."""

    EXPORT = "export"
    ERASE = "erase"


class PrivacyRequest(Entity):
    """That somebody asks for what is held of them, or to be erased."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at = Whole(null=True)
    answered_at = Whole(attr_name="answeredAt", null=True)
    answered_by = Text(attr_name="answeredBy", null=True)
    download_until = Whole(attr_name="downloadUntil", null=True)
    downloads = Whole(null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)

    PARTITION: ClassVar[str] = "privacy"

    @classmethod
    def key(cls, wish: Wish, email: str) -> Key:
        """Return the key of a person's request."""
        return cls.PARTITION, f"{wish}#{email}"

    @classmethod
    def of_person(cls, email: str) -> list[Self]:
        """Return what a person asks for, as it is now; one call."""
        found = cls.find_many(cls.key(wish, email) for wish in Wish)
        return list(found.values())

    @property
    def wish(self) -> Wish:
        """What is wanted."""
        return Wish(self.sk.partition("#")[0])

    @property
    def email(self) -> str:
        """Who asks."""
        return str(self.sk.partition("#")[2])

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return not self.answered_at

    def may_download(self, *, now: int) -> bool:
        """Tell whether the person who asked may download what they asked for."""
        in_time = int(self.download_until or 0) > now
        return in_time and int(self.downloads or 0) < MOST_DOWNLOADS
