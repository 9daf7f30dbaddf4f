"""Editing one row: written with its act, or not at all."""

from collections.abc import Mapping
from typing import Any

from biztech.audit.changes import RowChange
from biztech.audit.trail import Deed, record
from biztech.dynamo.base import Entity
from biztech.dynamo.transactions import write_transaction
from biztech.dynamo.wire import from_item

STAMP = "updatedAt"


def edit_row(
    label: str,
    row: Entity,
    values: Mapping[str, Any],
    *,
    subject: str,
    actor: str,
    now: int,
) -> dict[str, Any]:
    """Change a row that was read, and record it; return what changed, as stored.

    ``values`` are stored names with plain values; None removes one. Without a
    difference nothing is written. Raises ``Stale`` when the row changed meanwhile.
    """
    edit = RowChange.edited(label, row, values)
    if not edit.touched:
        return {}
    edit = RowChange.edited(label, row, {**values, STAMP: now})
    deed = Deed(act="edit", subject=subject, actor=actor, at=now, changes=[edit])
    with write_transaction() as writes:
        edit.apply(writes)
        record(writes, deed)
    stored = from_item(edit.after or {})
    return {name: stored[name] for name in edit.touched if name in stored}
