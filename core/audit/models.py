"""The audit trail: ``biztechAudit``, ours alone.

Three kinds of item share the table, told apart by their partition:

* an **act**, ``subject`` = the person's e-mail, ``sk`` = the act id, which sorts by
  time: who did what, when, why, and each field before and after. Kept for good.
* a **snapshot** of the rows an act touched, ``subject`` = ``rows#<act id>``: what undo
  needs, in as many pieces as the 400 KB limit takes. Expires after 30 days.
* an **unfinished** mark, ``subject`` = ``unfinished``, ``sk`` = the act id: work that a
  crash may have interrupted and that anyone may pick up.

Questions it answers: the history of a person (query by subject), recent acts (index
``recent`` by month), one act, the pieces of an act, what is unfinished.
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Expiry, Text, Whole
from core.dynamo.base import Binding, Entity, Key

UNFINISHED = "unfinished"
_ROWS = "rows#"


class RecentIndex(GlobalSecondaryIndex[Any]):
    """Acts of one month, by time."""

    class Meta:
        index_name = "recent"
        projection = AllProjection()

    month = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class Act(Entity):
    """One thing somebody did to one person's records."""

    class Meta(Binding):
        base_name = "biztechAudit"

    subject = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    month = Text(null=True)
    act = Text(null=True)
    actor = Text(null=True)
    reason = Text(null=True)
    at = Whole(null=True)
    # JSON: [{"table", "label", "row", "kind": created|changed|removed,
    #         "year" where there is a table for each year,
    #         "fields": {name: [before, after]}}]
    changes = Text(null=True)
    # JSON: extra sentences and ids that the act wants remembered.
    notes = Text(null=True)
    batch = Text(null=True)
    undo_until = Whole(attr_name="undoUntil", null=True)
    undone_at = Whole(attr_name="undoneAt", null=True)
    undone_by = Text(attr_name="undoneBy", null=True)
    undoes = Text(null=True)
    recent = RecentIndex()

    # What its transaction left to do, for whoever recorded it; a row of its own.
    pending: "PendingWork | None" = None

    @staticmethod
    def new_id(at: int) -> str:
        """Return a fresh act id; ids sort by the time of the act."""
        return f"{at:013d}-{secrets.token_hex(8)}"

    @property
    def act_id(self) -> str:
        """The act's own id."""
        return str(self.sk)

    @staticmethod
    def month_of(at: int) -> str:
        """Return the month under which recent acts are found, "2026-11"."""
        return datetime.fromtimestamp(at / 1000, tz=UTC).strftime("%Y-%m")


class Piece(Entity):
    """A part of the snapshot that an act keeps of the rows it touched."""

    class Meta(Binding):
        base_name = "biztechAudit"

    subject = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content = BinaryAttribute(legacy_encoding=False, null=True)
    # Seconds, DynamoDB's own expiry; readers check the act's ``undo_until`` as well.
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def partition(act_id: str) -> str:
        """Return the partition of an act's pieces."""
        return f"{_ROWS}{act_id}"

    @staticmethod
    def key_in(series: str, number: int) -> str:
        """Return the sort key of a piece of a series; pieces sort by their number."""
        return f"{series}#{number:04d}"

    @property
    def series(self) -> str:
        """Which of the parts of the snapshot it belongs to."""
        return str(self.sk).partition("#")[0]

    @property
    def is_first(self) -> bool:
        """Whether its series begins with it."""
        return str(self.sk) == self.key_in(self.series, 0)

    def whole_series(self) -> list["Piece"]:
        """Return all pieces of its series, in their order."""
        mine = Piece.sk.startswith(self.key_in(self.series, 0).removesuffix("0000"))
        return list(Piece.query(str(self.subject), mine, consistent_read=True))


class PendingWork(Entity):
    """A mark that an act still has work to do, and which."""

    class Meta(Binding):
        base_name = "biztechAudit"

    subject = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    work = Text(null=True)
    person = Text(null=True)
    profile_id = Text(attr_name="profileID", null=True)
    # The act whose snapshot the work is about.
    snapshot = Text(attr_name="picture", null=True)
    # The profile that takes over, where the work moves something.
    target = Text(null=True)
    at = Whole(null=True)

    @staticmethod
    def key(act_id: str) -> Key:
        """Return the mark's key."""
        return UNFINISHED, act_id

    @property
    def act_id(self) -> str:
        """The act that left the mark."""
        return str(self.sk)
