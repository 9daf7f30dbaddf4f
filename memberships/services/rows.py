"""The three rows that make a member, and what their decisions rest on."""

from collections.abc import Iterable

from core.audit.changes import RowChange
from core.dynamo.transactions import Writes

# Two people deciding about one member at once meet on these facts, even where the
# decision of one does not change them.
_GUARDED = {
    "user": ("isMember", "keptProfileID"),
    "member": ("profileID",),
    "profile": ("hiddenAt",),
}


def apply_all(writes: Writes, rows: Iterable[RowChange]) -> None:
    """Add every row's write or check to the transaction of a membership decision."""
    for row in rows:
        row.apply(writes, guard=_GUARDED[row.label])
