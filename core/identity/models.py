"""``biztechSessions``: who is signed in, and which links are spent.

Key: ``id``. Two kinds of item share the table, told apart by the beginning of the id:

* a **session**, ``session#`` and the SHA-256 of the cookie's value: a copy of the table
  opens nothing. Its content is signed, and bound to its own id.
* a **spent link**, ``link#`` and the SHA-256 of the link's secret.

Index ``person-query`` (by ``email``, then ``expiresAt``) holds the sessions in which
somebody has signed in. Questions: one session, by its cookie; the sessions of a person;
those of all execs (a scan, for execs). ``expiresAt`` is in seconds, for DynamoDB's own
expiry, and checked on every read because that comes late.
"""

import hashlib
from typing import Any, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Expiry, Text, Whole
from core.dynamo.base import Binding, Entity, Key
from core.email import EXEC_DOMAIN, is_exec_email
from core.identity.users import SessionUser

__all__ = ["Session", "SessionUser", "SpentLink"]

_SESSION = "session#"
_LINK = "link#"


class PersonIndex(GlobalSecondaryIndex[Any]):
    """Sessions by who signed in."""

    class Meta:
        index_name = "person-query"
        projection = AllProjection()

    email = UnicodeAttribute(hash_key=True)
    expires_at = NumberAttribute(range_key=True, attr_name="expiresAt")


class Session(Entity):
    """One browser's session; with an e-mail address once somebody has signed in."""

    class Meta(Binding):
        base_name = "biztechSessions"

    id = UnicodeAttribute(hash_key=True)
    content = Text(null=True)
    email = Text(null=True)
    agent = Text(null=True)
    started_at = Whole(attr_name="startedAt", null=True)
    seen_at = Whole(attr_name="seenAt", null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)
    by_person = PersonIndex()

    @staticmethod
    def key(cookie: str) -> Key:
        """Return the key of the session that a cookie's value opens."""
        return f"{_SESSION}{_hash(cookie)}", None

    @classmethod
    def living(cls, *, now: int) -> Condition:
        """Return the condition that the session is there and its time is not over."""
        return cls.expires_at > now // 1000

    @classmethod
    def of_person(cls, email: str, *, now: int) -> list[Self]:
        """Return a person's living sessions; one begun just now may be missed."""
        return list(cls.by_person.query(email, PersonIndex.expires_at > now // 1000))

    @classmethod
    def of_execs(cls, *, now: int) -> list[Self]:
        """Return the living sessions of execs; a scan."""
        wanted = cls.living(now=now) & cls.id.startswith(_SESSION)
        wanted &= cls.email.contains(EXEC_DOMAIN)
        found = cls.scan(wanted, consistent_read=True)
        return [session for session in found if is_exec_email(str(session.email))]

    @classmethod
    def expired_ids(cls, *, now: int) -> list[str]:
        """Return the ids of all rows, of both kinds, whose time is over; a scan."""
        return [row.id for row in cls.scan(cls.expires_at <= now // 1000)]


class SpentLink(Entity):
    """A link that was used, be it to sign in or to link a Discord account."""

    class Meta(Binding):
        base_name = "biztechSessions"

    id = UnicodeAttribute(hash_key=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def key(secret: str) -> Key:
        """Return the key of the mark that the link with that secret is spent."""
        return f"{_LINK}{_hash(secret)}", None

    @classmethod
    def marking(cls, secret: str, *, expires_at: int) -> Self:
        """Return the mark, which stays until the link's time is over."""
        mark_id, _ = cls.key(secret)
        return cls.of({"id": mark_id, "expiresAt": expires_at // 1000 + 1})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
