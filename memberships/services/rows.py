"""The three rows that make a member, and what their decisions rest on."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from core.audit.changes import RowChange
from core.dynamo.base import Entity
from core.dynamo.transactions import Writes
from memberships.models import Member
from profiles.models import Profile

# Two people deciding about one member at once meet on these facts, even where the
# decision of one does not change them.
_GUARDED: Mapping[type[Entity], tuple[str, ...]] = {
    User: ("isMember", "keptProfileID"),
    Member: ("profileID",),
    Profile: ("hiddenAt",),
}


def apply_all(writes: Writes, rows: Iterable[RowChange]) -> None:
    """Add every row's write or check to the transaction of a membership decision."""
    for row in rows:
        row.apply(writes, guard=_GUARDED[row.model])
