"""``biztechMail``: mails that are decided on, and addresses that take none. Ours.

* a **mail**: ``id`` = the mail's id, ``sk`` = ``mail``. Written in the transaction that
  decides on it, sent by the worker. Kept for half a year.
* a **suppressed address**: ``id`` = ``suppressed``, ``sk`` = the address: mails to it
  came back for good, or somebody called one spam.

Questions it answers: one mail; which mails are due, which were given up (index
``queue-query``, sparse, by ``queue`` and ``dueAt``); mails of a month (index
``recent``); whether an address is suppressed; all that are.
"""

import hashlib
from enum import StrEnum
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.clock import DAY
from core.dynamo.attributes import Expiry, Text, Whole
from core.dynamo.base import Binding, Entity, Key

KEPT_FOR = 180 * DAY

_MAIL = "mail"
_SUPPRESSED = "suppressed"


class Queue(StrEnum):
    """What still has to happen to a mail; others are in no queue."""

    DUE = "due"
    # Waits for an exec, who may send it again.
    GIVEN_UP = "given up"


class MailState(StrEnum):
    """What became of a mail."""

    DUE = "due"
    SENT = "sent"
    GIVEN_UP = "given up"
    SUPPRESSED = "suppressed"


class QueuedMails(GlobalSecondaryIndex[Any]):
    """Mails with which something has still to happen, by when."""

    class Meta:
        """How the index is called in DynamoDB."""

        index_name = "queue-query"
        projection = AllProjection()

    queue = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True, attr_name="dueAt")


class RecentMails(GlobalSecondaryIndex[Any]):
    """Mails that were decided on in one month, by time."""

    class Meta:
        """How the index is called in DynamoDB."""

        index_name = "recent"
        projection = AllProjection()

    month = UnicodeAttribute(hash_key=True)
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class OutgoingMail(Entity):
    """A mail that somebody is to get, and what became of it."""

    class Meta(Binding):
        """The table's name."""

        base_name = "biztechMail"

    id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = Text(null=True)
    recipient = Text(null=True)
    # What the mail is about, as the app names it, and the act that decided on it.
    about = Text(null=True)
    act = Text(null=True)
    # JSON: what the app told of the moment of the decision.
    facts = Text(null=True)
    queue = Text(null=True)
    # When it is tried next; who tries it moves this on first.
    due_at = Whole(attr_name="dueAt", null=True)
    attempts = Whole(null=True)
    # The kind of failure that the last attempt met; never what it said.
    error = Text(null=True)
    sent_at = Whole(attr_name="sentAt", null=True)
    gave_up_at = Whole(attr_name="gaveUpAt", null=True)
    suppressed_at = Whole(attr_name="suppressedAt", null=True)
    month = Text(null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    # Seconds, DynamoDB's own expiry.
    expires_at = Expiry(attr_name="expiresAt", null=True)
    queued = QueuedMails()
    recent = RecentMails()

    @staticmethod
    def id_of(act: str, kind: str, recipient: str, about: str) -> str:
        """Return the id of the one mail of that kind that an act sends somebody.

        It tells nobody's address, so that it may stand in a log and in a header.
        """
        named = f"{kind}\n{recipient}\n{about}".encode()
        return f"{act}-{hashlib.sha256(named).hexdigest()[:16]}"

    @staticmethod
    def key(mail_id: str) -> Key:
        """Return the key of a mail."""
        return mail_id, _MAIL

    @property
    def state(self) -> MailState:
        """What became of it so far."""
        if self.sent_at:
            return MailState.SENT
        if self.suppressed_at:
            return MailState.SUPPRESSED
        return MailState.GIVEN_UP if self.gave_up_at else MailState.DUE


class SuppressedAddress(Entity):
    """An address that no mail is sent to, and why."""

    class Meta(Binding):
        """The table's name."""

        base_name = "biztechMail"

    id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    reason = Text(null=True)
    at = Whole(null=True)

    PARTITION = _SUPPRESSED

    @staticmethod
    def key(email: str) -> Key:
        """Return the key of what is known of an address."""
        return _SUPPRESSED, email

    @property
    def email(self) -> str:
        """The address itself."""
        return str(self.sk)
